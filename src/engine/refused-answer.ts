import { isObject, type Json } from '../base/index.ts'
import type { Journal } from '../journal/index.ts'
import { decide } from './decide.ts'
import { restored } from './frozen.ts'

/**
 * Why a run that nobody executes will not take an answer, told before it is left for it. Null: it will take it, or what it asks is not
 * known before it goes on. Rejects `journal/unknown-run`.
 */
export async function refusedAnswer(
  journal: Journal,
  run: string,
  payload: Json,
): Promise<string | null> {
  // What waits already may change what is asked.
  if ((await journal.pending(run)).length > 0) return null
  const { state } = await restored(journal, run, await journal.events(run))
  const subject = isObject(payload) ? payload['subject'] : undefined
  if (typeof subject !== 'string' || !state.requests.has(subject)) return null
  const said = { type: 'signal.received', signal: '', kind: 'answer', payload, by: '' } as const
  const { commands } = decide(state, { run, seq: state.seq, at: 0, ...said })
  for (const command of commands)
    if (command.type === 'emit' && command.happening.type === 'signal.refused')
      return command.happening.reason
  return null
}

import { userInfo } from 'node:os'
import type { Json } from '../base/index.ts'
import type { Journal } from '../journal/index.ts'

/** What became of a signal. */
export interface SentSignal {
  /** Whether the process that executes the run has taken it. If not, it is taken when the run goes on. */
  readonly taken: boolean
  /** Why it cannot be carried out. Of an answer that no running process is there to take it is told at once, and it is not left. */
  readonly refused: string | null
}

/** How long a live run may take until it counts as one that does not answer. */
const patience = 5000

/**
 * Leaves a wish for a run, without the secrets that somebody may have written into it, and waits until the process that executes it has
 * taken it. Rejects `journal/unknown-run`.
 */
export async function sendSignal(
  journal: Journal,
  run: string,
  kind: string,
  payload: Json,
  conceal: (text: string) => string,
): Promise<SentSignal> {
  const id = crypto.randomUUID()
  const at = Date.now()
  const from = (await journal.events(run)).length
  const { isAlive, redactJson } = await import('../commands/index.ts')
  const record = (await journal.runs()).find((one) => one.run === run)
  const isLive = record?.holder && isAlive(record.holder) !== false
  if (!isLive && kind === 'answer') {
    const { refusedAnswer } = await import('../engine/index.ts')
    const refused = await refusedAnswer(journal, run, payload)
    if (refused !== null) return { taken: false, refused }
  }
  await journal.send({ id, run, kind, payload: redactJson(payload, conceal), by: sender(), at })
  if (!isLive) return { taken: false, refused: null }
  while (Date.now() - at < patience) {
    const events = await journal.events(run, from)
    const refused = events.find((event) => event.type === 'signal.refused' && event.signal === id)
    if (refused?.type === 'signal.refused') return { taken: true, refused: refused.reason }
    if (events.some((event) => event.type === 'signal.received' && event.signal === id))
      return { taken: true, refused: null }
    await process.getBuiltinModule('node:timers/promises').setTimeout(20)
  }
  return { taken: false, refused: null }
}

/** The name of whoever calls, for the journal. */
function sender(): string {
  try {
    return userInfo().username
  } catch {
    return 'command line'
  }
}

import { isObject, type Json } from '../base/index.ts'
import type { Agent } from './agent.ts'

const done = 'done'
const failed = 'failed'

export interface ManualOptions {
  /** Why a person is asked, such as `there is no executor acp yet`. Default: nothing is said. */
  readonly reason?: string
}

/**
 * An agent for everything that a person or an agent outside goap does: it asks whether the task is done. At a terminal the
 * question is put at once; elsewhere the task waits until somebody answers. It never pretends that something is done.
 */
export function manual({ reason }: ManualOptions = {}): Agent {
  return {
    name: 'manual',
    capabilities: ['person'],
    ready: async () => ({ ready: true }),
    async perform({ task }, { ask }) {
      const about = [
        ...(task.agent === null ? [] : [`for ${task.agent}`]),
        ...(reason === undefined ? [] : [reason]),
      ]
      const who = about.length === 0 ? '' : ` (${about.join('; ')})`
      const fields = task.report ?? []
      const wanted = fields.length === 0 ? '' : ` It is to tell: ${fields.join('; ')}.`
      const answer = await ask({
        id: 'performed',
        text: `Is this done${who}: ${task.title}?${wanted}`,
        choices: [done, failed],
        ...(fields.length === 0 ? {} : { fields }),
      })
      const { choice, said, outputs } = heard(answer.value)
      const evidence = [{ kind: 'statement', by: answer.by, text: said } as const]
      return choice === done
        ? { kind: 'succeeded', outputs, evidence, usage: { duration: 0 } }
        : {
            kind: 'failed',
            reason: `${answer.by} says: ${said}`,
            transient: false,
            evidence,
            usage: { duration: 0 },
          }
    },
  }
}

interface Heard {
  readonly choice: Json | undefined
  readonly said: string
  readonly outputs: Readonly<Record<string, Json>>
}

/** An answer is a choice, or an object with `choice`, `note`, and a `report` of what is to be told. */
function heard(value: Json): Heard {
  if (!isObject(value)) {
    const said = typeof value === 'string' ? value : JSON.stringify(value)
    return { choice: value, said, outputs: {} }
  }
  const { choice, note, report } = value
  const said = [choice, note].filter((one) => typeof one === 'string').join(': ')
  const told = Object.entries(isObject(report) ? report : {})
  const outputs = told.flatMap(([name, one]) => (one === undefined ? [] : [[name, one] as const]))
  return { choice, said, outputs: Object.fromEntries(outputs) }
}

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
      const answer = await ask({
        id: 'performed',
        text: `Is this done${who}: ${task.title}?`,
        choices: [done, failed],
      })
      const { choice, said } = heard(answer.value)
      const evidence = [{ kind: 'statement', by: answer.by, text: said } as const]
      return choice === done
        ? { kind: 'succeeded', outputs: {}, evidence, usage: { duration: 0 } }
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

/** An answer is a choice, or an object with `choice` and `note`. */
function heard(value: Json): { readonly choice: Json | undefined; readonly said: string } {
  if (!isObject(value))
    return { choice: value, said: typeof value === 'string' ? value : JSON.stringify(value) }
  const { choice, note } = value
  return { choice, said: [choice, note].filter((one) => typeof one === 'string').join(': ') }
}

import type { Agent } from './agent.ts'

const done = 'done'
const failed = 'failed'

/**
 * An agent for everything that a person or an agent outside goap does: it asks whether the task is done. At a terminal the
 * question is put at once; elsewhere the task waits until somebody answers. It never pretends that something is done.
 */
export function manual(): Agent {
  return {
    name: 'manual',
    capabilities: ['person'],
    ready: async () => ({ ready: true }),
    async perform({ task }, { ask }) {
      const who = task.agent === null ? '' : ` (for ${task.agent})`
      const answer = await ask({
        id: 'performed',
        text: `Is this done${who}: ${task.title}?`,
        choices: [done, failed],
      })
      const said = typeof answer.value === 'string' ? answer.value : JSON.stringify(answer.value)
      const evidence = [{ kind: 'statement', by: answer.by, text: said } as const]
      return answer.value === done
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

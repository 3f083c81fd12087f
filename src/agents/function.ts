import type { Json } from '../base/index.ts'
import type { Outcome } from '../model/index.ts'
import type { Agent, Attempt, TaskPacket } from './agent.ts'

/** What a function that performs tasks may give back: outputs, nothing, or a whole outcome. */
export type FunctionResult = Outcome | { readonly [name: string]: Json | undefined } | void

/**
 * An agent made of a function. What it returns become the task's outputs; what it throws fails the task (not transient).
 * Throw an error with `transient: true` to say that trying again may help.
 */
export function functionAgent(
  name: string,
  perform: (packet: TaskPacket, attempt: Attempt) => Promise<FunctionResult> | FunctionResult,
): Agent {
  return {
    name,
    capabilities: ['function'],
    ready: async () => ({ ready: true }),
    async perform(packet, attempt) {
      try {
        const result = await perform(packet, attempt)
        return isOutcome(result) ? result : succeeded(result ?? {})
      } catch (error) {
        if (isSuspension(error)) throw error
        if (attempt.signal.aborted) return { kind: 'cancelled', reason: 'cancelled', evidence: [] }
        return failed(error)
      }
    },
  }
}

/** Thrown by `Attempt.ask` when the answer is not there yet: the attempt ends, the task waits, and no slot is held. */
export class Suspension extends Error {
  constructor(question: string) {
    super(`The attempt waits for an answer to "${question}".`)
    this.name = 'Suspension'
  }
}

/** Whether an error says that the attempt waits; an agent that catches errors must let it pass. */
export function isSuspension(error: unknown): error is Suspension {
  return error instanceof Suspension
}

function isOutcome(result: FunctionResult): result is Outcome {
  return (
    typeof result === 'object' &&
    'kind' in result &&
    (result.kind === 'succeeded' || result.kind === 'failed' || result.kind === 'cancelled') &&
    'evidence' in result
  )
}

function succeeded(result: { readonly [name: string]: Json | undefined }): Outcome {
  const outputs: Record<string, Json> = {}
  for (const [name, value] of Object.entries(result)) if (value !== undefined) outputs[name] = value
  return { kind: 'succeeded', outputs, evidence: [], usage: { duration: 0 } }
}

function failed(error: unknown): Outcome {
  const transient = error instanceof Error && 'transient' in error && error.transient === true
  return {
    kind: 'failed',
    reason: error instanceof Error ? error.message : String(error),
    transient,
    evidence: [],
    usage: { duration: 0 },
  }
}

import type { Milliseconds, Random } from '../base/index.ts'
import type { Outcome, Task } from '../model/index.ts'

/** When a failed attempt is followed by another one in the same round. */
export interface RetryPolicy {
  /** All attempts of a round, the first included; one that a crash cut off does not count. Default 3. */
  readonly attempts: number
  /** Before the second attempt. Default 1 s. */
  readonly delay: Milliseconds
  /** How much longer each further delay is. Default 2. */
  readonly factor: number
  /** The longest delay. Default 1 min. */
  readonly limit: Milliseconds
  /** What is tried again: failures that say it may help, or any. Default `transient`: what fails for good fails at once. */
  readonly on: 'transient' | 'any'
}

export const defaultRetry: RetryPolicy = {
  attempts: 3,
  delay: 1000,
  factor: 2,
  limit: 60_000,
  on: 'transient',
}

/** The policy of a task: what it says, and the run's for the rest. */
export function policyOf({ retry }: Task, run: RetryPolicy): RetryPolicy {
  if (!retry) return run
  const { attempts, delay = run.delay, on = run.on } = retry
  return { ...run, attempts, delay, on }
}

/**
 * How long to wait before the next attempt, after failure `number` (from 1) of the round; null when there is none. The delay grows
 * by `factor` and is spread between half and all of it, so that many tasks do not come back at once ("equal jitter").
 */
export function delayAfter(
  policy: RetryPolicy,
  number: number,
  outcome: Outcome,
  random: Random,
): Milliseconds | null {
  if (outcome.kind !== 'failed' || number >= policy.attempts) return null
  if (policy.on === 'transient' && !outcome.transient) return null
  const whole = Math.min(policy.limit, policy.delay * policy.factor ** (number - 1))
  return Math.round(whole * (0.5 + random.next() / 2))
}

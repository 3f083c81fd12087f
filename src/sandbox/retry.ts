import { systemRandom, type Clock, type Milliseconds, type Random } from '../base/index.ts'

/** How often a backend is asked again that failed for no fault of the script. */
export interface RetryOptions {
  /** All attempts, the first included. Default 3. */
  readonly attempts: number
  /** Before the second attempt; doubled before each further one. Default 100 ms. */
  readonly delay: Milliseconds
  /** The longest delay. Default 5 s. */
  readonly limit: Milliseconds
}

export const defaultRetry: RetryOptions = { attempts: 3, delay: 100, limit: 5_000 }

/**
 * How long to wait after failed attempt `number` (from 1). It doubles, and is spread between half and all of that, so that what failed
 * together does not come back together ("equal jitter").
 */
export function delayAfter(
  { delay, limit }: RetryOptions,
  number: number,
  random: Random = systemRandom,
): Milliseconds {
  return Math.min(limit, delay * 2 ** (number - 1)) * (0.5 + random.next() / 2)
}

/** Waits; less if `signal` is aborted. */
export async function pause(clock: Clock, span: Milliseconds, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const cancel = clock.timer(span, end)
    function end(): void {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    signal.addEventListener('abort', end, { once: true })
  })
}

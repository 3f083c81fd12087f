import { seededRandom, simulatedClock } from '../../src/base/index.ts'
import { openSandbox, type OpenSandbox, type SandboxOptions } from '../../src/sandbox/index.ts'
import type { FakeBackend } from './fake-backend.ts'

/** A sandbox over fake backends, in simulated time. */
export function opened(
  backends: readonly FakeBackend[],
  options: SandboxOptions = {},
): { readonly sandbox: OpenSandbox; readonly clock: ReturnType<typeof simulatedClock> } {
  const clock = simulatedClock()
  const makers = Object.fromEntries(backends.map((one) => [one.name, () => one]))
  const sandbox = openSandbox({ backends: makers, clock, random: seededRandom(1), environment: {}, ...options }) // prettier-ignore
  return { sandbox, clock }
}

/** Lets time pass until a promise is settled. */
export async function settled<T>(
  clock: ReturnType<typeof simulatedClock>,
  work: Promise<T>,
): Promise<T> {
  let isOver = false
  const over = work.finally(() => (isOver = true))
  over.catch(() => {})
  while (!isOver) {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    if (!isOver && !clock.step()) await new Promise((resolve) => setImmediate(resolve))
  }
  return over
}

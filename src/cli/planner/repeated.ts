/** Does the same so often, each time anew and one after the other; less often when it is interrupted. Default: once. */
export async function repeated<T>(
  times: number | undefined,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<readonly T[]> {
  const all: T[] = []
  for (let time = 0; time < (times ?? 1) && !(time > 0 && signal.aborted); time++)
    all.push(await work())
  return all
}

/** The middle of some numbers; of an even count the middle between the two there. 0 for none. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

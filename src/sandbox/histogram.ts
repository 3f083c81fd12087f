/** How often values of some size were seen, as plain data. */
export interface Histogram {
  readonly count: number
  readonly sum: number
  /** Null while nothing was seen. */
  readonly least: number | null
  readonly most: number | null
  /** How many were at most `upTo` and more than the bucket before; the last, `null`, has what is above all others. */
  readonly buckets: readonly { readonly upTo: number | null; readonly count: number }[]
}

/** A histogram that grows. */
export interface Tally {
  add(value: number): void
  read(): Histogram
}

/** The upper bounds 1, 2, 5, 10, 20, 50 … times `first`, as many as there are up to `last`. */
export function steps(first: number, last: number): readonly number[] {
  const bounds: number[] = []
  for (let power = first; power <= last; power *= 10)
    bounds.push(...[power, 2 * power, 5 * power].filter((bound) => bound <= last))
  return bounds
}

/** Counts values into buckets with these upper bounds, which ascend, and one for what is above them. Adding one allocates nothing. */
export function tally(bounds: readonly number[]): Tally {
  const upTo = Float64Array.from([...bounds, Infinity])
  const counts = new Float64Array(upTo.length)
  /** How many, their sum, the least and the most. */
  const seen = Float64Array.of(0, 0, Infinity, -Infinity)
  return {
    add(value) {
      let bucket = 0
      while (value > (upTo[bucket] ?? Infinity)) bucket++
      counts[bucket] = (counts[bucket] ?? 0) + 1
      seen[0] = (seen[0] ?? 0) + 1
      seen[1] = (seen[1] ?? 0) + value
      if (value < (seen[2] ?? 0)) seen[2] = value
      if (value > (seen[3] ?? 0)) seen[3] = value
    },
    read() {
      const [count = 0, sum = 0, least = Infinity, most = -Infinity] = seen
      return {
        count,
        sum,
        least: count === 0 ? null : least,
        most: count === 0 ? null : most,
        buckets: Array.from(counts, (count, index) => ({ upTo: bounds[index] ?? null, count })),
      }
    },
  }
}

/**
 * The value that the part `part` (0 to 1) of all values does not exceed, as exactly as the buckets tell: between the bounds of its
 * bucket it is taken for evenly spread. Null while nothing was seen.
 */
export function quantile({ count, least, most, buckets }: Histogram, part: number): number | null {
  if (least === null || most === null) return null
  const wanted = part * count
  let [seen, below] = [0, least]
  for (const { upTo, count: here } of buckets) {
    const above = Math.min(upTo ?? most, most)
    if (here > 0 && seen + here >= wanted)
      return Math.max(least, below + ((above - below) * (wanted - seen)) / here)
    seen += here
    below = Math.max(least, above)
  }
  return most
}

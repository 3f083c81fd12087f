const factors: Readonly<Record<string, readonly [of: 'time' | 'size', factor: number]>> = {
  ns: ['time', 1e-6],
  µs: ['time', 1e-3],
  us: ['time', 1e-3],
  ms: ['time', 1],
  s: ['time', 1000],
  sec: ['time', 1000],
  min: ['time', 60_000],
  h: ['time', 3_600_000],
  b: ['size', 1],
  bytes: ['size', 1],
  kb: ['size', 1e3],
  mb: ['size', 1e6],
  gb: ['size', 1e9],
  kib: ['size', 1024],
  mib: ['size', 1024 ** 2],
  gib: ['size', 1024 ** 3],
}

/** Units of time and size as a part of a regular expression, without regard to case. */
export const unitPattern = '(?:[nuµm]?s|sec|min|h|bytes|[kmg]i?b|b)'

/** A value of one unit in another; null when they measure different things, or are unknown and not the same. */
export function inUnit(value: number, from: string, to: string): number | null {
  const [left, right] = [factors[from.toLowerCase()], factors[to.toLowerCase()]]
  if (from.toLowerCase() === to.toLowerCase()) return value
  if (!left || !right || left[0] !== right[0]) return null
  // What binary fractions add is no part of the measure.
  return Number(((value * left[1]) / right[1]).toPrecision(12))
}

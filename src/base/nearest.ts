/**
 * How many letters must be put in, left out or replaced to make one text of the other (Levenshtein 1966), without regard to case.
 * Gives `limit` when it takes as many or more; near texts are told fast.
 */
export function changesBetween(left: string, right: string, limit = Infinity): number {
  const [from, to] = [left.toLowerCase(), right.toLowerCase()]
  if (Math.abs(from.length - to.length) >= limit) return limit
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let at = 1; at <= from.length; at++) {
    const next = [at]
    for (let other = 1; other <= to.length; other++) {
      const replaced = (row[other - 1] ?? 0) + (from[at - 1] === to[other - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[other] ?? 0) + 1, (next[other - 1] ?? 0) + 1))
    }
    row = next
  }
  return Math.min(row[to.length] ?? 0, limit)
}

/** The name that differs least from what was written, by at most `most` letters (default: a third of them, at least 1). */
export function nearest(
  written: string,
  names: readonly string[],
  most: number = Math.max(1, Math.floor(written.length / 3)),
): string | undefined {
  let best: string | undefined
  let least = most + 1
  for (const name of names) {
    const changes = changesBetween(written, name, least)
    if (changes < least) [best, least] = [name, changes]
  }
  return best
}

/** The name that differs least from what was written, by at most a third of its letters; undefined when none is near. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(written.length / 3))
  let best: { readonly name: string; readonly changes: number } | undefined
  for (const name of names) {
    const changes = changesBetween(written.toLowerCase(), name.toLowerCase())
    if (changes <= limit && changes < (best?.changes ?? Infinity)) best = { name, changes }
  }
  return best?.name
}

/** Letters put in, left out or replaced (Levenshtein 1966). */
function changesBetween(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 0; i < left.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < right.length; j++)
      next.push(
        Math.min(
          (next[j] ?? 0) + 1,
          (row[j + 1] ?? 0) + 1,
          (row[j] ?? 0) + (left[i] === right[j] ? 0 : 1),
        ),
      )
    row = next
  }
  return row[right.length] ?? 0
}

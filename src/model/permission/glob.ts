/** Whether a pattern matches a text: `*` any characters, also none and newlines; `?` one; a last ` *` also no arguments. Nothing else is special. */
export function matches(pattern: string, text: string): boolean {
  if (pattern.endsWith(' *') && glob(pattern.slice(0, -2), text)) return true
  return glob(pattern, text)
}

/** The part of a pattern before its first wildcard. */
export function literalPart(pattern: string): string {
  return /^[^*?]*/.exec(pattern)?.[0] ?? ''
}

/** The same without anything about arguments. Greedy with one way back, so that no pattern takes more than length × length steps. */
export function glob(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let from = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      from = t
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++from
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

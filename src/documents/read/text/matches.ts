/** All matches of a global pattern. `matchAll` would copy the pattern first, which takes longer than most texts that are searched. */
export function matches(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  pattern.lastIndex = 0
  const first = pattern.exec(text)
  if (!first) return none
  const found = [first]
  for (let next = following(text, pattern, first); next; next = following(text, pattern, next))
    found.push(next)
  return found
}

const none: readonly RegExpExecArray[] = []

function following(text: string, pattern: RegExp, last: RegExpExecArray): RegExpExecArray | null {
  // An empty match would be found again.
  if (last[0] === '') pattern.lastIndex++
  return pattern.exec(text)
}

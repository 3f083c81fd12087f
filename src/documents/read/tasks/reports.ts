import { plain } from '../text/words.ts'

/**
 * What whoever performs a task is to tell, as its prompt lists it: the items below `Report back with:`, or behind it on the same
 * line with commas. Without repetition.
 */
export function reportIn(prompt: string): readonly string[] {
  if (!/report/i.test(prompt)) return []
  const lines = prompt.split('\n')
  const at = lines.findIndex((line) => heading.test(line))
  if (at < 0) return []
  const behind = heading.exec(lines[at] ?? '')?.[1] ?? ''
  return listed(behind).length > 0 ? listed(behind) : fieldsOf(itemsFrom(lines.slice(at + 1)))
}

/** `a, b; c` as names. */
export function listed(text: string): readonly string[] {
  return fieldsOf(text.split(/[,;](?![^(]*\))/))
}

const heading =
  /^[\s>*_#-]*reports? back(?: (?:with|on|about))?(?: the following)?\s*[*_]*:[*_]*(.*)$/i

const item = /^\s*(?:[-*+•]|\d+[.)])\s+(?:\[.?\]\s*)?(.*)$/

/** Items up to the first line that is none. */
function itemsFrom(lines: readonly string[]): readonly string[] {
  const begin = lines.findIndex((line) => line.trim() !== '')
  const found: string[] = []
  for (const line of lines.slice(Math.max(0, begin))) {
    const text = item.exec(line)?.[1]
    if (text === undefined) break
    found.push(text)
  }
  return found
}

function fieldsOf(texts: readonly string[]): readonly string[] {
  const names = texts.map((text) =>
    plain(text)
      .replace(/[\s.:;,]+$/, '')
      .trim(),
  )
  return [...new Set(names)].filter((name) => name !== '')
}

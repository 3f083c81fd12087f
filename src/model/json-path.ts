import type { Json } from '../base/index.ts'

/**
 * The steps of a path into JSON: names and, of arrays, indexes. `total.lines.pct`, `$.runs[0].time`, `.a["b.c"]`; undefined when
 * the text is no such path.
 */
export function jsonPath(text: string): readonly (string | number)[] | undefined {
  const steps: (string | number)[] = []
  let rest = text.trim().replace(/^\$(?=[.[]|$)/, '')
  if (rest !== '' && !/^[.[]/.test(rest)) rest = `.${rest}`
  while (rest !== '') {
    const step = /^(?:\.([\p{L}_@$][\p{L}\p{N}_@$-]*)|\[(\d{1,9})\]|\[(?:"([^"\\]*)"|'([^'\\]*)')\])/u.exec(rest) // prettier-ignore
    if (!step) return undefined
    steps.push(step[2] === undefined ? (step[1] ?? step[3] ?? step[4] ?? '') : Number(step[2]))
    rest = rest.slice(step[0].length)
  }
  return steps.length > 0 ? steps : undefined
}

/** The value at a path; undefined when nothing is there. */
export function valueAt(value: Json, steps: readonly (string | number)[]): Json | undefined {
  let at: Json | undefined = value
  for (const step of steps) {
    if (typeof at !== 'object' || at === null) return undefined
    at = new Map<string, Json | undefined>(Object.entries(at)).get(String(step))
  }
  return at
}

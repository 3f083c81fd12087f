import type { PlanDocument } from '../model/index.ts'
import { explain } from './explain.ts'

/** A line that says nothing to the plan. */
export interface ProseLine {
  readonly line: number
  readonly text: string
}

/** The lines of a document that a plan does not hold: sentences for people. Headings, rules, heads of tables and blanks are none. */
export function proseOf(document: PlanDocument): readonly ProseLine[] {
  const understood = new Set<number>()
  for (const { place } of explain(document))
    for (let line = place.line; line <= place.endLine; line++) understood.add(line)
  const lines = document.source.text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  return lines.flatMap((text, index) => {
    const isNext = /^\s*\|/.test(text) && /^\s*\|?[\s:|-]+\|?\s*$/.test(lines[index + 1] ?? '')
    const isForm = /^\s*(?:#{1,6}\s.*|[-*_=|:\s]*|`{3,}.*|~{3,}.*|<!--.*-->)$/.test(text)
    return understood.has(index + 1) || isForm || isNext ? [] : [{ line: index + 1, text: text.trim() }] // prettier-ignore
  })
}

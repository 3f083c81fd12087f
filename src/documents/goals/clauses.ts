import { part, type Piece } from '../read/text/text.ts'
import { fieldOf, type Field } from './fields.ts'
import type { FieldDraft } from './nodes.ts'

const clause =
  /(?:^|[;,.—–(]\s*|\s-\s)(requires?|needs|pre-?conditions?|pre|effects?|post-?conditions?|sets|cost|duration|takes)\b\s*:?\s+/gi
const costAtEnd = /\(\s*cost\s*[:=]?\s*([^(),]+)(?:,[^()]*)?\)\s*\.?$/i
const arrow = /\s(?:→|->|=>)\s/

/**
 * The fields of an action that is told in one line: `requires at(shop), effects: have_milk; cost 1`, or `at(shop) → have_milk (cost 1)`.
 */
export function clausesIn(line: Piece): readonly FieldDraft[] {
  const { cost, rest } = withoutCost(line)
  const { text } = rest
  const marks = [...text.matchAll(clause)]
  const fields = marks.flatMap((mark, index) => {
    const end = mark.index + mark[0].length
    const value = part(rest, end, marks[index + 1]?.index ?? text.length)
    return fieldFor(mark[1] ?? '', value)
  })
  const sign = marks.length === 0 ? arrow.exec(text) : null
  const both = sign
    ? [
        ...fieldFor('preconditions', part(rest, 0, sign.index)),
        ...fieldFor('effects', part(rest, sign.index + sign[0].length)),
      ]
    : []
  return [...fields, ...both, ...(cost ? fieldFor('cost', cost) : [])]
}

/** A text without the cost that stands at its end in brackets: `deploy (cost: 3)`. */
export function withoutCost(line: Piece): { readonly cost: Piece | null; readonly rest: Piece } {
  const found = costAtEnd.exec(line.text)
  if (!found) return { cost: null, rest: line }
  const at = found.index + found[0].indexOf(found[1] ?? '', found[0].search(/cost/i) + 4)
  return {
    cost: part(line, at, at + (found[1] ?? '').length),
    rest: part(line, 0, found.index),
  }
}

function fieldFor(name: string, value: Piece): readonly FieldDraft[] {
  const field: Field | null = /^require$/i.test(name) ? 'preconditions' : fieldOf(name)
  return field === null || value.text === ''
    ? []
    : [{ field, name: value, inline: value, nodes: [] }]
}

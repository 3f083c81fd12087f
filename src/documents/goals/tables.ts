import type { Table } from '../read/text/blocks.ts'
import type { Piece } from '../read/text/text.ts'
import { fieldOf, folded, type Field } from './fields.ts'

/** What the columns of a table of facts hold; -1: there is no such column. */
export interface FactColumns {
  readonly fact: number
  readonly value: number
  readonly goal: number
  readonly type: number
  readonly probe: number
}

const columns = {
  fact: /^(?:facts?|(?:state )?variables?|propert(?:y|ies)|names?|keys?|conditions?|predicates?|states?)$/,
  value:
    /^(?:(?:current|initial|start|present|known) )?(?:values?|states?)$|^(?:current|initial|now|start|today|at first)$/,
  goal: /^(?:goals?|targets?|desired|wanted|(?:required|desired|target|goal|wanted) (?:values?|states?)|required)$/,
  type: /^(?:types?|kinds?|values allowed|allowed values|domain)$/,
  probe:
    /^(?:probes?|checks?|commands?|how|observed by|observed with|source|source of truth|measured by)$/,
}

/** The columns of a table of facts; null for a table of something else. */
export function factColumns({ header }: Table): FactColumns | null {
  const names = header.map(({ text }) => folded(text))
  const find = (pattern: RegExp, from = 0): number =>
    names.findIndex((name, index) => index >= from && pattern.test(name))
  const fact = find(columns.fact)
  if (fact < 0) return null
  const after = (pattern: RegExp): number => find(pattern, fact + 1)
  const found = {
    fact,
    value: after(columns.value),
    goal: after(columns.goal),
    type: after(columns.type),
    probe: after(columns.probe),
  }
  return Math.max(found.value, found.goal, found.type, found.probe) < 0 ? null : found
}

/** The fields that the columns of a table of actions hold; null for a table of something else. */
export function actionColumns({ header }: Table): readonly (Field | null)[] | null {
  const fields = header.map(({ text }) => fieldOf(text))
  return fields.includes('name') && fields.includes('effects') ? fields : null
}

/** Rows of `Property | Value` whose properties are fields. */
export function fieldRows({ header, rows }: Table): readonly (readonly [Field, Piece, Piece])[] {
  if (header.length !== 2) return []
  const all = fieldOf(header[0]?.text ?? '') === null ? rows : [header, ...rows]
  return all.flatMap(([name, value]) => {
    const field = name ? fieldOf(name.text.replace(/\*\*|__|`/g, '')) : null
    return field !== null && name && value ? [[field, name, value] as const] : []
  })
}

import { forText } from '../../base/index.ts'
import { factPattern } from '../condition.ts'
import { part, type Piece } from '../read/text/text.ts'
import { folded } from './fields.ts'
import { pair, valueIn, type Statement } from './statements.ts'

/** `stage: draft | staging | live`, `budget: number = 10`, `deployed(service: Service): boolean`. */
export interface DeclarationDraft {
  readonly name: string
  readonly parameters: readonly ParameterDraft[]
  readonly type: 'boolean' | 'number' | 'enumeration'
  readonly values: readonly string[]
  /** What it is at first, where the declaration says so. */
  readonly value: Statement | null
  readonly piece: Piece
}

export interface ParameterDraft {
  readonly name: string
  /** Null: not said. */
  readonly type: string | null
  readonly piece: Piece
}

const declared = forText(String.raw`^[\x60*]*(${factPattern})[\x60*]*\s*:\s*(.+)$`, 'u') // prettier-ignore

/** A declaration; null for a line that says something else. */
export function declarationIn(piece: Piece): DeclarationDraft | null {
  const { text } = piece
  const found = declared(text).exec(text)
  if (!found) return null
  const [whole = '', said = ''] = found.slice(1)
  const open = whole.indexOf('(')
  const name = open === -1 ? whole : whole.slice(0, open)
  const at = text.indexOf(whole)
  const inside = open === -1 ? null : part(piece, at + open + 1, at + whole.length - 1)
  const parameters = inside ? parametersIn(inside) : []
  const [, kind = '', initial] = /^(.*?)(?:\s*=\s*([^=|]+?))?(?:\s+\((?![^()]*\|)[^()]*\))?$/.exec(said.replace(/`/g, '')) ?? [] // prettier-ignore
  const type = typeOf(kind)
  if (!type || parameters === null) return null
  const value = initial === undefined ? null : (pair(piece, name, initial, at) ?? null)
  return { name, parameters, ...type, value, piece: part(piece, at, at + whole.length) }
}

function typeOf(text: string): Pick<DeclarationDraft, 'type' | 'values'> | null {
  const word = folded(text)
  if (/^(?:booleans?|bool|flag|true or false|true false|yes or no)$/.test(word))
    return { type: 'boolean', values: [] }
  if (/^(?:numbers?|numeric|integer|int|float|decimal|percent|percentage|count)$/.test(word))
    return { type: 'number', values: [] }
  const [, listed] = /^(?:one of|enum(?:eration)?(?: of)?)\s*:?\s*(.+)$/i.exec(text) ?? []
  if (listed === undefined && !text.includes('|')) return null
  const values = (listed ?? text)
    .replace(/^[([{]|[)\]}]$/g, '')
    .split(listed === undefined || listed.includes('|') ? '|' : /,|\bor\b/)
    .map((one) => textOf(one.trim()))
    .filter((one) => one !== '')
  return values.length < 2 && listed === undefined ? null : { type: 'enumeration', values: [...new Set(values)] } // prettier-ignore
}

function textOf(text: string): string {
  const value = valueIn(/^".*"$/.test(text) ? unquoted(text) : text)
  return typeof value === 'string' ? value : text
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text.slice(1, -1)
  }
}

/** `service: Service, ?env - Environment`; null for a list of something else. */
export function parametersIn(inside: Piece): readonly ParameterDraft[] | null {
  if (inside.text === '') return []
  const result: ParameterDraft[] = []
  let at = 0
  for (const one of inside.text.split(',')) {
    const found = /^\s*\??([\p{L}_][\p{L}\p{N}_-]*)(?:\s*(?::|\s-\s)\s*([\p{L}_][\p{L}\p{N}_-]*))?\s*$/u.exec(one) // prettier-ignore
    if (!found) return null
    result.push({
      name: found[1] ?? '',
      type: found[2] ?? null,
      piece: part(inside, at, at + one.length),
    })
    at += one.length + 1
  }
  return result
}

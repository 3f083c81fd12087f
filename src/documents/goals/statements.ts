import { forText } from '../../base/index.ts'
import type { Comparison, Effect, FactValue } from '../../model/index.ts'
import { factPattern, isNumber, parseCondition, valueOf } from '../condition.ts'
import { part, type Piece } from '../read/text/text.ts'

// What one line says of facts: `tests_pass = true (from CI)`, `coverage: 80`, `a, not b`, `{tests_pass: true}`, or words that name a
// fact: "tests pass" is `tests_pass`.

/** A condition, change or value with its places. */
export interface Statement {
  /** As in `Effect`, arguments as written: `deployed(service, live)`. */
  readonly fact: string
  readonly compare: Comparison
  readonly value: FactValue
  readonly change?: 'increase' | 'decrease'
  /** `words`: names a fact in words. `value`: `name: value`, or a comparison. `name`: a bare name. */
  readonly form: 'words' | 'value' | 'name'
  readonly piece: Piece
  readonly factPiece: Piece
}

/** What was read of a line, and the parts of it that are no conditions. */
export interface Said {
  readonly statements: readonly Statement[]
  readonly unread: readonly Piece[]
}

/** The statements of a line. `None`, `—` and `N/A` say nothing. */
export function statementsIn(line: Piece): Said {
  const whole = tidy(line)
  if (isNothing(whole.text)) return { statements: [], unread: [] }
  const statements: Statement[] = []
  const unread: Piece[] = []
  for (const one of split(whole)) {
    const said = statementOf(one)
    if (said) statements.push(said)
    else if (!isNothing(one.text)) unread.push(one)
  }
  return { statements, unread }
}

function isNothing(text: string): boolean {
  return /^(?:none|nothing|n\/a|null|[-—–]|\{\s*\}|\[\s*\]|[\s{}[\],;]*)\.?$/i.test(text)
}

/** `G = { … }`, `goal := a ∧ b`: what names the whole is no fact. */
const wholeNamed =
  /^(?:[GIS]0?|goals?|(?:goal|initial|current|start|world)?[_ ]?state)\s*:?=\s*(?=[{[].*[}\]]$|.*(?:∧|&&))/i

/** Whether a line says of itself that it is a list of conditions. */
export function isNamedWhole(text: string): boolean {
  return wholeNamed.test(text)
}

/** Without emphasis around, a comment behind, and the marks that only end it. */
function tidy(piece: Piece): Piece {
  let now = withoutComment(piece)
  for (;;) {
    const { text } = now
    const inner =
      wholeNamed.test(text) ? [wholeNamed.exec(text)?.[0].length ?? 0, 0] :
      /^\*\*([^*]+)\*\*$/.exec(text) ? [2, 2] :
      /^`([^`]+)`$/.exec(text) ? [1, 1] :
      /^\{(.*)\}[,;]?$/s.exec(text) || /^\[(.*)\][,;]?$/s.exec(text) ? [1, /[,;]$/.test(text) ? 2 : 1] :
      /[,;]$/.test(text) ? [0, 1] :
      /^(?:let |const |var )/.test(text) ? [text.indexOf(' '), 0] :
      null // prettier-ignore
    if (!inner) return now
    now = part(now, inner[0] ?? 0, text.length - (inner[1] ?? 0))
  }
}

/** `(from CI)`, `# from CI`, `// from CI`, `-- from CI`, `— from CI`: why it is so, for people. */
function withoutComment(piece: Piece): Piece {
  const { text } = piece
  let quoted: string | null = null
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (quoted !== null) {
      if (sign === '\\' && quoted === '"') at++
      else if (sign === quoted) quoted = null
      continue
    }
    if (sign === '"' || (sign === '`' && text.indexOf('`', at + 1) !== -1)) quoted = sign
    else if (at > 0 && /\s/.test(text[at - 1] ?? '')) {
      const rest = text.slice(at)
      // What stands in brackets behind a sign is calculated.
      if (/^(?:#\s?\S|\/\/|--\s|—\s|–\s)/.test(rest) || (/^\([^()]*(?:\([^()]*\)[^()]*)*\)[.,;]?$/.test(rest) && !/[+*/=<>≤≥]\s+$/.test(text.slice(0, at))))
        return part(piece, 0, at) // prettier-ignore
    }
  }
  return piece
}

/** The parts of a list: between commas, semicolons, `&&`, and "and" where conditions stand on both sides. */
function split(piece: Piece): readonly Piece[] {
  const parts: Piece[] = []
  const { text } = piece
  let from = 0
  let depth = 0
  let quoted: string | null = null
  const cut = (at: number, width: number): void => {
    parts.push(part(piece, from, at))
    from = at + width
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (quoted !== null) {
      if (sign === '\\' && quoted === '"') at++
      else if (sign === quoted) quoted = null
    } else if (sign === '"' || sign === '`') quoted = sign
    else if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign)) depth = Math.max(0, depth - 1)
    else if (depth === 0 && (sign === ';' || (sign === ',' && !/^,\d{3}\b/.test(text.slice(at)))))
      cut(at, 1)
    else if (depth === 0 && (text.startsWith('&&', at) || text.startsWith('∧', at)))
      cut(at, sign === '&' ? 2 : 1)
    else if (depth === 0 && /^\sand\s/i.test(text.slice(at, at + 5))) {
      const left = statementOf(tidy(part(piece, from, at)))
      const right = statementOf(tidy(part(piece, at + 5)))
      if (left && right && left.form !== 'words' && right.form !== 'words') cut(at, 5)
    }
  }
  cut(text.length, 0)
  return parts.map(tidy).filter((one) => one.text !== '' && !isNothing(one.text))
}

const exactly = forText(`^${factPattern}$`, 'u')
const labelled = forText(String.raw`^["'\x60]?(${factPattern})["'\x60]?\s*:\s+(\S.*)$`, 'u') // prettier-ignore
const arrow = /^(.+?)\s*(?:->|→|=>)\s*(.+)$/

/** One condition; undefined for a text that is none. */
function statementOf(piece: Piece): Statement | undefined {
  const { text } = piece
  if (text.length > 400) return undefined
  const named = labelled(text).exec(text)
  if (named) return pair(piece, named[1] ?? '', named[2] ?? '', text.indexOf(named[1] ?? ''))
  const effect = parseCondition(text)
  if (effect) return strict(piece, effect)
  return words(piece)
}

/** `name: value`, and `name: old → new`, of which only the new one counts. */
export function pair(piece: Piece, name: string, said: string, at = 0): Statement | undefined {
  const changed = arrow.exec(said)
  const value = (changed?.[2] ?? said)
    .trim()
    .replace(/^`([^`]*)`$/, '$1')
    // JSON has no other way to say a comparison or a change.
    .replace(/^"((?:={2,3}|!={1,2}|<=|>=|\+=|-=|[<≤>≥≠])\s*[^"]+)"$/, '$1')
  if (isNothing(value)) return undefined
  const operator = /^(={2,3}|!={1,2}|<=|>=|\+=|-=|[=≠<≤>≥])\s*\S/.exec(value)
  const effect = parseCondition(operator ? `${name} ${value}` : `${name} = ${value}`)
  return effect && strict(piece, effect, name, at)
}

function strict(
  piece: Piece,
  effect: Effect,
  written = effect.fact,
  at = Math.max(0, piece.text.indexOf(written)),
): Statement | undefined {
  const ticked = /^`(.*)`$/.exec(written)?.[1] ?? written
  const fact = factIn(ticked)
  if (fact === undefined) return undefined
  const factPiece = part(piece, at, at + written.length)
  const value = valueIn(effect.value)
  const isName = effect.fact === piece.text || /^(?:not\s|[!¬])/i.test(piece.text)
  return {
    fact, compare: effect.compare, value, ...(effect.change ? { change: effect.change } : {}),
    form: isName ? 'name' : 'value', piece, factPiece,
  } // prettier-ignore
}

/** `True`, `80%`, `1,000` and `'live'` mean what they look like. */
export function valueIn(value: FactValue): FactValue {
  if (typeof value !== 'string') return value
  if (/^true$/i.test(value)) return true
  if (/^false$/i.test(value)) return false
  const digits = value.replace(/\s*%$/, '').replace(/(?<=\d)[,_](?=\d{3}\b)/g, '')
  if (isNumber(digits)) return valueOf(digits)
  return /^'(.*)'$/.exec(value)?.[1] ?? value
}

/** Words that name a fact: "tests pass" is `tests_pass`, "not deployed" is `deployed` being false. */
function words(piece: Piece): Statement | undefined {
  const plain = piece.text.replace(/[`*"]/g, '').replace(/[.!]$/, '').trim()
  const negated = /^(?:not|no)\s+(.+)$/i.exec(plain)
  const name = slug(negated?.[1] ?? plain)
  if (name === undefined) return undefined
  return { fact: name, compare: '=', value: !negated, form: 'words', piece, factPiece: piece }
}

/** The fact that a text names, in its one form: `deployed(api, live)`. Words become a name with `_`. Undefined for what cannot be one. */
export function factIn(text: string): string | undefined {
  const exact = exactly(text).test(text)
  return exact ? canonical(text) : slug(text)
}

function canonical(text: string): string {
  const open = text.indexOf('(')
  if (open === -1) return text
  const inside = text.slice(open + 1, -1)
  return inside.trim() === ''
    ? text.slice(0, open)
    : `${text.slice(0, open)}(${inside.split(',').map((one) => one.trim()).join(', ')})` // prettier-ignore
}

/** At most eight words of letters and digits. */
function slug(text: string): string | undefined {
  const trimmed = text.trim()
  if (!/^\p{L}[\p{L}\p{N}\s_/.'’-]*$/u.test(trimmed) || trimmed.length > 80) return undefined
  const all = trimmed.toLowerCase().replace(/['’]/g, '').split(/[^\p{L}\p{N}]+/u).filter((one) => one !== '') // prettier-ignore
  return all.length === 0 || all.length > 8 ? undefined : all.join('_')
}

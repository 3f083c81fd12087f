import { forText } from '../base/index.ts'
import { numberExpression, type Comparison, type Effect, type FactValue } from '../model/index.ts'

// Conditions on facts and changes of them as they are written: `tests_pass = true`, `coverage >= 80`, `budget -= 3`, `not broken`.

/** A fact's name: letters, digits, `_`, `.`, `-` or `:` within, and perhaps objects or parameters in brackets. */
export const factPattern = String.raw`[\p{L}_][\p{L}\p{N}_]*(?:[.:-][\p{L}\p{N}_]+)*(?:\([^()"\x60]*\))?`

const bare = forText(`^${factPattern}$`, 'u')
const negated = forText(String.raw`^(?:not\s+|[!\u00AC]\s*)\x60?(${factPattern})\x60?$`, 'iu')
const changed = /^([^\s=≠!<>≤≥+-](?:[^=≠!<>≤≥]*?[^\s=≠!<>≤≥+])?)\s*([+-])=\s*(.+)$/
const compared = /^([^\s=≠!<>≤≥][^=≠!<>≤≥]*?)\s*(={2,3}|:=|!={1,2}|<=|>=|[=≠<≤>≥])\s*(.+)$/

/** `tries++`, `lives--`. */
const counted = /^([^\s=≠!<>≤≥+-]+)(\+\+|--)$/

const signs = new Map<string, Comparison>([
  ['=', '='], ['==', '='], ['===', '='], [':=', '='], ['!=', '≠'], ['!==', '≠'], ['≠', '≠'], ['<', '<'], ['<=', '≤'], ['≤', '≤'], ['>', '>'], ['>=', '≥'], ['≥', '≥'],
]) // prettier-ignore

/** A condition without its place. A bare name means that it is true, `not` before it that it is false. Undefined for other texts. */
export function parseCondition(text: string): Effect | undefined {
  const whole = text.trim()
  const change = changed.exec(whole)
  if (change) return changeOf(change)
  const [, one, step] = counted.exec(whole) ?? []
  if (one !== undefined)
    return {
      fact: one,
      compare: '=',
      value: 1,
      change: step === '++' ? 'increase' : 'decrease',
    }
  const found = compared.exec(whole)
  const compare = signs.get(found?.[2] ?? '')
  if (found && compare !== undefined)
    return (
      isolated(found[1] ?? '', compare, found[3] ?? '') ?? {
        fact: found[1] ?? '',
        compare,
        value: valueOf(found[3] ?? ''),
      }
    )
  const not = negated(whole).exec(whole)?.[1]
  if (not !== undefined) return { fact: not, compare: '=', value: false }
  return bare(whole).test(whole) ? { fact: whole, compare: '=', value: true } : undefined
}

function changeOf([, fact = '', sign = '', amount = '']: RegExpExecArray): Effect | undefined {
  const value = valueOf(amount)
  if (typeof value !== 'number' && (typeof value !== 'string' || numberExpression(value) === null))
    return undefined
  return { fact, compare: '=', value, change: sign === '+' ? 'increase' : 'decrease' }
}

const sum = forText(String.raw`^(${factPattern})\s+([-+\u2212])\s+(\S.*)$`, 'u')

/** `fuel - load >= 3` is `fuel >= 3 + (load)`: a condition speaks of one fact. Undefined where no sum or difference stands before the sign. */
function isolated(left: string, compare: Comparison, right: string): Effect | undefined {
  const [, fact, sign, rest = ''] = sum(left).exec(left) ?? []
  if (fact === undefined || numberExpression(left) === null || numberExpression(right) === null) return undefined // prettier-ignore
  // What follows a minus sign is taken away part by part.
  const [first = '', ...more] = rest.split(/\s+(?=[-+−]\s)/)
  if ([first, ...more].some((part) => numberExpression(part.replace(/^[-+−]\s+/, '')) === null)) return undefined // prettier-ignore
  const turned = more.map((part) => (part.startsWith('+') ? `-${part.slice(1)}` : `+${part.slice(1)}`)) // prettier-ignore
  return { fact, compare, value: [right, sign === '+' ? '-' : '+', first, ...turned].join(' ') }
}

const largest = Number.MAX_VALUE

/** `true` and `false`, a number, a text in double quotes, or the words themselves. */
export function valueOf(text: string): FactValue {
  if (text === 'true' || text === 'false') return text === 'true'
  // One that is too large stays a number that JSON can hold.
  if (isNumber(text)) return Math.max(-largest, Math.min(Number(text), largest))
  return /^".*"$/s.test(text) ? unquoted(text) : text
}

/** Whether a text is a decimal number, as large as it may be. */
export function isNumber(text: string): boolean {
  return /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)
}

function unquoted(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? value : text
  } catch {
    return text.slice(1, -1)
  }
}

/** A condition or change as it is read back. Undefined where its fact's name is none that can be written. */
export function printCondition({ fact, compare, value, change }: Effect): string | undefined {
  const isName = bare(fact).test(fact) && !/^not$/i.test(fact)
  if (!isName) return undefined
  const sign = change === undefined ? compare : change === 'increase' ? '+=' : '-='
  return `${fact} ${sign} ${printValue(value)}`
}

/** A value as it is read back. */
export function printValue(value: FactValue): string {
  if (typeof value !== 'string') return String(value)
  if (/[\s(]/.test(value) && numberExpression(value) !== null) return value
  return /^[A-Za-z][\w.-]*$/.test(value) && valueOf(value) === value ? value : JSON.stringify(value)
}

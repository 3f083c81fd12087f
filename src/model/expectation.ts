import { parseDuration } from '../base/index.ts'
import type { Comparison, Expectation } from './check.ts'

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '==': '=',
  '!=': '≠',
  '≠': '≠',
  '<': '<',
  '<=': '≤',
  '≤': '≤',
  '>': '>',
  '>=': '≥',
  '≥': '≥',
  'at least': '≥',
  'at most': '≤',
  under: '<',
  below: '<',
  'less than': '<',
  over: '>',
  above: '>',
  'more than': '>',
  exactly: '=',
}

const comparator =
  '(?:==|!=|<=|>=|[=≠<≤>≥]|\\b(?:at least|at most|under|below|less than|over|above|more than|exactly)\\b)'
const number = '\\d[\\d,_]*(?:\\.\\d+)?'
const measured = new RegExp(`(${comparator})?\\s*(${number})\\s*(%|[a-zA-Z]+)?`, 'gi')
const onlyNumber = new RegExp(`^${number}$`)
/** Words that follow a number without being what is counted. */
const notCounted =
  /^(?:and|or|in|of|to|on|for|with|after|before|the|a|x|ms|s|m|h|d|sec|min|hours?|minutes?|seconds?|days?|skipped|ignored|pass|passing|above|below)$/i

/**
 * Reads what an author expects of a command: `0 failures, 0 timeouts`, `= 2`, `< 30s`, `≥ 70% coverage`, `exit 1`,
 * `prints "ok"`. Words without a measure (`passes`, `succeeds`) give nothing: then the exit code decides. A recorded result
 * (`✅ 12 passed`) is not an expectation.
 */
export function parseExpectation(text: string): readonly Expectation[] {
  const plain = text.trim()
  if (plain === '' || /^(?:[✅✔☑❌✗✓]|\bPASS(?:ED)?\b)/u.test(plain)) return []
  const counted = plain
    .replace(/\bzero\b/gi, '0')
    .replace(/\bno\b(?=\s+(?:failures?|errors?|warnings?|timeouts?|regressions?)\b)/gi, '0')
  const isCounted = /\d/.test(counted)
  const isQuoted = /[`"']/.test(plain)
  const found = [
    ...(isCounted ? exits(plain) : []),
    ...(isQuoted ? contained(plain) : []),
    ...(isCounted ? measures(counted) : []),
  ]
  return found.length > 0 || !isCounted ? found : bareNumber(plain)
}

function exits(text: string): Expectation[] {
  const match = /\bexit(?:s|ed)?(?:\s+(?:code|status|with))*\s*[:=]?\s*(\d{1,3})\b/i.exec(text)
  return match ? [{ kind: 'exit', code: Number(match[1]) }] : []
}

function contained(text: string): Expectation[] {
  const quoted =
    /\b(?:contains?|prints?|says?|outputs?|includes?|shows?|has)\s+(?:the\s+(?:text|line|word)\s+)?(?:`([^`]+)`|"([^"]+)"|'([^']+)')/gi
  return [...text.matchAll(quoted)].map((match) => ({
    kind: 'contains',
    text: match[1] ?? match[2] ?? match[3] ?? '',
  }))
}

function measures(text: string): Expectation[] {
  const found: Expectation[] = []
  const bare = withoutQuotes(text)
  measured.lastIndex = 0
  for (let match = measured.exec(bare); match; match = measured.exec(bare)) {
    const before = text.slice(0, match.index + match[0].indexOf(match[2] ?? ''))
    if (/\bexit(?:s|ed)?(?:\s+(?:code|status|with))*\s*[:=]?\s*$/i.test(before)) continue
    if (/[\w.-]$/.test(before)) continue
    const measure = asMeasure(match[1], match[2] ?? '', match[3] ?? '')
    if (measure) found.push(measure)
  }
  return found
}

function asMeasure(sign: string | undefined, digits: string, unit: string): Expectation | null {
  const value = Number(digits.replace(/[,_]/g, ''))
  const compare = sign === undefined ? undefined : comparisons[sign.toLowerCase()]
  if (unit === '%') return { kind: 'threshold', of: 'percent', compare: compare ?? '≥', value }
  const duration = unit === '' ? undefined : parseDuration(`${value}${unit}`)
  if (duration !== undefined && compare)
    return { kind: 'threshold', of: 'duration', compare, value: duration }
  if (unit !== '' && !notCounted.test(unit))
    return {
      kind: 'count',
      noun: unit.toLowerCase(),
      compare: compare ?? (value === 0 ? '=' : '≥'),
      value,
    }
  return compare && unit === '' ? { kind: 'threshold', of: 'number', compare, value } : null
}

function bareNumber(text: string): Expectation[] {
  return onlyNumber.test(text)
    ? [{ kind: 'threshold', of: 'number', compare: '=', value: Number(text.replace(/[,_]/g, '')) }]
    : []
}

/** Blanks quoted text out, keeping the length. */
function withoutQuotes(text: string): string {
  return text.replace(/`[^`]*`|"[^"]*"/g, (quoted) => ' '.repeat(quoted.length))
}

import { formatDuration, type Milliseconds } from '../base/index.ts'
import type { Comparison, Expectation } from './check.ts'

/** What a command gave, as far as an expectation looks at it. */
export interface Measured {
  readonly exit: number | null
  readonly output: string
  readonly duration: Milliseconds
  /** Why it did not come to its own end: `timeout`, `cancelled`, `signalled SIGSEGV`; null when it exited. */
  readonly broken: string | null
}

/** Whether an expectation holds, and the words that show it. */
export interface Judgement {
  readonly verdict: 'passed' | 'failed' | 'insufficient-evidence'
  readonly reason: string
  /** The value that was compared, as a document would show it: `83%`, `12`, `1.2 s`. Absent when there was none. */
  readonly measured?: string
}

/**
 * Judges a command by what is expected of it. Without any expectation, and beside each that does not speak of the exit code, the
 * exit code must be 0; only a command that prints nothing but the number that is compared may exit otherwise (`grep -c`).
 */
export function judge(expectations: readonly Expectation[], measured: Measured): Judgement {
  if (measured.broken !== null) return { verdict: 'failed', reason: measured.broken }
  const results = expectations.map((expectation) => judgeOne(expectation, measured))
  const exitStated = expectations.some(({ kind }) => kind === 'exit')
  if (!exitStated && measured.exit !== 0 && !isBareAnswer(expectations, measured))
    return { verdict: 'failed', reason: `exit code ${measured.exit}` }
  const values = results.flatMap(({ measured: value }) => value ?? [])
  const measuredValue = values[0] === undefined ? {} : { measured: values[0] }
  return (
    results.find(({ verdict }) => verdict === 'failed') ??
    results.find(({ verdict }) => verdict === 'insufficient-evidence') ?? {
      verdict: 'passed',
      reason: results.length > 0 ? results.map(({ reason }) => reason).join(', ') : 'exit code 0',
      ...measuredValue,
    }
  )
}

function isBareAnswer(expectations: readonly Expectation[], { exit, output }: Measured): boolean {
  return (
    exit === 1 &&
    expectations.length > 0 &&
    expectations.every((one) => one.kind === 'threshold' && one.of === 'number') &&
    /^-?\d+(?:\.\d+)?$/.test(output.trim())
  )
}

function judgeOne(expectation: Expectation, measured: Measured): Judgement {
  switch (expectation.kind) {
    case 'exit':
      return verdict(
        measured.exit === expectation.code,
        `exit code ${measured.exit}`,
        `expected ${expectation.code}`,
      )
    case 'contains':
      return verdict(
        measured.output.toLowerCase().includes(expectation.text.toLowerCase()),
        `output has "${expectation.text}"`,
        'it has not',
      )
    case 'count':
      return judgeCount(expectation.noun, expectation.compare, expectation.value, measured)
    case 'threshold':
      return judgeThreshold(expectation.of, expectation.compare, expectation.value, measured)
    case 'value':
      return { verdict: 'insufficient-evidence', reason: 'a command has no fact to compare' }
    case 'exists':
    case 'matches':
      return { verdict: 'insufficient-evidence', reason: 'a command is no file to look at' }
  }
}

function judgeCount(
  noun: string,
  compare: Comparison,
  value: number,
  { output, exit }: Measured,
): Judgement {
  const counts = countsOf(noun, output)
  if (counts.length === 0) {
    // Silence of a command that succeeds says that there was none: `tsc` prints nothing when nothing is wrong.
    if (value === 0 && compare === '=' && exit === 0)
      return { verdict: 'passed', reason: `no ${noun} reported` }
    return { verdict: 'insufficient-evidence', reason: `the output does not say how many ${noun}` }
  }
  const count = counts.reduce((sum, one) => sum + one, 0)
  return verdict(
    compares(count, compare, value),
    `${count} ${noun}`,
    `expected ${compare} ${value}`,
    String(count),
  )
}

/** Every number that stands with the noun, in any of its usual forms: `3 failures`, `3 failed`, `failures: 3`. */
function countsOf(noun: string, output: string): number[] {
  const forms = wordForms(noun)
  const before = new RegExp(`(\\d[\\d,]*)[ \\t]+(?:[a-z]+[ \\t]+)?(?:${forms})\\b`, 'gi')
  const behind = new RegExp(`\\b(?:${forms})\\s*[:=]\\s*(\\d[\\d,]*)`, 'gi')
  const found = [...output.matchAll(before), ...output.matchAll(behind)]
  return found.map((match) => Number((match[1] ?? '').replaceAll(',', '')))
}

function wordForms(noun: string): string {
  const stem = noun.replace(/(?:ies|s)$/i, '')
  if (/^fail/i.test(noun)) return 'failures?|failed|failing'
  if (/^pass/i.test(noun)) return 'pass|passed|passing'
  if (/^(?:timeout|timed)/i.test(noun)) return 'timeouts?|timed out'
  return `${escape(noun)}|${escape(stem)}(?:s|es|y|ies)?`
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

function judgeThreshold(
  of: 'number' | 'percent' | 'duration',
  compare: Comparison,
  value: number,
  { output, duration }: Measured,
): Judgement {
  if (of === 'duration')
    return verdict(
      compares(duration, compare, value),
      `took ${formatDuration(duration)}`,
      `expected ${compare} ${formatDuration(value)}`,
      formatDuration(duration),
    )
  const numbers = [
    ...output.matchAll(
      of === 'percent' ? /(-?\d+(?:\.\d+)?)\s*%/g : /(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/g,
    ),
  ]
  const last = numbers.at(-1)
  if (!last) return { verdict: 'insufficient-evidence', reason: `the output has no ${of}` }
  const unit = of === 'percent' ? '%' : ''
  const found = Number(last[1] ?? last[0])
  return verdict(
    compares(found, compare, value),
    `${found}${unit}`,
    `expected ${compare} ${value}${unit}`,
    `${found}${unit}`,
  )
}

function verdict(holds: boolean, shown: string, otherwise: string, measured?: string): Judgement {
  const value = measured === undefined ? {} : { measured }
  return holds
    ? { verdict: 'passed', reason: shown, ...value }
    : { verdict: 'failed', reason: `${shown}, ${otherwise}`, ...value }
}

/** Whether `left compare right` holds. Values of different types are only ever unequal. */
export function compares<T extends string | number | boolean>(
  left: T,
  compare: Comparison,
  right: T,
): boolean {
  switch (compare) {
    case '=':
      return left === right
    case '≠':
      return left !== right
    case '<':
      return left < right
    case '≤':
      return left <= right
    case '>':
      return left > right
    case '≥':
      return left >= right
  }
}

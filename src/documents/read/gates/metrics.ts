import {
  jsonPath,
  parseExpectation,
  type Check,
  type Expectation,
  type MetricSource,
  type ReportFigure,
  type Take,
  unitPattern,
} from '../../../model/index.ts'
import { isCommand, isRunnable } from '../text/command-lines.ts'
import { plain } from '../text/words.ts'
import { isFilePath } from './file-checks.ts'
import type { StatedCheck } from './stated-check.ts'

const comparison =
  '(?:==|!=|<=|>=|[=≠<≤>≥]|at least|at most|under|below|less than|over|above|more than|exactly)'
const threshold = `${comparison}\\s*\\d[\\d,_]*(?:\\.\\d+)?\\s*(?:%|${unitPattern}\\b)?`

/** A number that a criterion compares, taken out of an output or a file as its words say. Null: they say no such thing. */
export function metricOf(words: string, result: string | null): StatedCheck | null {
  if (words.startsWith('`')) return ofCommand(words, result) ?? ofFile(words, result)
  return result === null && words.endsWith('`)') ? inParentheses(words) : null
}

const measuredBy = new RegExp(`^([^\`()\\d=≠<≤>≥]{2,80}?)\\s(${threshold})\\s*\\((?:(?:via|by|with|run|measured by|measured with|checked by|command):?\\s+)?\`([^\`]+)\`\\)$`, 'i') // prettier-ignore

/** ``Coverage ≥ 90 % (`npm run coverage`)`` */
function inParentheses(words: string): StatedCheck | null {
  const found = measuredBy.exec(words)
  const [name = '', expect = '', code = ''] = found?.slice(1) ?? []
  if (!found) return null
  const from = sourceOf(code)
  return from && metric(from, takeOf(from, name, expect), expect)
}

const tickedThreshold = new RegExp(`^(\`[^\`]+\`)\\s*(${threshold})$`, 'i')

/** ``` `npm run size` → `.total` < 500 ```, with a path into JSON or a `/pattern/`. */
function ofCommand(words: string, result: string | null): StatedCheck | null {
  if (result === null) return null
  const code = /^(`+)\s*(.+?)\s*\1$/.exec(words)?.[2]
  const found = tickedThreshold.exec(result)
  if (code === undefined || !found || !isCommand(code)) return null
  const take = writtenTake(found[1] ?? '', true)
  const from = sourceOf(code)
  return take && from && metric(from, take, found[2] ?? '', plain(result))
}

/** ``` `coverage/summary.json`: `total.lines.pct` ≥ 90 ```, `` `junit.xml` → 0 failures ``, with an arrow, a colon or nothing. */
function ofFile(words: string, result: string | null): StatedCheck | null {
  const found = /^`([^`\s]+)`(?:\s*:)?\s*(.*)$/.exec(words)
  const path = found?.[1] ?? ''
  if (!found || !isFilePath(path) || path.endsWith('/')) return null
  const said = [found[2] ?? '', result ?? ''].filter((part) => part !== '').join(' ')
  const from = { kind: 'file', path: path.replace(/^\.\//, '') } as const
  const written = tickedThreshold.exec(said)
  const expect = result === null ? said : plain(result)
  if (written) {
    const take = writtenTake(written[1] ?? '', false)
    return take && metric(from, take, written[2] ?? '', expect)
  }
  return ofReport(from, said, expect)
}

const reportNumber = new RegExp(`^(?:(no|zero)|(${comparison})?\\s*(\\d[\\d,]*(?:\\.\\d+)?)\\s*(%)?)\\s+(?:of\\s+)?(tests?|passed|failures?|errors?|skipped|lines?|statements?|branch(?:es)?|functions?)(?:\\s+(?:coverage|covered|tests?))?$`, 'i') // prettier-ignore

/** `0 failures`, `≥ 90 % lines`: figures that a report has. */
function ofReport(from: MetricSource, said: string, expect: string): StatedCheck | null {
  const number = reportNumber.exec(said)
  if (!number || from.kind !== 'file' || !/\.(?:xml|info|json)$/.test(from.path)) return null
  const figure = figures.find(([words]) => words.test(number[5] ?? ''))?.[1]
  const isShare = number[4] !== undefined
  if (figure === undefined || isShare !== shares.has(figure)) return null
  const digits = number[1] === undefined ? (number[3] ?? '') : '0'
  const sign = number[2] ?? (digits === '0' ? '=' : '≥')
  return metric(from, { kind: 'report', figure }, `${sign} ${digits}${isShare ? '%' : ''}`, expect)
}

const figures: readonly (readonly [RegExp, ReportFigure])[] = [
  [/^test/i, 'tests'],
  [/^passed/i, 'passed'],
  [/^failure/i, 'failures'],
  [/^error/i, 'errors'],
  [/^skipped/i, 'skipped'],
  [/^line/i, 'lines'],
  [/^statement/i, 'statements'],
  [/^branch/i, 'branches'],
  [/^function/i, 'functions'],
]
const shares: ReadonlySet<ReportFigure> = new Set(['lines', 'statements', 'branches', 'functions'])

const rowThreshold = new RegExp(`^${threshold}$|^\\d[\\d,_]*(?:\\.\\d+)?\\s*%?$`, 'i')

/** The metric of a table's row: its name, its target, and what stands in its measurement cell. */
export function metricOfRow(name: string, target: string, measurement: string): StatedCheck | null {
  const expect = plain(target)
  if (!rowThreshold.test(expect)) return null
  const cell = /^(?:run:?\s+)?`([^`]+)`(?:\s*(?::|→)?\s*(`[^`]+`))?$/i.exec(measurement.replaceAll(String.raw`\|`, '|')) // prettier-ignore
  const from = sourceOf(cell?.[1] ?? '')
  if (!cell || !from) return null
  const written = cell[2] === undefined ? undefined : writtenTake(cell[2], from.kind === 'command')
  if (written === null) return null
  return metric(from, written ?? takeOf(from, name, expect), expect)
}

function sourceOf(code: string): MetricSource | null {
  if (isCommand(code)) return { kind: 'command', command: code, runnable: isRunnable(code) }
  return isFilePath(code) && !code.endsWith('/') ? { kind: 'file', path: code.replace(/^\.\//, '') } : null // prettier-ignore
}

/** What to take where the words do not say it: of an output what it prints, of a report of coverage the figure that is named. */
function takeOf(from: MetricSource, name: string, expect: string): Take | null | undefined {
  if (from.kind === 'command') return null
  const isReport = /(?:coverage|cov|lcov).*\.(?:json|xml|info)$/i.test(from.path)
  if (!isReport || !expect.includes('%')) return undefined
  const named = coverageWords.find(([word]) => word.test(name))?.[1]
  return named && { kind: 'report', figure: named }
}

const coverageWords: readonly (readonly [RegExp, ReportFigure])[] = [
  [/\bbranch/i, 'branches'],
  [/\bfunction/i, 'functions'],
  [/\bstatement/i, 'statements'],
  [/\b(?:lines?|coverage)\b/i, 'lines'],
]

/** A path into JSON or a `/pattern/`, in back-ticks. Behind a command a path begins with a dot or `$`, since anything may stand there. */
function writtenTake(ticked: string, dotted: boolean): Take | null {
  const text = ticked.slice(1, -1).trim()
  const pattern = /^\/(.+)\/$/.exec(text)?.[1]
  if (pattern !== undefined) return { kind: 'pattern', pattern }
  if (jsonPath(text) === undefined || (dotted && !/^[.$]/.test(text))) return null
  return { kind: 'json', path: text }
}

const unitBehind = new RegExp(`\\d\\s*(${unitPattern})$`, 'i')

function metric(
  from: MetricSource,
  take: Take | null | undefined,
  compared: string,
  expect: string = compared,
): StatedCheck | null {
  const unit = unitBehind.exec(compared.trim())?.[1]
  const expectations = thresholds(
    unit === undefined ? compared : compared.trim().slice(0, -unit.length),
  )
  if (expectations === null || take === undefined) return null
  // "Build < 2 min (`npm run build`)" is about how long it takes, and `du -k` prints no units: what to take must be said.
  if (unit !== undefined && take === null) return null
  const check: Check = { kind: 'metric', from, take, ...(unit === undefined ? {} : { unit }) }
  return { check, expectations, expect: expect.trim() }
}

/** A percentage without a sign is a least share; another number is meant exactly. */
function thresholds(text: string): readonly Expectation[] | null {
  const found = parseExpectation(text)
  return found.length > 0 && found.every(isNumber) ? found : null
}

function isNumber(one: Expectation): boolean {
  return one.kind === 'threshold' && one.of !== 'duration'
}

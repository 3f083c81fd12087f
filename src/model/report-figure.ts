import type { Json } from '../base/index.ts'
import type { CoverageFigure, ReportFigure, TestFigure } from './check.ts'
import { valueAt } from './json-path.ts'

/** A figure of a report; null when the text is no report that tells it. Shares are in per cent, rounded to two places. */
export function reportFigure(figure: ReportFigure, text: string): number | null {
  return isTestFigure(figure) ? junit(figure, text) : coverage(figure, text)
}

const testFigures: readonly string[] = ['tests', 'passed', 'failures', 'errors', 'skipped']

function isTestFigure(figure: ReportFigure): figure is TestFigure {
  return testFigures.includes(figure)
}

/** JUnit's XML: the sums of the outermost suites. */
function junit(figure: TestFigure, text: string): number | null {
  const suites = outermostSuites(text)
  if (suites.length === 0) return null
  const sum = (name: string): number | null => {
    const values = suites.map((suite) => attribute(suite, name))
    if (name === 'tests' && values.includes(null)) return null
    return values.reduce<number>((total, value) => total + (value ?? 0), 0)
  }
  const tests = sum('tests')
  if (tests === null) return null
  const [failures, errors, skipped] = [sum('failures') ?? 0, sum('errors') ?? 0, sum('skipped') ?? 0] // prettier-ignore
  return { tests, failures, errors, skipped, passed: tests - failures - errors - skipped }[figure]
}

/** The opening tags of `<testsuite>` elements that lie in no other. */
function outermostSuites(text: string): readonly string[] {
  const found: string[] = []
  let depth = 0
  for (const [tag, end, selfClosed] of withoutRemarks(text).matchAll(
    /<(\/)?testsuite(?=[\s/>])[^<>]*?(\/)?>/g,
  )) {
    // prettier-ignore
    if (end === '/') depth = Math.max(0, depth - 1)
    else {
      if (depth === 0) found.push(tag)
      if (selfClosed !== '/') depth++
    }
  }
  return found
}

/** Without comments and what tests printed. */
function withoutRemarks(xml: string): string {
  return xml.replace(/<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)/g, '')
}

function attribute(tag: string, name: string): number | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*["'](\\d+(?:\\.\\d+)?)["']`).exec(tag)?.[1]
  return found === undefined ? null : Number(found)
}

function coverage(figure: CoverageFigure, text: string): number | null {
  return istanbul(figure, text) ?? lcov(figure, text) ?? cobertura(figure, text)
}

/** `coverage-summary.json`. */
function istanbul(figure: CoverageFigure, text: string): number | null {
  if (!/^\s*\{/.test(text)) return null
  try {
    const json: Json = JSON.parse(text)
    const share = valueAt(json, ['total', figure, 'pct'])
    return typeof share === 'number' ? share : null
  } catch {
    return null
  }
}

/** `lcov.info`: lines found and hit over all files; branches and functions alike. */
function lcov(figure: CoverageFigure, text: string): number | null {
  const names = { lines: 'L', branches: 'BR', functions: 'FN', statements: null }
  const name = names[figure]
  if (name === null || !/^end_of_record\s*$/m.test(text)) return null
  const sum = (key: string): number =>
    [...text.matchAll(new RegExp(`^${key}:(\\d+)\\s*$`, 'gm'))].reduce((total, [, value]) => total + Number(value), 0) // prettier-ignore
  const found = sum(`${name}F`)
  return found === 0 ? null : rounded(sum(`${name}H`) / found)
}

function cobertura(figure: CoverageFigure, text: string): number | null {
  const root = /<coverage\s[^<>]*>/.exec(text)?.[0]
  if (root === undefined || (figure !== 'lines' && figure !== 'branches')) return null
  const share = attribute(root, figure === 'lines' ? 'line-rate' : 'branch-rate')
  return share === null ? null : rounded(share)
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 100
}

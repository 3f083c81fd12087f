import type { Json } from '../base/index.ts'
import type { Check, Expectation, Take } from './check.ts'
import type { Find } from './judge-file.ts'
import { compares, type Judgement } from './judge.ts'
import { jsonPath, valueAt } from './json-path.ts'
import { reportFigure } from './report-figure.ts'
import { inUnit, unitPattern } from './units.ts'

/** A number that was taken out of a text, or why there is none. */
export type Measurement =
  | { readonly value: number; readonly unit: string }
  | { readonly value: null; readonly reason: string }

/** Takes a number out of a text, as a metric says; `unit` is what it is compared in, see `unitOf`. */
export function measure(take: Take | null, text: string, unit: string, find: Find): Measurement {
  if (take === null) return unit === '%' ? lastPercentage(text) : unit === '' ? onlyNumber(text) : onlyQuantity(text, unit) // prettier-ignore
  switch (take.kind) {
    case 'json':
      return fromJson(take.path, text, unit)
    case 'pattern': {
      const found = find(take.pattern, text)
      if (found.kind === 'refused') return none(found.reason)
      if (found.kind === 'none') return none(`nothing matches /${take.pattern}/`)
      return numberOf(found.group, unit) ?? none(`what matches /${take.pattern}/ is no number`)
    }
    case 'report': {
      const value = reportFigure(take.figure, text)
      return value === null ? none(`it is no report that tells ${take.figure}`) : { value, unit }
    }
  }
}

/** Judges a measured number: every threshold must hold. */
export function judgeMetric(
  expectations: readonly Expectation[],
  { value, unit }: Extract<Measurement, { value: number }>,
): Judgement {
  const shown = (number: number): string =>
    `${number}${unit === '' || unit === '%' ? unit : ` ${unit}`}`
  const measured = shown(value)
  const thresholds = expectations.filter((one) => one.kind === 'threshold')
  if (thresholds.length === 0 || thresholds.length < expectations.length)
    return { verdict: 'insufficient-evidence', reason: `${measured}, and nothing that a number can be compared with is expected`, measured } // prettier-ignore
  const missed = thresholds.find((one) => !compares(value, one.compare, one.value))
  if (missed)
    return { verdict: 'failed', reason: `${measured}, expected ${missed.compare} ${shown(missed.value)}`, measured } // prettier-ignore
  return { verdict: 'passed', reason: measured, measured }
}

/** What the number of a metric is compared in: `%`, a unit of time or size, or nothing for a bare number. */
export function unitOf(
  check: Extract<Check, { kind: 'metric' }>,
  expectations: readonly Expectation[],
): string {
  const isShare = expectations.some((one) => one.kind === 'threshold' && one.of === 'percent')
  return isShare ? '%' : (check.unit ?? '')
}

function none(reason: string): Measurement {
  return { value: null, reason }
}

function lastPercentage(text: string): Measurement {
  const last = [...text.matchAll(/(?<![\w.])(-?\d+(?:\.\d+)?)\s*%/g)].at(-1)
  return last ? { value: Number(last[1]), unit: '%' } : none('there is no percentage')
}

/** Of several numbers none is better than the others, so there must be only one, by itself: `12`, `12 dist`, `errors: 12`. */
function onlyNumber(text: string): Measurement {
  const found = [...text.matchAll(/(?<!\S)-?\d[\d,]*(?:\.\d+)?(?!\S)/g)]
  const [only, another] = found
  if (!only) return none('there is no number by itself')
  if (another) return none('there are several numbers; a JSON path or a pattern would tell which')
  return numberOf(only[0], '') ?? none('there is no number by itself')
}

/** The only number with a unit of what is asked for. A bare one might be in any unit. */
function onlyQuantity(text: string, unit: string): Measurement {
  const pattern = new RegExp(
    `(?<![\\w.])(-?\\d[\\d,]*(?:\\.\\d+)?)\\s*(${unitPattern})(?![\\w/])`,
    'gi',
  )
  const values = [...text.matchAll(pattern)].flatMap(([, digits = '', found = '']) => inUnit(Number(digits.replaceAll(',', '')), found, unit) ?? []) // prettier-ignore
  const [only, another] = values
  if (only === undefined) return none(`there is no number with a unit such as ${unit}`)
  if (another !== undefined)
    return none('there are several numbers; a JSON path or a pattern would tell which')
  return { value: only, unit }
}

function fromJson(path: string, text: string, unit: string): Measurement {
  const steps = jsonPath(path)
  if (!steps) return none(`"${path}" is no path into JSON`)
  const json = jsonIn(text)
  if (json === undefined) return none('it is no JSON')
  const value = valueAt(json, steps)
  if (typeof value === 'number') return { value, unit }
  return (
    (typeof value === 'string' ? numberOf(value, unit) : null) ??
    none(value === undefined ? `"${path}" is not there` : `"${path}" is no number`)
  )
}

/** The JSON of a file, or of an output that says something else before it. */
function jsonIn(text: string): Json | undefined {
  const start = /^[ \t]*[{[]/m.exec(text)?.index
  for (const candidate of [text, ...(start === undefined ? [] : [text.slice(start)])])
    try {
      const json: Json = JSON.parse(candidate)
      return json
    } catch {
      // Perhaps the next.
    }
  return undefined
}

/** A text that is a number, by itself or with a unit that can be made the asked one; by itself it counts as in that unit. */
function numberOf(text: string, unit: string): Measurement | null {
  const plain = text.trim().replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
  const found = new RegExp(
    `^([+-]?\\d+(?:\\.\\d+)?(?:e[+-]?\\d{1,3})?)\\s*(%|${unitPattern})?$`,
    'i',
  ).exec(plain)
  const [, digits = '', own = ''] = found ?? []
  if (!found) return null
  const isBare = own === '' || (own === '%' && unit === '')
  const value = isBare ? Number(digits) : inUnit(Number(digits), own, unit)
  return value === null ? null : { value, unit }
}

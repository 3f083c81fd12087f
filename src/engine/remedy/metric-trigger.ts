import { parseDuration } from '../../base/index.ts'
import { compares, inUnit, type Comparison } from '../../model/index.ts'

/** A number that a trigger speaks of: "coverage < 80 %", "latency exceeds 200ms". */
export interface MetricTrigger {
  /** What is compared: "coverage". */
  readonly subject: string
  readonly compare: Comparison
  /** What it is compared with, as it is written: "80", "200ms". */
  readonly limit: string
}

const comparisons: readonly (readonly [string, Comparison])[] = [
  ['<=|≤|at most', '≤'],
  ['>=|≥|at least|reaches', '≥'],
  ["<|(?:less|lower|fewer|smaller|slower) than|below|under|does(?: not|n't) reach|misses", '<'],
  ['>|(?:more|greater|higher|larger|bigger|longer) than|above|over|beyond|exceed(?:s|ed|ing)?', '>'],
] // prettier-ignore
const sign = comparisons.map(([words]) => words).join('|')
const verbs =
  '(?:is|are|was|were|be|has|have|gets?|goes|drops?|dropped|falls?|fell|sinks?|stays?|remains?|rises?|rose|grows?|climbs?|increases?|decreases?|takes?|jumps?)'
const phrase = new RegExp(
  `^(?:(?:if|when|whenever|in case|once|on)\\s+)?(?:the\\s+)?(\\S.*?)\\s+(?:${verbs}\\s+)*(${sign})\\s*(\\d[\\d,_]*(?:\\.\\d+)?\\s*(?:%|[a-zµ]+\\b)?)`,
  'i',
)

/** Changes against something that was before: a measured value by itself does not tell of them. */
const relative = /\b(?:regress|degrad|overrun|slowdown|drift|varian|deviat|by\b)/i

/** The number that a trigger speaks of. Null: it speaks of none, or of a change whose beginning nobody knows. */
export function metricTrigger(trigger: string): MetricTrigger | null {
  const found = phrase.exec(trigger.trim().replaceAll(/[`*_"]/g, ''))
  const [all = '', subject = '', words = '', limit = ''] = found ?? []
  const compare = comparisons.find(([one]) => new RegExp(`^(?:${one})$`, 'i').test(words))?.[1]
  if (!found || compare === undefined || relative.test(all)) return null
  return { subject, compare, limit: limit.trim() }
}

/** A value against the number of a trigger. */
export interface Comparing {
  /** Whether it is as the trigger says. */
  readonly holds: boolean
  /** How far they are apart, as a share of the trigger's number. */
  readonly distance: number
}

/** Compares what was measured, `83%`, `12` or `1.2 s`, with a trigger's number. Null: their units have nothing in common. */
export function comparing({ compare, limit }: MetricTrigger, measured: string): Comparing | null {
  const found = inOneUnit(measured, limit)
  if (!found) return null
  const [seen, wanted] = found
  const distance = Math.abs(seen - wanted) / Math.max(Math.abs(wanted), Number.EPSILON)
  return { holds: compares(seen, compare, wanted), distance }
}

function inOneUnit(measured: string, limit: string): readonly [number, number] | null {
  const [left, right] = [quantity(measured), quantity(limit)]
  if (!left || !right) return null
  // A bare number is in the unit of the other.
  if (left.unit === right.unit || left.unit === '' || right.unit === '')
    return [left.number, right.number]
  const converted = inUnit(left.number, left.unit, right.unit)
  if (converted !== null) return [converted, right.number]
  const [span, longest] = [parseDuration(measured), parseDuration(limit)]
  return span === undefined || longest === undefined ? null : [span, longest]
}

function quantity(text: string): { readonly number: number; readonly unit: string } | null {
  const found = /^(-?\d[\d,_]*(?:\.\d+)?)\s*(.*)$/.exec(text.trim())
  const [, digits = '', unit = ''] = found ?? []
  return found && { number: Number(digits.replaceAll(/[,_]/g, '')), unit: unit.toLowerCase() }
}

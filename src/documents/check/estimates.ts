import { formatDuration, parseDuration } from '../../base/index.ts'
import type { Diagnostic } from '../../model/index.ts'
import { diagnostic, related } from './diagnostic.ts'
import { linesOf, placeIn, type Line } from './lines.ts'

/** `Parallel time: 9 h` where `Sequential time: 7 h` is stated too: working side by side cannot take longer. */
export function estimateFindings(text: string): Diagnostic[] {
  if (!/sequential/i.test(text)) return []
  const stated = linesOf(text).flatMap(estimateOf)
  const sequential = stated.find(({ mode }) => mode === 'sequential')
  const parallel = stated.find(({ mode }) => mode === 'parallel')
  if (!sequential || !parallel || parallel.least <= sequential.most) return []
  return [
    diagnostic(
      'documents/effort-conflict',
      `In parallel it takes ${formatDuration(parallel.least)}, longer than the ${formatDuration(sequential.most)} one after the other.`,
      placeIn(parallel.line, parallel.index, parallel.text),
      {
        related: related(
          'the sequential time is here',
          placeIn(sequential.line, sequential.index, sequential.text),
        ),
      },
    ),
  ]
}

interface Estimate {
  readonly mode: 'sequential' | 'parallel'
  readonly line: Line
  readonly index: number
  readonly text: string
  /** Milliseconds. */
  readonly least: number
  readonly most: number
}

const stated =
  /^[^a-z0-9]{0,12}(?:estimated |total )?(sequential|parallel)(?: execution)? (?:time|duration|effort|total)[*_ \t]*[:|][*_~≈ \t]*((\d+(?:\.\d+)?)(?:\s*[-–—]\s*(\d+(?:\.\d+)?))?\s*(m|min(?:ute)?s?|h|hours?|hrs?|d(?:ays?)?))\b/i

function estimateOf(line: Line): Estimate[] {
  const found = stated.exec(line.text)
  if (!found) return []
  const [, mode = '', text = '', from = '', to = from, unit = ''] = found
  const [least, most] = [parseDuration(`${from}${unit}`), parseDuration(`${to}${unit}`)]
  if (least === undefined || most === undefined) return []
  const index = found[0].length - text.length
  return [{ mode: /^s/i.test(mode) ? 'sequential' : 'parallel', line, index, text, least, most }]
}

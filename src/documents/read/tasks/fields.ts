import type { Effort, Priority } from '../../../model/index.ts'
import type { Key } from '../text/key-phrases.ts'
import type { Field } from '../text/sections.ts'
import { plain } from '../text/words.ts'

/** The first field with the key. */
export function fieldIn(fields: readonly Field[], key: Key): Field | undefined {
  for (const field of fields) if (field.key === key && field.value.text !== '') return field
  return undefined
}

/** `P0`…`P3`, also from words: critical, high, medium, low. Null when the text names none. */
export function priorityOf(text: string): Priority | null {
  const stated = /\bP([0-3])\b/.exec(text)?.[1]
  if (stated === '0') return 'P0'
  if (stated === '1') return 'P1'
  if (stated === '2') return 'P2'
  if (stated === '3') return 'P3'
  const word = /\b(critical|blocker|urgent|high|med(?:ium)?|normal|low)\b/i
    .exec(text)?.[1]
    ?.toLowerCase()
  if (word === undefined) return null
  if (word === 'high') return 'P1'
  if (word.startsWith('med') || word === 'normal') return 'P2'
  return word === 'low' ? 'P3' : 'P0'
}

const minutesOf: readonly (readonly [RegExp, number])[] = [
  [/^(?:m|mins?|minutes?)$/i, 1],
  [/^(?:h|hrs?|hours?)$/i, 60],
  [/^(?:d|days?)$/i, 480],
  [/^(?:w|wks?|weeks?)$/i, 2400],
]

/** `30 minutes`, `4-6 hours`, `2d` as minutes; a day has 8 hours, a week 5 days (R12). Null when there is no such text. */
export function effortOf(text: string): Effort | null {
  const found =
    /(\d+(?:\.\d+)?)\s*(?:[-–—]|to)?\s*(\d+(?:\.\d+)?)?\s*(mins?|minutes?|hrs?|hours?|days?|weeks?|wks?|[mhdw])\b/i.exec(
      plain(text),
    )
  if (!found) return null
  const unit = minutesOf.find(([pattern]) => pattern.test(found[3] ?? ''))?.[1] ?? 60
  const minimum = Number(found[1]) * unit
  const maximum = found[2] === undefined ? minimum : Number(found[2]) * unit
  return maximum < minimum ? { minimum: maximum, maximum: minimum } : { minimum, maximum }
}

/** An ISO date from `2025-10-16`, or from `10-16` in the plan's year. Null for anything else. */
export function dueOf(text: string, year: string | null): string | null {
  const whole = /\b(\d{4})-(\d\d)-(\d\d)\b/.exec(text)
  if (whole) return whole[0]
  const short = /^\s*(\d\d)[-/](\d\d)\s*$/.exec(text)
  return short && year !== null ? `${year}-${short[1]}-${short[2]}` : null
}

/** The first year that the document's own dates name. */
export function yearOf(clean: string): string | null {
  return /\b(20\d\d)-\d\d-\d\d\b/.exec(clean)?.[1] ?? null
}

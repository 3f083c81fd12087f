import { repairs } from '../read/text/mojibake.ts'
import { yamlText } from './yaml-text.ts'

/** A text with a ```goap fence at its end that says more; without fields the text as it is. */
export function withFence(text: string, fields: Readonly<Record<string, unknown>>): string {
  return Object.keys(fields).length === 0 ? text : fenced(text, insideOf(text, fields))
}

/** What a fence behind a text says, so that it is read as it is. */
export function insideOf(text: string, fields: Readonly<Record<string, unknown>>): string {
  const inside = yamlText(fields)
  // What looks as if it was saved in a wrong encoding would be read as repaired; escaped it is read as it is.
  return repairs(fenced(text, inside)).length === 0
    ? inside
    : `${ascii(JSON.stringify(fields, null, 2))}\n`
}

/** A text with a fence at its end. */
export function fenced(text: string, inside: string): string {
  // Longer than any run of back-ticks within.
  const ticks = '`'.repeat(Math.max(3, ...[...inside.matchAll(/`+/g)].map((run) => run[0].length + 1))) // prettier-ignore
  return `${text}\n${ticks}goap\n${inside}${ticks}\n`
}

function ascii(json: string): string {
  return json.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

import { forText } from '../../base/index.ts'

// Values as YAML 1.2, without the package `yaml`, which takes longer to load than a plan to print. Whatever might be read as something
// else than the text that it is stands in double quotes, as in JSON; what is left is little enough to be sure of, and a test reads
// what is written here by the package.

/** No indicator begins it, and nothing in it ends a plain text; blanks at its ends are looked at apart. */
const plain = forText(String.raw`^[\p{L}\p{N}_./($\\][\p{L}\p{M}\p{N}\p{P}\p{S} ]*$`, 'u')
const meaning = /:(?: |$)| #/
/** Words that YAML, or an older edition of it, takes for something else than a text. */
const reserved = /^(?:null|true|false|yes|no|on|off|y|n|\.inf|\.nan)$/i
/** Numbers of any base, and what an older edition takes for a date or a time. */
const number = /^\.?\d[\d_.:,+\-a-fox]*$/i
/** Signs that are texts all the same. */
const comparison = /^[=≠<≤≥]$/
/** Names need less. */
const plainName = forText(String.raw`^[\p{L}_][\p{L}\p{N}_. ()-]*$`, 'u')
const lines = forText(String.raw`^[^\s\p{C}][\n\t\p{L}\p{M}\p{N}\p{P}\p{S} ]*$`, 'u')
const invisible = forText(String.raw`[\p{C}\u2028\u2029]`, 'gu')
/** A longer name needs a sign before it. */
const longestName = 1000

/** A value of JSON as a YAML document: maps and lists in block style, two blanks deeper each; a line end at its end. */
export function yamlText(value: unknown): string {
  const written = node(value, '')
  return written.startsWith('\n') ? written.slice(1) : `${written.trimStart()}\n`
}

/** What stands behind `name:` or `-`: on the same line with a blank before, or on further lines, which end with a line end. */
function node(value: unknown, indent: string): string {
  if (Array.isArray(value) && value.length > 0) {
    const items: readonly unknown[] = value
    return `\n${items.map((one) => `${indent}-${item(one, `${indent}  `)}`).join('')}`
  }
  if (typeof value !== 'object' || value === null) return ` ${scalar(value, indent)}`
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined)
  if (fields.length === 0) return Array.isArray(value) ? ' []' : ' {}'
  return `\n${fields.map(([name, inner]) => `${indent}${key(name, indent)}${within(inner, indent)}`).join('')}`
}

/** Behind `name:`. */
function within(value: unknown, indent: string): string {
  const written = node(value, `${indent}  `)
  return written.startsWith('\n') || written.endsWith('\n') ? written : `${written}\n`
}

/** Behind `-`: the first line of a map or list stands beside it. */
function item(value: unknown, indent: string): string {
  const written = node(value, indent)
  if (written.startsWith('\n')) return ` ${written.slice(1 + indent.length)}`
  return written.endsWith('\n') ? written : `${written}\n`
}

function key(name: string, indent: string): string {
  const isPlain = plainName(name).test(name) && name === name.trim() && !reserved.test(name)
  const written = isPlain ? name : quoted(name)
  return written.length > longestName ? `? ${written}\n${indent}:` : `${written}:`
}

function scalar(value: unknown, indent: string): string {
  if (typeof value !== 'string') return String(value)
  const isPlain =
    plain(value).test(value) && value === value.trim() && !meaning.test(value) && !reserved.test(value) && !number.test(value) // prettier-ignore
  if (isPlain || comparison.test(value)) return value
  return isScript(value) ? script(value, indent) : quoted(value)
}

/** Several lines that a literal block keeps as they are. */
function isScript(text: string): boolean {
  return (
    text.includes('\n') &&
    lines(text).test(text) &&
    !text.endsWith('\n\n') &&
    !/^[ \t]+$/m.test(text)
  )
}

function script(text: string, indent: string): string {
  const ends = text.endsWith('\n')
  const all = (ends ? text.slice(0, -1) : text).split('\n')
  return `|${ends ? '' : '-'}\n${all.map((one) => (one === '' ? '\n' : `${indent}${one}\n`)).join('')}`
}

/** As JSON, but for what is invisible or no character, which is escaped too. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(invisible(text), (sign) =>
    Array.from({ length: sign.length }, (_, at) => escaped(sign.charCodeAt(at))).join(''),
  )
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`
}

import { stripVTControlCharacters } from 'node:util'

/**
 * A text of a document or a command, safe to print: what would control the terminal, or turn the direction of its text, is shown
 * as `\x1b` or `\u202e`. A document must not be able to hide what it wants to run.
 */
export function visible(text: string): string {
  if (plain.test(text)) return text
  return text.replace(
    /(?![\t\n])[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu,
    escaped,
  )
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return visible(text.replace(/\s+/g, ' ').trim())
}

/** What a command printed: its colours are left out, the rest is made visible. */
export function visibleOutput(text: string): string {
  return visible(stripVTControlCharacters(text).replace(/\r\n?/g, '\n'))
}

/** Signs that are all seen, the most usual ones: the pattern for the others takes V8 a millisecond to make. */
const plain = /^[\t\n\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u27bf]*$/

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}

import { SourceMap, stripTypeScriptTypes } from 'node:module'
import type { BoundScript } from './backend.ts'
import type { ScriptError } from './result.ts'
import { usualFiles } from './script.ts'

/** The text of a script, ready to be run, and the way back from its places to those of the source as it was given. */
export interface Source {
  /** As it stands in stacks. */
  readonly file: string
  /** JavaScript. */
  readonly text: string
  /** Where something at a line and column of `text` stands in the source as given; from 1, columns in UTF-16 units. */
  readonly place: (line: number, column: number) => Place
}

export interface Place {
  readonly line: number | null
  readonly column: number | null
}

/** Why a source can be no script. */
export type Unreadable =
  | { readonly status: 'error'; readonly reason: 'syntax'; readonly error: ScriptError }
  | { readonly status: 'violation'; readonly reason: 'source'; readonly error: ScriptError }

const samePlace = (line: number, column: number): Place => ({ line, column })

/**
 * Reads a script in JavaScript or TypeScript: bytes must be UTF-8, and no more than `limits.value`. Types are replaced by blanks, so
 * places stay; what is more than types, such as an enum, is written anew, and places are found by a source map.
 */
export function readSource({
  code,
  language = 'js',
  file = usualFiles[language],
  limits,
}: BoundScript): Source | Unreadable {
  const bytes = typeof code === 'string' ? atLeastBytes(code, limits.value) : code.byteLength
  if (bytes > limits.value)
    return {
      status: 'violation',
      reason: 'source',
      error: fault('RangeError', `The source has ${bytes} bytes, more than the ${limits.value} allowed.`), // prettier-ignore
    }
  const text = typeof code === 'string' ? code : decoded(code)
  if (typeof text === 'number')
    return syntaxError(`The source is not UTF-8: the byte at ${text} belongs to no character.`)
  if (language === 'ts') return withoutTypes(text, file)
  return { file, text, place: samePlace }
}

/** The same source for an engine that counts columns in bytes of UTF-8, as QuickJS does. */
export function withByteColumns(source: Source): Source {
  let lines: readonly string[] | undefined
  return {
    ...source,
    place(line, column) {
      lines ??= source.text.split('\n')
      const before = Buffer.from(lines[line - 1] ?? '').subarray(0, column - 1)
      return source.place(line, before.toString().length + 1)
    },
  }
}

/** The bytes of a text in UTF-8, counted only as far as the answer to whether they are more than `most` needs it. */
export function atLeastBytes(text: string, most: number): number {
  if (text.length > most || text.length * 3 <= most) return text.length
  return Buffer.byteLength(text)
}

/** Text, or the place of the first byte that belongs to no character. */
function decoded(bytes: Uint8Array): string | number {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // With `stream`, an end in the middle of a character is no fault yet, so the longest beginning that can be read ends before it.
    let good = 0
    let bad = bytes.length
    while (good < bad) {
      const middle = Math.ceil((good + bad) / 2)
      if (isText(bytes.subarray(0, middle))) good = middle
      else bad = middle - 1
    }
    while (good > 0 && !isWhole(bytes.subarray(0, good))) good--
    return good
  }
}

function isText(bytes: Uint8Array): boolean {
  return decodes(bytes, true)
}

function isWhole(bytes: Uint8Array): boolean {
  return decodes(bytes, false)
}

function decodes(bytes: Uint8Array, stream: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream })
    return true
  } catch {
    return false
  }
}

function withoutTypes(source: string, file: string): Source | Unreadable {
  try {
    const text = quietly(() => stripTypeScriptTypes(source))
    return { file, text, place: samePlace }
  } catch (error) {
    if (!hasCode(error, 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')) return typeScriptError(error)
  }
  try {
    const written = quietly(() => stripTypeScriptTypes(source, { mode: 'transform', sourceMap: true, sourceUrl: file })) // prettier-ignore
    return { file, ...mapped(written) }
  } catch (error) {
    return typeScriptError(error)
  }
}

/** Takes the source map off the end of a text. */
function mapped(written: string): Pick<Source, 'text' | 'place'> {
  const mark = '\n//# sourceMappingURL=data:application/json;base64,'
  const at = written.lastIndexOf(mark)
  if (at < 0) return { text: written, place: () => ({ line: null, column: null }) }
  const json = Buffer.from(written.slice(at + mark.length), 'base64').toString()
  const map = new SourceMap(JSON.parse(json))
  return {
    text: written.slice(0, at),
    place(line, column) {
      const origin = map.findEntry(line - 1, column - 1)
      return 'originalLine' in origin
        ? { line: origin.originalLine + 1, column: origin.originalColumn + 1 }
        : { line: null, column: null }
    },
  }
}

/** Without the warning that this function of Node is an experiment; any other goes on its way. */
function quietly<T>(strip: () => T): T {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back as it was
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]) => {
    if (!String(warning).includes('stripTypeScriptTypes')) Reflect.apply(emitWarning, process, [warning, ...rest]) // prettier-ignore
  }
  try {
    return strip()
  } finally {
    process.emitWarning = emitWarning
  }
}

/** Node tells the place only at the head of the stack: `file:line`, the lines around it, and marks below the place. */
function typeScriptError(error: unknown): Unreadable {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  const line = /^[^\n]*:(\d+)\n/.exec(stack)?.[1]
  const before = /\n([ \t]*)\^+\n/.exec(stack)?.[1]
  return syntaxError(message, {
    line: line === undefined ? null : Number(line),
    column: before === undefined ? null : before.length + 1,
  })
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function syntaxError(message: string, place?: Place): Unreadable {
  return { status: 'error', reason: 'syntax', error: fault('SyntaxError', message, place) }
}

function fault(
  name: string,
  message: string,
  place: Place = { line: null, column: null },
): ScriptError {
  return { name, message, stack: '', ...place }
}

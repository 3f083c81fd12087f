import type { Source } from './source.ts'

// How the two editions of QuickJS count columns. Here they are counted from 1, in UTF-16 units.

/** The same source for quickjs-ng (the backend `wasm`) when it cannot be compiled: columns are counted in bytes of UTF-8. */
export function withByteColumns(source: Source): Source {
  return inBytes(source, (_line, _text, before) => before + 1)
}

/** The same source when it runs there: then columns of the first line are counted from 0 for some things. */
export function withRunningColumns(source: Source): Source {
  return inBytes(source, (line, text, before) => (line === 1 ? fromOne(text, before) : before + 1))
}

function inBytes(
  source: Source,
  columnOf: (line: number, text: string, before: number) => number,
): Source {
  const lineAt = linesOf(source)
  return {
    ...source,
    place(line, column) {
      // Of what stands in the fields of a class it keeps no place.
      if (line < 1) return { line: null, column: null }
      const text = lineAt(line)
      const before = Buffer.from(text)
        .subarray(0, Math.max(0, column - 1))
        .toString().length
      return source.place(line, columnOf(line, text, before))
    },
  }
}

/** The same source for quickjs-emscripten, which counts characters, also those that have two units. */
export function withCharacterColumns(source: Source): Source {
  const lineAt = linesOf(source)
  return {
    ...source,
    place(line, column) {
      const characters = Array.from(lineAt(line))
      return source.place(line, characters.slice(0, Math.max(0, column - 1)).join('').length + 1)
    },
  }
}

const inWord = /[\w$\u0080-\uFFFF]/
/** What stands before or between the things whose places are told, and is none of them. */
const between = /[\s.,:;=!~+\-*/%&|^<>?)\]}]/

/**
 * The column on the first line of what was found after so many units. quickjs-ng subtracts the end of the line before, and before the
 * first there is none: what it counts so is one too small, unless it was 0 and so was made 1. The text tells it: no word begins there.
 */
function fromOne(line: string, before: number): number {
  const [last = '', at = '', next = ''] = [line[before - 1], line[before], line[before + 1]]
  const isLate =
    (inWord.test(at) && inWord.test(last)) ||
    (between.test(at) && before > 0) ||
    (at === '(' && inWord.test(last) && inWord.test(next)) ||
    (at === '{' && inWord.test(next))
  return before + (isLate ? 2 : 1)
}

function linesOf({ text }: Source): (line: number) => string {
  let lines: readonly string[] | undefined
  return (line) => (lines ??= text.split('\n'))[line - 1] ?? ''
}

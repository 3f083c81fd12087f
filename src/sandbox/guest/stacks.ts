import type { Place, Source } from '../source.ts'

/** The name under which backends run the prelude, so that its frames can be told from the script's. */
export const preludeFile = 'goap:guest'

/**
 * The part of a stack that is the script's, and the innermost place in it, both by the source as it was given. Reads the stacks of
 * QuickJS, whose first frame is the constructor of the error's own class `name` if it has one, and V8: frames that end in `file:line:column`, and `file:line` with marks below the place for what V8 could not parse.
 */
export function readStack(
  stack: string,
  source: Source,
  name = '',
): Place & { readonly stack: string } {
  const places = withoutConstructor(placesOf(stack, source), name)
  const last = places.findLastIndex(({ place }) => place !== undefined)
  const innermost = places.find(({ place }) => place !== undefined)?.place
  return {
    stack: places
      .slice(0, last + 1)
      .filter(({ line }) => /^\s+at /.test(line) && !line.includes(preludeFile))
      .map(({ line }) => line)
      .join('\n'),
    line: innermost?.line ?? null,
    column: innermost?.column ?? null,
  }
}

/** Without the frame of a class that makes itself: not where it is declared is of interest, but where it was thrown. */
function withoutConstructor(lines: readonly Line[], name: string): readonly Line[] {
  const [first, ...others] = lines
  const isOwn = name !== '' && first?.line.trimStart().startsWith(`at ${name} (`)
  return isOwn && others.some(({ place }) => place !== undefined) ? others : lines
}

interface Line {
  readonly line: string
  readonly place: Place | undefined
}

function placesOf(stack: string, { file, place }: Source): readonly Line[] {
  const lines = stack.split('\n')
  return lines.map((line, index) => {
    const at = line.lastIndexOf(`${file}:`)
    if (at < 0) return { line, place: undefined }
    const [whole, row, column] = /^(\d+)(?::(\d+))?/.exec(line.slice(at + file.length + 1)) ?? []
    if (whole === undefined) return { line, place: undefined }
    const found = place(Number(row), column === undefined ? marked(lines, index) : Number(column))
    // A script can put any place into a stack; what is not in its source is none.
    if (found.line === null) return { line, place: undefined }
    const rest = line.slice(at + file.length + 1 + whole.length)
    return {
      line: `${line.slice(0, at)}${file}:${found.line}:${found.column}${rest}`,
      place: found,
    }
  })
}

/** The column of the first mark below a line that V8 shows. */
function marked(lines: readonly string[], index: number): number {
  const marks = lines.slice(index + 1).find((line) => /^\s*\^+$/.test(line))
  return marks === undefined ? 1 : marks.indexOf('^') + 1
}

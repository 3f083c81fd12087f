import type { Shift } from '../apart/exchange.ts'

/** How a script is to be compiled. */
export interface Prepared {
  readonly text: string
  /** The text is the body of an asynchronous function, not a program. */
  readonly isAsync: boolean
  /** What was put in and was not there: `by` columns, from this place on in its line. */
  readonly shift: Shift | null
}

/** How V8 takes a text, looked at without running it. */
export interface Parsing {
  /** Whether it is a program. */
  readonly isProgram: (text: string) => boolean
  /** Whether it is the body of an asynchronous function. */
  readonly isBody: (text: string) => boolean
}

/**
 * Prepares a script that may await at its top level: V8 knows the value of a program, and `await` in functions, but not both. A script
 * that awaits becomes the body of an asynchronous function that returns its last statement, if that is an expression; else it has no value.
 * Where the last statement begins V8 itself tells, by what it can parse. Its text runs in other worlds as well, so it names nothing
 * outside of itself.
 */
export function prepare(text: string, { isProgram, isBody }: Parsing): Prepared {
  /** Each try parses the text several times. */
  const mostTried = 500
  const program: Prepared = { text, isAsync: false, shift: null }
  // Most scripts do not await at their top level; those are programs as they are.
  if (!/\bawait\b/.test(text) || !isBody(text)) return program
  // What is a program and still awaits calls a function named `await`; where that cannot be a name, it is no program any more.
  if (isProgram(text) && isProgram(`(class { static {${text}\n} })`)) return program
  const from = lastStatement()
  if (from === undefined) return { text, isAsync: true, shift: null }
  const before = text.slice(0, from)
  const line = before.split('\n').length
  return {
    text: `${before}return ${text.slice(from)}`,
    isAsync: true,
    shift: { line, column: from - before.lastIndexOf('\n'), by: 'return '.length, rows: 0 },
  }

  /** The beginning of the last statement, if it is an expression. */
  function lastStatement(): number | undefined {
    let tried = 0
    for (let at = text.length; at >= 0 && tried < mostTried; at--) {
      if (at > 0 && !/[;}\n]/.test(text[at - 1] ?? '')) continue
      const start = skipped(at)
      if (start === text.length) continue
      tried++
      const after = text.slice(start)
      if (isBetween(text.slice(0, at), after)) return isExpression(after) ? start : undefined
    }
    return undefined
  }

  /** Where the next word is, after blanks, comments and empty statements. */
  function skipped(at: number): number {
    const blank = /(?:[\s;]|\/\/[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*/y
    blank.lastIndex = at
    return at + (blank.exec(text)?.[0].length ?? 0)
  }

  /** Whether one statement ends before and another begins after. */
  function isBetween(before: string, after: string): boolean {
    // In a comment, a text or a pattern anything could follow.
    if (!isBody(after) || !isBody(before) || isBody(`${before}@`)) return false
    // These go on with an expression that stands before them.
    if (/^[([`]/.test(after)) return !isBody(`${before}\n.x`)
    return !/^[-+/]/.test(after) || !isBody(`${before}\n* x`)
  }

  function isExpression(statement: string): boolean {
    // As a statement such a word begins a declaration or a block.
    const begins = /^(?:\{|(?:function|class|async\s+function)\b)/
    return !begins.test(statement) && isBody(`return ${statement}`)
  }
}

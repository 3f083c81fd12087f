/** A word of a script after quotes and escapes were taken away. */
export interface Word {
  /** What the program gets; expansions stand as they were written. */
  readonly text: string
  /** The text with every quoted, escaped or expanded character as NUL: what the shell itself may still see meaning in. */
  readonly bare: string
  /** The program gets exactly `text`: no expansion, no file pattern. */
  readonly known: boolean
  /** It may become several words, none, or an option: an expansion at its front or outside quotes, or braces. */
  readonly open: boolean
}

export interface Redirection {
  readonly kind: 'write' | 'read' | 'text'
  /** The file; for a text the text itself. */
  readonly target: Word
}

/** A simple command as it was written. */
export interface ParsedCommand {
  readonly assignments: readonly Word[]
  readonly words: readonly Word[]
  readonly redirections: readonly Redirection[]
  /** Its standard input is a pipe, a file or text of the script. */
  readonly fed: boolean
}

/** What reading a script finds; filled while it is read. */
export interface Findings {
  readonly commands: ParsedCommand[]
  /** Why the script is more than a list of simple commands. */
  complex: string | null
  /** Why what it does cannot be told. */
  doubt: string | null
  /** Steps left; a script that needs more is in doubt. */
  budget: number
}

interface HereDocument {
  readonly delimiter: string
  readonly expands: boolean
  readonly stripsTabs: boolean
  /** Gets the text once it is read. */
  readonly receive: (text: string) => void
}

/** A place in a script, moving forward. */
export interface Cursor {
  readonly source: string
  at: number
  /** Constructs around this place. */
  depth: number
  /** The standard input of what is read now is fed. */
  fed: boolean
  /** Here-documents whose text begins after the next newline. */
  readonly waiting: HereDocument[]
  readonly found: Findings
  /** Reads commands up to a closing parenthesis or the end. */
  readonly list: (cursor: Cursor) => void
}

const deepest = 60

/** The next character; a backslash before a newline joins two lines wherever the shell looks. Empty at the end. */
export function peek(c: Cursor): string {
  while (c.source[c.at] === '\\' && c.source[c.at + 1] === '\n') c.at += 2
  return c.source[c.at] ?? ''
}

/** Goes past `text` if it comes next. */
export function take(c: Cursor, text: string): boolean {
  const start = c.at
  for (const character of text) {
    if (peek(c) !== character) {
      c.at = start
      return false
    }
    c.at++
  }
  return true
}

/** Whether `text` comes next; does not move. */
export function follows(c: Cursor, text: string): boolean {
  const start = c.at
  const result = take(c, text)
  c.at = start
  return result
}

/** Goes past blanks and a comment. */
export function skipBlanks(c: Cursor): void {
  while (peek(c) === ' ' || peek(c) === '\t') c.at++
  if (peek(c) !== '#') return
  const end = c.source.indexOf('\n', c.at)
  c.at = end < 0 ? c.source.length : end
}

/** Stops reading: the script is in doubt. */
export function halt(c: Cursor, doubt: string): void {
  c.found.doubt ??= doubt
  c.found.complex ??= doubt
  c.at = c.source.length
}

/** Notes why the script needs an exact pattern; the first reason stays. */
export function complicate(c: Cursor, reason: string): void {
  c.found.complex ??= reason
}

/** Reads something nested; halts when it lies too deep. */
export function nested(c: Cursor, read: () => void): void {
  if (c.depth >= deepest || c.found.budget-- <= 0) return halt(c, 'too much within each other')
  c.depth++
  read()
  c.depth--
}

/** A cursor at the start of another text within this one, such as what stands between backticks. */
export function within(c: Cursor, source: string): Cursor {
  return { ...c, source, at: 0, waiting: [] }
}

import {
  complicate,
  follows,
  halt,
  nested,
  peek,
  take,
  within,
  type Cursor,
  type Word,
} from './cursor.ts'

interface Draft {
  text: string
  bare: string
  known: boolean
  open: boolean
}

/** Reads the next word, undefined when none begins here. Quotes and escapes are taken away, expansions are looked into. */
export function readWord(c: Cursor): Word | undefined {
  const start = c.at
  const draft: Draft = { text: '', bare: '', known: true, open: false }
  let parts = 0
  while (readPart(c, draft)) parts++
  if (parts === 0) {
    c.at = start
    return undefined
  }
  return finished(draft)
}

/** Reads the expansions of a text in which quotes mean nothing: the body of a here-document. */
export function readExpansions(c: Cursor): void {
  const draft: Draft = { text: '', bare: '', known: true, open: false }
  while (c.at < c.source.length) {
    const character = c.source[c.at]
    if (character === '\\') c.at += 2
    else if (character === '$') readDollar(c, draft, true)
    else if (character === '`') readBackticks(c, draft, true)
    else c.at++
  }
}

function readPart(c: Cursor, draft: Draft): boolean {
  const character = peek(c)
  if (follows(c, '<(') || follows(c, '>(')) readProcess(c, draft)
  else if (character === '' || ' \t\n;&|<>()'.includes(character)) return false
  else if (character === "'") readSingle(c, draft)
  else if (character === '"') readDouble(c, draft)
  else if (character === '$') readDollar(c, draft, false)
  else if (character === '`') readBackticks(c, draft, false)
  else if (character === '\\') readEscape(c, draft)
  else if (/[^\x20-\x7e]/.test(character) && /[\p{Z}\u200d]/u.test(character))
    halt(c, 'a blank that is none to the shell')
  else {
    draft.text += character
    draft.bare += character
    c.at++
  }
  return true
}

/** What the shell makes of the characters that are not quoted: file patterns, braces. */
function finished(draft: Draft): Word {
  const { bare } = draft
  const pattern = /[*?]/.test(bare) || between(bare, '[', ']') !== ''
  const braces = /,|\.\./.test(between(bare, '{', '}'))
  return {
    text: draft.text,
    bare,
    known: draft.known && !pattern && !braces,
    open: draft.open || braces || (pattern && /^[*?[-]/.test(bare)),
  }
}

/** What stands between the first opening and the last closing character, with them; empty when there is no such pair. */
function between(text: string, opening: string, closing: string): string {
  const start = text.indexOf(opening)
  return start < 0 ? '' : text.slice(start, text.lastIndexOf(closing) + 1)
}

function literal(draft: Draft, text: string): void {
  draft.text += text
  draft.bare += '\0'.repeat(text.length)
}

/** An expansion inside quotes after some text stays one word; any other may become anything. */
function expanded(draft: Draft, raw: string, quoted: boolean): void {
  draft.known = false
  // The working folder is a path of the shell's own, never an option.
  const folder = /^\$(?:PWD|\{PWD\})$/.test(raw)
  draft.open ||=
    !folder && (!quoted || draft.text === '' || draft.text.startsWith('-') || /[@*]/.test(raw))
  literal(draft, raw)
}

function readSingle(c: Cursor, draft: Draft): void {
  const end = c.source.indexOf("'", c.at + 1)
  if (end < 0) return halt(c, 'a quote without its end')
  literal(draft, c.source.slice(c.at + 1, end))
  c.at = end + 1
}

function readEscape(c: Cursor, draft: Draft): void {
  const next = c.source[c.at + 1]
  if (next === undefined) return halt(c, 'a backslash at the end')
  literal(draft, next)
  c.at += 2
}

function readDouble(c: Cursor, draft: Draft): void {
  c.at++
  for (;;) {
    const character = peek(c)
    if (character === '') return halt(c, 'a quote without its end')
    if (character === '"') break
    if (character === '$') readDollar(c, draft, true)
    else if (character === '`') readBackticks(c, draft, true)
    else if (character === '\\' && '$`"\\'.includes(c.source[c.at + 1] ?? ' ')) readEscape(c, draft)
    else {
      literal(draft, character)
      c.at++
    }
  }
  c.at++
}

function readDollar(c: Cursor, draft: Draft, quoted: boolean): void {
  const start = c.at
  c.at++
  const character = peek(c)
  if (take(c, '((')) readArithmetic(c)
  else if (character === '(') readSubstitution(c)
  else if (character === '{') nested(c, () => readBraces(c, quoted))
  else if (character === '[') return halt(c, 'an old form of arithmetic')
  else if (character === "'" && !quoted) readAnsi(c)
  else if (character === '"' && !quoted) draft.known = false
  else if (/[A-Za-z_]/.test(character)) while (/[A-Za-z0-9_]/.test(peek(c))) c.at++
  else if (character !== '' && '@*#?$!-0123456789'.includes(character)) c.at++
  else return literal(draft, '$')
  if (character !== '"') expanded(draft, c.source.slice(start, c.at), quoted)
}

/** `$(…)`, with the cursor at its parenthesis. */
function readSubstitution(c: Cursor): void {
  complicate(c, 'a command substitution')
  readInside(c, 1)
}

function readProcess(c: Cursor, draft: Draft): void {
  const start = c.at
  complicate(c, 'a process substitution')
  take(c, c.source[c.at] ?? '')
  readInside(c, 1)
  expanded(draft, c.source.slice(start, c.at), false)
}

function readInside(c: Cursor, opening: number): void {
  peek(c)
  c.at += opening
  nested(c, () => c.list(c))
  if (!take(c, ')')) halt(c, 'a parenthesis without its end')
}

function readBackticks(c: Cursor, draft: Draft, quoted: boolean): void {
  complicate(c, 'a command substitution')
  const start = c.at
  const match = /`((?:[^`\\]|\\[^])*)`/y
  match.lastIndex = start
  const script = match.exec(c.source)?.[1]
  if (script === undefined) return halt(c, 'a backtick without its end')
  // Shells differ in what this means inside double quotes.
  if (quoted && script.includes('\\"')) return halt(c, 'quotes inside backticks inside quotes')
  const inner = within(c, script.replace(/\\([`\\$])/g, '$1'))
  nested(inner, () => c.list(inner))
  if (peek(inner) !== '') halt(inner, 'a parenthesis without its beginning')
  c.at = start + script.length + 2
  expanded(draft, c.source.slice(start, c.at), quoted)
}

/** `${…}`, with the cursor at its brace. What stands in it is looked through for substitutions. */
function readBraces(c: Cursor, quoted: boolean): void {
  const start = c.at
  const scratch: Draft = { text: '', bare: '', known: true, open: false }
  c.at++
  for (;;) {
    const character = peek(c)
    if (character === '') return halt(c, 'a brace without its end')
    if (character === '}') break
    if (character === '$') readDollar(c, scratch, quoted)
    else if (character === '`') readBackticks(c, scratch, quoted)
    else if (character === '"') readDouble(c, scratch)
    else if (character === '\\') readEscape(c, scratch)
    // Inside double quotes shells differ in whether a single quote quotes.
    else if (character === "'" && quoted)
      return halt(c, 'a quote inside an expansion inside quotes')
    else if (character === "'") readSingle(c, scratch)
    else c.at++
  }
  c.at++
  // ${name@P} expands the value as a prompt, with the substitutions in it.
  if (/@[A-Za-z]\}$/.test(c.source.slice(start, c.at))) halt(c, 'an expansion that runs its value')
}

function readAnsi(c: Cursor): void {
  const match = /'(?:[^'\\]|\\[^])*'/y
  match.lastIndex = c.at
  const text = match.exec(c.source)?.[0]
  if (text === undefined) halt(c, 'a quote without its end')
  else c.at += text.length
}

/** Arithmetic up to its two closing parentheses, the cursor after the two opening ones. What does not look like arithmetic is in doubt; the head of a loop has semicolons. */
export function readArithmetic(c: Cursor, loop = false): void {
  complicate(c, 'arithmetic')
  const scratch: Draft = { text: '', bare: '', known: true, open: false }
  let open = 0
  for (;;) {
    const character = peek(c)
    if (character === '$') readDollar(c, scratch, true)
    else if (character === ')' && open === 0) break
    else if (character === ';' && loop) c.at++
    else if (/[\w\s+\-*/%<>=!&|^~?:,.()[\]]/.test(character) && character !== '\n') {
      if (character === '(') open++
      if (character === ')') open--
      c.at++
    } else return halt(c, 'arithmetic that cannot be read')
  }
  if (!take(c, '))')) halt(c, 'arithmetic that cannot be read')
}

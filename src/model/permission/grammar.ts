import {
  complicate,
  follows,
  halt,
  nested,
  peek,
  skipBlanks,
  take,
  within,
  type Cursor,
  type Findings,
  type ParsedCommand,
  type Redirection,
  type Word,
} from './cursor.ts'
import { readRedirections } from './redirections.ts'
import { readArithmetic, readExpansions, readWord } from './words.ts'

// Reads a script as a POSIX shell would, with the additions of bash that are common, and collects its simple commands.
//
//   G1. Every command that the shell may run is collected, also those in substitutions, subshells, loops and branches.
//   G2. What is not understood, or understood otherwise by another shell, ends the reading as a doubt. A doubt is never taken back.
//   G3. Reading takes time linear in the length, and each construct goes at most 60 deep.

/** Reads a whole script; `fed` tells whether its standard input is. */
export function parse(script: string, found: Findings, fed: boolean, depth = 0): void {
  const c: Cursor = {
    source: script,
    at: 0,
    depth,
    fed,
    waiting: [],
    found,
    list: (at) => list(at),
  }
  nested(c, () => list(c))
  if (peek(c) !== '') halt(c, 'a part that has no beginning')
  if (c.waiting.length > 0) halt(c, 'a here-document without its text')
}

/** Commands up to one of the words `ends`, a closing parenthesis, the end of a case or of the text. */
function list(c: Cursor, ends: readonly string[] = []): void {
  for (;;) {
    skipLines(c)
    if (atEnd(c, ends)) return
    const before = c.at
    pipeline(c)
    skipBlanks(c)
    if (atEnd(c, ends)) return
    const separated = ['&&', '||', ';', '&', '\n'].some((mark) => separator(c, mark))
    if (!separated || c.at === before) return halt(c, 'a part that cannot be read')
  }
}

function separator(c: Cursor, mark: string): boolean {
  if (mark === '\n') return newline(c)
  return take(c, mark)
}

function atEnd(c: Cursor, ends: readonly string[]): boolean {
  const next = peek(c)
  if (next === '' || next === ')' || follows(c, ';;') || follows(c, ';&')) return true
  return ends.length > 0 && ends.includes(reserved(c))
}

function skipLines(c: Cursor): void {
  skipBlanks(c)
  while (newline(c)) skipBlanks(c)
}

/** Goes past a newline and the here-documents that begin after it. */
function newline(c: Cursor): boolean {
  if (!take(c, '\n')) return false
  for (const { delimiter, expands, stripsTabs, receive } of c.waiting.splice(0)) {
    const start = c.at
    let line = ''
    let last = start
    do {
      if (c.at >= c.source.length || (expands && line.endsWith('\\'))) {
        halt(c, 'a here-document whose end is not clear')
        return true
      }
      last = c.at
      line = nextLine(c)
    } while ((stripsTabs ? line.replace(/^\t+/, '') : line) !== delimiter)
    const text = c.source.slice(start, last)
    receive(text)
    if (expands) readExpansions(within(c, text))
  }
  return true
}

/** The rest of the line as it stands; goes past it. */
function nextLine(c: Cursor): string {
  const stop = c.source.indexOf('\n', c.at)
  const end = stop < 0 ? c.source.length : stop
  const line = c.source.slice(c.at, end)
  c.at = end + 1
  return line
}

/** The word that comes next if nothing of it is quoted, for reserved words; does not move. */
function reserved(c: Cursor): string {
  const start = c.at
  peek(c)
  const match = /(?:[a-z]+|[{}!]|\[\[)(?=[\s;&|<>()]|$)/y
  match.lastIndex = c.at
  const word = match.exec(c.source)?.[0] ?? ''
  c.at = start
  return word
}

function takeReserved(c: Cursor, word: string): boolean {
  return reserved(c) === word && take(c, word)
}

function pipeline(c: Cursor): void {
  const fed = c.fed
  while (takeReserved(c, '!') || takeReserved(c, 'time')) {
    skipBlanks(c)
    // The options of `time`.
    while (follows(c, '-') && readWord(c)) skipBlanks(c)
  }
  for (;;) {
    command(c)
    skipBlanks(c)
    if (follows(c, '||') || !(take(c, '|&') || take(c, '|'))) break
    c.fed = true
    skipLines(c)
  }
  c.fed = fed
}

const compounds: Readonly<Record<string, (c: Cursor) => void>> = {
  '{': (c) => {
    complicate(c, 'a group of commands')
    list(c, ['}'])
    expect(c, '}')
  },
  if: (c) => {
    list(c, ['then'])
    expect(c, 'then')
    list(c, ['elif', 'else', 'fi'])
    while (takeReserved(c, 'elif')) {
      list(c, ['then'])
      expect(c, 'then')
      list(c, ['elif', 'else', 'fi'])
    }
    if (takeReserved(c, 'else')) list(c, ['fi'])
    expect(c, 'fi')
  },
  while: (c) => {
    list(c, ['do'])
    body(c)
  },
  until: (c) => {
    list(c, ['do'])
    body(c)
  },
  for: (c) => {
    skipBlanks(c)
    if (take(c, '((')) readArithmetic(c, true)
    else loopWords(c)
    skipBlanks(c)
    take(c, ';')
    skipLines(c)
    body(c)
  },
  case: readCase,
  '[[': readTest,
}

function command(c: Cursor): void {
  const start = c.found.commands.length
  const word = reserved(c)
  const compound = Object.hasOwn(compounds, word) ? compounds[word] : undefined
  if (follows(c, '((')) {
    readDoubleParentheses(c)
  } else if (take(c, '(')) {
    complicate(c, 'a subshell')
    nested(c, () => list(c))
    if (!take(c, ')')) return halt(c, 'a parenthesis without its end')
  } else if (compound) {
    if (word !== '{') complicate(c, 'a control structure')
    take(c, word)
    nested(c, () => compound(c))
  } else if (reservedWords.test(word)) {
    return halt(c, `"${word}" where it cannot be read`)
  } else return simple(c)
  redirectAll(c, start)
}

/** `((…))` is arithmetic to bash and a subshell to others, so what would be commands there is collected too. */
function readDoubleParentheses(c: Cursor): void {
  take(c, '((')
  const start = c.at
  readArithmetic(c)
  const commands: ParsedCommand[] = []
  const found = { ...c.found, commands }
  parse(c.source.slice(start, c.at).replace(/\)\)$/, ''), found, c.fed, c.depth)
  c.found.budget = found.budget
  c.found.commands.push(...commands.filter((one) => one.words[0]?.known))
}

/** The redirections of a compound command; what feeds it feeds each command in it. */
function redirectAll(c: Cursor, start: number): void {
  const redirections = readRedirections(c)
  if (redirections.length === 0) return
  if (redirections.some((one) => one.kind !== 'write'))
    for (let i = start; i < c.found.commands.length; i++) {
      const inside = c.found.commands[i]
      if (inside) c.found.commands[i] = { ...inside, fed: true }
    }
  c.found.commands.push({ assignments: [], words: [], redirections, fed: c.fed })
}

function expect(c: Cursor, word: string): void {
  if (!takeReserved(c, word)) halt(c, `a control structure without its "${word}"`)
}

function body(c: Cursor): void {
  expect(c, 'do')
  list(c, ['done'])
  expect(c, 'done')
}

function loopWords(c: Cursor): void {
  if (!/^[A-Za-z_]\w*$/.test(readWord(c)?.bare ?? '')) return halt(c, 'a loop without a name')
  skipLines(c)
  if (!takeReserved(c, 'in')) return
  for (;;) {
    skipBlanks(c)
    if (!readWord(c)) return
  }
}

function readCase(c: Cursor): void {
  skipBlanks(c)
  if (!readWord(c)) return halt(c, 'a case without its word')
  skipLines(c)
  expect(c, 'in')
  for (;;) {
    skipLines(c)
    if (takeReserved(c, 'esac')) return
    take(c, '(')
    do {
      skipBlanks(c)
      if (!readWord(c)) return halt(c, 'a case that cannot be read')
      skipBlanks(c)
    } while (take(c, '|'))
    if (!take(c, ')')) return halt(c, 'a case that cannot be read')
    list(c, ['esac'])
    if (!(take(c, ';;&') || take(c, ';;') || take(c, ';&')) && reserved(c) !== 'esac')
      return halt(c, 'a case that cannot be read')
  }
}

/** `[[ … ]]`. A shell without it would run what stands after `&&` or `||`, so each part is collected as a command. */
function readTest(c: Cursor): void {
  let words: Word[] = []
  const collect = (): void => {
    if (words[0]?.known)
      c.found.commands.push({ assignments: [], words, redirections: [], fed: c.fed })
    words = []
  }
  for (;;) {
    while (' \t\n'.includes(peek(c) || '-')) c.at++
    if (peek(c) === '#') return halt(c, 'a test that cannot be read')
    const word = readWord(c)
    if (word?.bare === ']]') return collect()
    if (word) words.push(word)
    else if (take(c, '&&') || take(c, '||') || take(c, '|') || take(c, '(')) collect()
    else if (!['<', '>', ')'].some((mark) => take(c, mark)))
      return halt(c, 'a test that cannot be read')
  }
}

const reservedWords =
  /^(?:if|then|elif|else|fi|do|done|case|esac|while|until|for|in|function|select|coproc|time|[{}!]|\[\[)$/

function simple(c: Cursor): void {
  const assignments: Word[] = []
  const words: Word[] = []
  const redirections: Redirection[] = []
  for (;;) {
    redirections.push(...readRedirections(c))
    const word = readWord(c)
    if (!word) break
    // Such as one whose letters stand on two joined lines.
    if (words.length === 0 && reservedWords.test(word.bare))
      return halt(c, `"${word.text}" where it cannot be read`)
    if (words.length > 0 || !isAssignment(word)) words.push(word)
    else assignments.push(word.text.endsWith('=') && follows(c, '(') ? readArray(c, word) : word)
    if (follows(c, '(')) return parenthesis(c, words)
  }
  const fed = c.fed || redirections.some((one) => one.kind !== 'write')
  if (assignments.length + words.length + redirections.length > 0)
    c.found.commands.push({ assignments, words, redirections, fed })
}

function isAssignment(word: Word): boolean {
  return /^[A-Za-z_]\w*(?:\[.*\])?\+?=/s.test(word.bare)
}

/** A function, whose body is read for what it holds; but nobody can tell when it runs, and under which name. */
function parenthesis(c: Cursor, words: readonly Word[]): void {
  if (words.length !== 1) return halt(c, 'a parenthesis that cannot be read')
  c.found.doubt ??= 'a function'
  complicate(c, 'a function')
  take(c, '(')
  skipBlanks(c)
  if (!take(c, ')')) return halt(c, 'a function that cannot be read')
  skipLines(c)
  nested(c, () => command(c))
}

function readArray(c: Cursor, name: Word): Word {
  complicate(c, 'an array')
  take(c, '(')
  let text = `${name.text}(`
  for (;;) {
    skipLines(c)
    const word = readWord(c)
    if (!word) break
    text += ` ${word.text}`
  }
  if (!take(c, ')')) halt(c, 'an array that cannot be read')
  return { text, bare: name.bare, known: false, open: true }
}

import {
  complicate,
  follows,
  halt,
  peek,
  skipBlanks,
  take,
  type Cursor,
  type Redirection,
  type Word,
} from './cursor.ts'
import { readWord } from './words.ts'

/** Reads the redirections that stand here, also none; the texts of here-documents follow after the next newline. */
export function readRedirections(c: Cursor): Redirection[] {
  const result: Redirection[] = []
  for (;;) {
    skipBlanks(c)
    const redirection = readRedirection(c)
    if (redirection === undefined) return result
    if (redirection !== null) result.push(redirection)
  }
}

const operators = ['&>>', '&>', '<<<', '<<-', '<<', '<>', '<&', '<', '>>', '>|', '>&', '>'] as const

/** Null for one that only joins descriptors (`2>&1`), undefined when none begins here. */
function readRedirection(c: Cursor): Redirection | null | undefined {
  const start = c.at
  while (/\d/.test(peek(c))) c.at++
  const operator =
    follows(c, '<(') || follows(c, '>(') ? undefined : operators.find((one) => take(c, one))
  if (operator === undefined) {
    c.at = start
    return undefined
  }
  skipBlanks(c)
  const target = readWord(c)
  if (!target) {
    halt(c, 'a redirection without its target')
    return undefined
  }
  if (operator === '<<' || operator === '<<-') return hereDocument(c, target, operator === '<<-')
  if (operator === '<<<') {
    complicate(c, 'a here-string')
    return { kind: 'text', target }
  }
  if (operator.endsWith('&') && /^(?:\d+-?|-)$/.test(target.bare)) return null
  return { kind: operator === '<' || operator === '<&' ? 'read' : 'write', target }
}

function hereDocument(c: Cursor, end: Word, stripsTabs: boolean): Redirection {
  complicate(c, 'a here-document')
  if (!end.known && /[$`]/.test(end.text)) halt(c, 'a here-document with an expanded end')
  const expands = !end.bare.includes('\0') && end.text !== ''
  const target = { text: '', bare: '', known: !expands, open: false }
  const receive = (text: string): void => void (target.text = text)
  c.waiting.push({ delimiter: end.text, expands, stripsTabs, receive })
  return { kind: 'text', target }
}

import { part, type Piece } from '../read/text/text.ts'
import { folded } from './fields.ts'
import { nodesInFence, type Node } from './nodes.ts'

/** Names, and what is said of them: of objects their type, of types their parent, of resources how many there are. */
export type Entry = readonly [readonly Piece[], Piece | null]

/** `- api: Service`, `api, web - Service`, `- Backend < Service`, `runners = 4`, rows of a table with two columns. */
export function entriesIn(nodes: readonly Node[]): readonly Entry[] {
  return nodes.flatMap((node): readonly Entry[] => {
    if (node.table)
      return node.table.rows.flatMap(([name, said]) =>
        name && name.text !== '' ? [[list(name), said && said.text !== '' ? unmarked(said) : null] as const] : [],
      )
    if (node.fence)
      return node.fence.language === 'goap' ? [] : entriesIn(nodesInFence(node.fence))
    if (node.kind === 'line' && !/[:<=]|\s-\s/.test(node.piece.text) && node.piece.text.includes(' '))
      return []
    const own = entry(node.piece)
    // `- Service:` with its objects below it.
    const inner = own[1] === null && node.children.length > 0 ? node.children.flatMap(({ piece }) => list(piece)) : []
    return inner.length > 0 ? [[inner, own[0][0] ?? null]] : [own]
  }) // prettier-ignore
}

function entry(piece: Piece): Entry {
  const plain = unmarked(piece)
  const text = plain.text.replace(/[*`]/g, (sign) => ' '.repeat(sign.length))
  const found = /^(.*?)\s*(?::|<|=|\s-\s|\bis an?\b|\()\s*(.+?)\)?\s*$/.exec(text)
  const whole = part(plain, 0, text.replace(/\s*:\s*$/, '').length)
  if (!found || (found[1] ?? '').trim() === '') return [list(whole), null]
  const name = part(plain, 0, (found[1] ?? '').length)
  const at = text.lastIndexOf(found[2] ?? '')
  return [list(name), unmarked(part(plain, at, at + (found[2] ?? '').length))]
}

/** The names of a list with commas. */
export function list(piece: Piece): readonly Piece[] {
  const result: Piece[] = []
  let at = 0
  for (const one of piece.text.split(',')) {
    const name = unmarked(part(piece, at, at + one.length))
    if (name.text !== '') result.push(name)
    at += one.length + 1
  }
  return result
}

/** Without back-ticks and asterisks around. */
export function unmarked(piece: Piece): Piece {
  const lead = /^[*`"_]*/.exec(piece.text)?.[0].length ?? 0
  const tail = /[*`"]*$/.exec(piece.text)?.[0].length ?? 0
  return lead + tail === 0 || lead + tail >= piece.text.length
    ? piece
    : part(piece, lead, piece.text.length - tail)
}

/** Whether a name is one that a condition can hold as an argument. */
export function isName(text: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.:/@+-]*$/u.test(text) && folded(text) !== ''
}

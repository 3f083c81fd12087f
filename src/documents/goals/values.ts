import { parseDuration } from '../../base/index.ts'
import { isNumber } from '../condition.ts'
import type { Piece, Text } from '../read/text/text.ts'
import type { Node } from './nodes.ts'

/** `5`, `2.5 points`, `-1`; NaN for `NaN`, `Infinity` for that, null for words. */
export function costOf(text: string): number | null {
  const plain = text.replace(/`|\*\*/g, '').trim()
  const special = /^([+-]?)(nan|inf(?:inity)?|∞)$/i.exec(plain)
  if (special)
    return special[2]?.toLowerCase() === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity
  const found = /^([+-]?\d[\d,_]*(?:\.\d+)?(?:e[+-]?\d+)?)(?=$|[\s)%/(]|[a-z])/i.exec(plain)?.[1]
  const digits = found?.replace(/[,_]/g, '')
  return digits !== undefined && isNumber(digits) ? Number(digits) : null
}

/** `10 min`, `2-4 hours` (the longer one counts), `~1 h`; null for words. */
export function durationOf(text: string): number | null {
  const plain = text.replace(/[`~≈]|\*\*/g, '').replace(/\([^()]*\)/g, '').trim() // prettier-ignore
  const range = /^\d+(?:\.\d+)?\s*(?:[a-z]+\s*)?(?:-|–|—|to)\s*(\d.*)$/i.exec(plain)?.[1] ?? plain
  const found = range.length > 40 ? undefined : parseDuration(range)
  return found !== undefined && Number.isFinite(found) ? found : null
}

/** A script: what stands in back-ticks or in a fence, else the bare words. */
export function scriptOf(inline: Piece | null, nodes: readonly Node[], text: Text): string | null {
  const fence = nodes.find((node) => node.fence !== null)?.fence
  if (fence) return withoutBlankEnds(fence.lines.map((line) => line.text)).join('\n')
  if (inline && !/^[|>][+-]?$/.test(inline.text)) return codeIn(inline.text)
  const items = nodes.filter(({ kind }) => kind === 'item')
  if (items.length === nodes.length && items.length > 0)
    return items.flatMap(({ piece }) => codeIn(piece.text) ?? []).join('\n')
  return blockOf(nodes, text)
}

/** The one span of code that a text is; else the text. */
export function codeIn(text: string): string | null {
  const code = /^(`+)(?!`)(.*?[^`])\1(?!`)[.;]?$/s.exec(text)?.[2] ?? /^"([^"]*)"$/.exec(text)?.[1]
  const found = (code ?? text).trim()
  return found === '' ? null : found
}

/** The lines of nodes as they stand in the document, set in as the first one is. */
export function blockOf(nodes: readonly Node[], { clean }: Text): string | null {
  const all = flat(nodes)
  const [first] = all
  const last = all.at(-1)
  if (!first || !last) return null
  const start = clean.lastIndexOf('\n', first.piece.start - 1) + 1
  const lines = clean.slice(start, last.piece.end).split('\n')
  const indent = /^\s*/.exec(lines[0] ?? '')?.[0].length ?? 0
  return lines.map((line) => line.slice(Math.min(indent, /^\s*/.exec(line)?.[0].length ?? 0)).trimEnd()).join('\n') // prettier-ignore
}

function flat(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((node) => [node, ...flat(node.children)])
}

function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  let [from, to] = [0, lines.length]
  while (from < to && lines[from]?.trim() === '') from++
  while (to > from && lines[to - 1]?.trim() === '') to--
  return lines.slice(from, to)
}

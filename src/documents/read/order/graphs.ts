import type { Fence } from '../text/blocks.ts'
import type { Draft } from '../tasks/identity.ts'
import type { Group } from './groups.ts'
import type { Vocabulary } from './needs.ts'
import { isProgram } from '../tasks/fence.ts'
import { isAscii } from '../text/ascii.ts'
import { isDrawing, strokesOf, type Drawn } from './drawings.ts'
import { matches } from '../text/matches.ts'
import { part, worded, type Piece } from '../text/text.ts'
import { foldId, range } from '../text/ids.ts'

/** A place in a drawing: a task, several of one rank, or a group. */
export interface GraphNode {
  readonly tasks: readonly Draft[]
  readonly group: Group | null
  readonly piece: Piece
}

/** An arrow of a drawing: `to` waits for `from`. */
export interface Arrow {
  readonly from: GraphNode
  readonly to: GraphNode
}

const arrow = /\s*(?:-{1,3}>|─+[>▶►→]|={1,2}>|⇒|→|➜|⟶)\s*/gu

/** The arrows of a fence, when at least two of its nodes are known (R7): trees of folders and data flows are no plans. */
export function arrowsOf(fence: Fence, words: Vocabulary): readonly Arrow[] {
  if (fence.language === 'mermaid') return mermaid(fence, words)
  if (isProgram(fence)) return []
  const rows = fence.lines.map((line) => rowOf(line, words))
  const known = new Set<Draft | Group>()
  for (const { nodes } of rows)
    for (const { tasks, group } of nodes) {
      for (const task of tasks) known.add(task)
      if (group) known.add(group)
    }
  if (known.size < 2) return []
  return [...rows.flatMap(along), ...(isDrawing(fence) ? traced(fence, words) : down(rows))]
}

/** The arrows of a drawing of lines. What is not known stands between those that are: what comes before it comes before what follows it. */
function traced(fence: Fence, words: Vocabulary): readonly Arrow[] {
  const nodes = new Map<Drawn, GraphNode | null>()
  const nodeAt = (drawn: Drawn): GraphNode | null => {
    const known = nodes.get(drawn)
    if (known !== undefined) return known
    const made = drawnNode(drawn, words)
    nodes.set(drawn, made)
    return made
  }
  const follows = Map.groupBy(strokesOf(fence), ({ from }) => from)
  const result: Arrow[] = []
  for (const start of follows.keys()) {
    const from = nodeAt(start)
    if (!from) continue
    const seen = new Set<Drawn>([start])
    const open = [start]
    for (let at = open.pop(); at; at = open.pop())
      for (const { to: next } of follows.get(at) ?? []) {
        if (seen.has(next)) continue
        seen.add(next)
        const to = nodeAt(next)
        if (to) result.push({ from, to })
        else open.push(next)
      }
  }
  return result
}

/** The task or group that heads what is drawn, else all that its lines name. */
function drawnNode({ texts }: Drawn, words: Vocabulary): GraphNode | null {
  const found = texts.flatMap((text) =>
    condition.test(text.text) ? [] : ranked(joined(text), words),
  )
  const group = found[0]?.group ?? null
  const [first] = found
  if (!first) return null
  return group ? first : { tasks: [...new Set(found.flatMap(({ tasks }) => tasks))], group: null, piece: first.piece } // prettier-ignore
}

/** "B1 must be complete first" says when. */
const condition = /\b(?:must|first)\b/i

/** `A5/A6 gates` are two of a rank; what stands in parentheses behind a name tells of it. */
function joined(text: Piece): Piece {
  const found = /^\s*([A-Z]+-?\d[\w.]*)\/([A-Z]+-?\d[\w.]*)/.exec(text.text)
  if (found) return worded(text.start, text.end, `${found[1] ?? ''} + ${found[2] ?? ''}`)
  return /^\s*\w/.test(text.text) ? worded(text.start, text.end, text.text.replace(/\([^()]*\)/g, ' ')) : text // prettier-ignore
}

const mayHaveArrow = /[>▶►→⇒➜⟶]/

/** Of nodes that no arrow joins. */
const unjoined: readonly boolean[] = []

interface Row {
  readonly line: Piece
  /** Nodes in reading order; those joined by an arrow to the one before say so. */
  readonly nodes: readonly GraphNode[]
  readonly joined: readonly boolean[]
}

function rowOf(line: Piece, words: Vocabulary): Row {
  const cuts = mayHaveArrow.test(line.text) ? matches(line.text, arrow) : []
  if (cuts.length === 0) return { line, nodes: spread(line, words), joined: unjoined }
  const nodes: GraphNode[] = []
  const joined: boolean[] = []
  let start = 0
  let behind = ''
  for (let index = 0; index <= cuts.length; index++) {
    const cut = cuts[index]
    const stretch = part(line, start, cut?.index ?? line.text.length)
    const parts = cut || index > 0 ? ranked(stretch, words) : spread(stretch, words)
    const forward = index > 0 && !/[◄◀←┤├]\s*$|[◄◀←]/u.test(behind)
    parts.forEach((node, at) => {
      nodes.push(node)
      joined.push(forward && at === 0)
    })
    behind = stretch.text
    start = cut ? cut.index + cut[0].length : start
  }
  return { line, nodes, joined }
}

/** One node of a chain; `A || B`, `A + B` and ranges are several tasks of the same rank. */
function ranked(stretch: Piece, words: Vocabulary): readonly GraphNode[] {
  const tasks: Draft[] = []
  let group: Group | null = null
  for (const word of stretch.text.split(/\|\||∥|\s\+\s|,/)) {
    const node = nodeOf(worded(stretch.start, stretch.end, word.trim()), words)
    if (!node) continue
    tasks.push(...node.tasks)
    group ??= node.group
  }
  return tasks.length > 0 || group ? [{ tasks, group, piece: stretch }] : []
}

const standing = /[^\s│|┌┐└┘├┤┬┴─][^│|┌┐└┘├┤┬┴─]*?(?=\s{2,}|[│|┌┐└┘├┤┬┴─]|$)/gu

/** Nodes that stand side by side without arrows, apart by at least two spaces or a box's sides. */
function spread(stretch: Piece, words: Vocabulary): readonly GraphNode[] {
  if (!/\w/.test(stretch.text) && isAscii(stretch.text)) return []
  const result: GraphNode[] = []
  for (const found of matches(stretch.text, standing)) {
    const node = nodeOf(part(stretch, found.index, found.index + found[0].length), words)
    if (node) result.push(node)
  }
  return result
}

function nodeOf(piece: Piece, words: Vocabulary): GraphNode | undefined {
  const text = piece.text
    .replace(/^[\s[({"'│├└─┬┌┐┘┴┤┼|*•▸▶]+/u, '')
    .replace(/^(?:(?:tasks?|issue)\s+|(?:actions?|items?|story|stories|steps?)\s+(?=#?\w*\d))/i, '')
  const groupName =
    /^(phase|goal|sub-?goal|group|component|sprint|week|wave|stage|agent)s?\s+([\w.]+)/i.exec(text)
  if (groupName) {
    const key = `${(groupName[1] ?? '').toLowerCase().replace('-', '')} ${(groupName[2] ?? '').toLowerCase()}`
    const group = words.groups.get(key)
    const task = words.ids.get(key)
    const labelled = /:\s*\S/.test(text)
    if (labelled)
      return nodeOf(worded(piece.start, piece.end, text.slice(text.indexOf(':') + 1)), words)
    if (task) return { tasks: [task], group: null, piece }
    return group && !labelled ? { tasks: [], group, piece } : undefined
  }
  const word =
    /^[#\p{Letter}\p{Number}][\p{Letter}\p{Number}.#_–—…-]*/u
      .exec(text)?.[0]
      .replace(/[.:-]+$/, '') ?? ''
  const task = words.ids.get(foldId(word))
  if (task) return { tasks: [task], group: null, piece }
  const alias = words.aliases.get(foldId(word))
  if (alias) return { tasks: [], group: alias, piece }
  const tasks = (range(word) ?? []).flatMap((id) => words.ids.get(id) ?? [])
  return tasks.length > 0 ? { tasks, group: null, piece } : undefined
}

function along(row: Row): readonly Arrow[] {
  return row.nodes.flatMap((to, index) => {
    const from = row.nodes[index - 1]
    return from && row.joined[index] ? [{ from, to }] : []
  })
}

/** `↓` between two rows links what stands above it with what stands below; without columns in common the last with the first. */
function down(rows: readonly Row[]): readonly Arrow[] {
  const result: Arrow[] = []
  let above: readonly GraphNode[] = []
  let line: Piece | undefined
  let falls = false
  for (const row of rows) {
    if (row.nodes.length === 0) {
      falls ||=
        /[↓▼⬇]|^\s*v\s*$/u.test(row.line.text) || (falls && /[┌┐└┘┬┴│|]/u.test(row.line.text))
      if (row.line.text.trim() === '') [above, falls] = [[], false]
      continue
    }
    if (falls && line) result.push(...linked(above, line, row))
    const carried = falls || above.length === 0 || row.nodes.length > 0
    if (carried) [above, line, falls] = [lastOf(row), row.line, false]
  }
  return result
}

/** What an arrow downwards may start from: the row's last node, or all that stand side by side. */
function lastOf(row: Row): readonly GraphNode[] {
  return row.joined.some(Boolean) ? row.nodes.slice(-1) : row.nodes
}

function linked(above: readonly GraphNode[], line: Piece, row: Row): readonly Arrow[] {
  const targets = row.joined.some(Boolean) ? row.nodes.slice(0, 1) : row.nodes
  if (above.length > 1 && targets.length === above.length) {
    const offset = (node: GraphNode, base: Piece): number => node.piece.start - base.start
    return targets.flatMap((to) => {
      const nearest = above.toSorted(
        (a, b) =>
          Math.abs(offset(a, line) - offset(to, row.line)) -
          Math.abs(offset(b, line) - offset(to, row.line)),
      )[0]
      return nearest ? [{ from: nearest, to }] : []
    })
  }
  return above.flatMap((from) => targets.map((to) => ({ from, to })))
}

/** In mermaid `A --> B` means that B waits for A; a label may carry the id that the node's name has not. */
function mermaid(fence: Fence, words: Vocabulary): readonly Arrow[] {
  const labels = new Map<string, GraphNode>()
  const result: Arrow[] = []
  const resolve = (name: string, label: string, piece: Piece): GraphNode | undefined => {
    const known = labels.get(name)
    if (known) return known
    const node =
      nodeOf(worded(piece.start, piece.end, label.replace(/["']/g, '')), words) ??
      nodeOf(worded(piece.start, piece.end, name), words)
    if (node) labels.set(name, node)
    return node
  }
  for (const line of fence.lines) {
    const nodes = line.text.split(/\s*(?:-->|---?>|==>|-\.->|--[^->]+-->)(?:\|[^|]*\|)?\s*/)
    const ranks = nodes.map((text) =>
      text.split(/\s*&\s*/).flatMap((each) => {
        const found = /^\s*([\w.-]+)\s*(?:[[({>]+(.*?)[\])}]+)?\s*;?\s*$/.exec(each)
        const node = found ? resolve(found[1] ?? '', found[2] ?? '', line) : undefined
        return node ? [node] : []
      }),
    )
    for (let index = 1; index < ranks.length; index++)
      for (const from of ranks[index - 1] ?? [])
        for (const to of ranks[index] ?? []) result.push({ from, to })
  }
  return result
}

import type { Box } from '../outline.ts'
import { arrange } from './arrange.ts'
import type { Columns } from './flow.ts'
import { cardWidth, gateCard, taskCard, type Card } from './card.ts'
import { depths, type Link, type Piece, type Rectangle, type Size } from './geometry.ts'
import { widthOf, wrapped } from './text.ts'

/** What a block is made from. */
export interface Context {
  /** For each box the links between what lies directly in it. */
  readonly level: ReadonlyMap<string, readonly Link[]>
  /** The gates that stand behind everything in their box. */
  readonly feet: ReadonlySet<string>
  readonly columns: Columns
}

export interface PlacedCard extends Rectangle {
  readonly card: Card
}

/** A box that knows its size, with what is in it; nothing of it has a place on the page yet. */
export interface Block extends Piece {
  /** Null: no frame is drawn. */
  readonly box: Box | null
  readonly title: readonly string[]
  /** What lies between its border and its content, and above that its title. 0: the page, whose gates lie below. */
  readonly inset: number
  readonly head: number
  readonly cards: readonly PlacedCard[]
  /** Rows of blocks, from top to bottom. */
  readonly rows: readonly (readonly Block[])[]
  readonly foot: Cards
}

/** Cards with places among themselves. */
interface Cards extends Size {
  readonly cards: readonly PlacedCard[]
}

const nothing: Cards = { cards: [], width: 0, height: 0 }

export const pad = 30
export const gap = 50
/** What the gates behind a box take beside it: a rule with room on both sides. */
export const beside = 40
const titleLine = 20

/** A box in at most about `width`: its own cards, the boxes in it below, gates that judge all of it beside. */
export function blockOf(box: Box, width: number, context: Context, inset: number = pad): Block {
  const links = context.level.get(box.key) ?? []
  const gates = Map.groupBy(box.gates, ({ key }) => context.feet.has(key))
  const cards = [...box.tasks.map(taskCard), ...(gates.get(false) ?? []).map(gateCard)]
  const foot = (gates.get(true) ?? []).map(gateCard)
  const isBeside = inset > 0 && foot.length > 0 && cards.length + box.boxes.length > 0
  const inner = width - 2 * inset - (isBeside ? beside + cardWidth : 0)
  const loose = cards.length === 0 ? null : looseBlock(box.key, cards, links, inner, context)
  const behind = arrangedCards(foot, [], isBeside ? cardWidth : width - 2 * inset, context)
  return stackOf(box.key, box, box.boxes, inner, context, inset, loose, behind)
}

/** Boxes in rows of at most `inner`: what follows stands below. */
export function stackOf(
  key: string,
  box: Box | null,
  boxes: readonly Box[],
  inner: number,
  context: Context,
  inset: number,
  loose: Block | null = null,
  foot: Cards = nothing,
): Block {
  const blocks = [...(loose ? [loose] : []), ...boxes.map((one) => blockOf(one, inner, context))]
  const isBox = new Set(boxes.map((one) => one.key))
  const links = (context.level.get(key) ?? [])
    .map(({ from, to }) => ({
      from: isBox.has(from) ? from : (loose?.key ?? ''),
      to: isBox.has(to) ? to : (loose?.key ?? ''),
    }))
    .filter(({ from, to }) => from !== to)
  const rows = rowsOf(blocks, links, inner)
  const body = {
    width: Math.max(0, ...rows.map(widthOfRow)),
    height: rows.reduce((sum, row) => sum + heightOfRow(row) + gap, rows.length > 0 ? -gap : 0),
  }
  const isFramed = box !== null && inset > 0
  const content = isFramed ? withBeside(body, foot) : withBelow(body, foot)
  const text = isFramed ? titleText(box) : ''
  const natural = Math.ceil(widthOf(text, 14, true) / 10) * 10 + (box?.phase?.mode ? 90 : 0)
  const width = Math.max(content.width, cardWidth, isFramed ? Math.min(natural, 520) : 0)
  const title = isFramed ? titleOf(box, width) : []
  const head = isFramed ? title.length * titleLine + 20 : 0
  return {
    key,
    box,
    title,
    inset,
    head,
    cards: [],
    rows,
    foot,
    width: width + 2 * inset,
    height: head + content.height + (content.height > 0 ? inset : 0),
  }
}

function withBeside(body: Size, foot: Size): Size {
  if (foot.width === 0 || body.width === 0)
    return { width: body.width + foot.width, height: body.height + foot.height }
  return { width: body.width + beside + foot.width, height: Math.max(body.height, foot.height) }
}

function withBelow(body: Size, foot: Size): Size {
  const between = body.height > 0 && foot.height > 0 ? gap : 0
  return {
    width: Math.max(body.width, foot.width),
    height: body.height + between + foot.height,
  }
}

/** A frame's title in at most two lines. */
export function titleOf(box: Box, width: number): string[] {
  return wrapped(titleText(box), width - (box.phase?.mode ? 90 : 0), 2, 14, true)
}

function titleText({ phase, plan }: Box): string {
  return phase ? phase.title : plan.title || plan.document
}

function looseBlock(
  box: string,
  cards: readonly Card[],
  links: readonly Link[],
  width: number,
  context: Context,
): Block {
  const placed = arrangedCards(cards, links, width, context)
  const bare = { box: null, title: [], inset: 0, head: 0, rows: [], foot: nothing }
  return { key: `${box} loose`, ...bare, ...placed }
}

function arrangedCards(
  cards: readonly Card[],
  links: readonly Link[],
  width: number,
  { columns }: Context,
): Cards {
  if (cards.length === 0) return nothing
  // Cards of one height: lines between neighbours are straight, and rows are even.
  const highest = (kind: string): number =>
    Math.max(0, ...cards.map(({ node, height }) => (node.kind === kind ? height : 0)))
  const heights = new Map(['task', 'gate'].map((kind) => [kind, highest(kind)] as const))
  const pieces = cards.map(({ node, width: wide, height }) => ({
    key: node.key,
    width: wide,
    height: heights.get(node.kind) ?? height,
  }))
  const arranged = arrange(pieces, links, width, columns)
  return {
    width: arranged.width,
    height: arranged.height,
    cards: cards.map((card, index) => ({
      card,
      width: card.width,
      height: pieces[index]?.height ?? card.height,
      ...(arranged.spots.get(card.node.key) ?? { x: 0, y: 0 }),
    })),
  }
}

/** Blocks by the longest chain before them; a row that is too wide becomes several. */
function rowsOf(blocks: readonly Block[], links: readonly Link[], width: number): Block[][] {
  const depth = depths(
    blocks.map(({ key }) => key),
    links,
  )
  const byDepth = Map.groupBy(blocks, ({ key }) => depth.get(key) ?? 0)
  return [...byDepth.keys()]
    .toSorted((left, right) => left - right)
    .flatMap((at) => {
      const rows: Block[][] = []
      for (const block of byDepth.get(at) ?? []) {
        const row = rows.at(-1)
        if (row && widthOfRow([...row, block]) <= width) row.push(block)
        else rows.push([block])
      }
      return rows
    })
}

export function widthOfRow(row: readonly Block[]): number {
  return row.reduce((sum, { width }) => sum + width + gap, -gap)
}

export function heightOfRow(row: readonly Block[]): number {
  return Math.max(...row.map(({ height }) => height))
}

import type { Schedule } from '../schedule.ts'
import type { TaskGraph } from '../task-graph.ts'
import { cardElement } from './card-element.ts'
import { description, headingOf } from './heading.ts'
import { layOut, margin, type Layout } from './layout.ts'
import { legend, type LegendEntry } from './legend.ts'
import { lineElements } from './lines.ts'
import type { Frame } from './place.ts'
import { style } from './style.ts'
import { escapeXml as escaped } from './xml.ts'

/**
 * The graph as a drawing: an SVG that needs nothing else. Tasks are cards in the frames of their phases, with their status as
 * colour and sign; the critical path is thick, circles are red. Light or dark as the reader likes it. Of an overview, figures
 * are those of the whole.
 */
export function svg(graph: TaskGraph, schedule?: Schedule, whole: TaskGraph = graph): string {
  const heading = headingOf(graph, schedule, whole)
  const layout = layOut(graph, margin + heading.height)
  const path = schedule?.criticalPath ?? []
  const circles = new Set(graph.cycles.flat())
  const critical = new Set(path)
  const lines = lineElements(graph, layout, path)
  const key = legend(
    new Set([...entriesOf(layout, critical, circles), ...lines.kinds]),
    layout.width - 2 * margin,
  )
  const width = Math.max(layout.width, heading.width, 620)
  const height = layout.height + key.height + margin + 20
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="goap" role="img" aria-labelledby="goap-title goap-desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title id="goap-title">${escaped(heading.title)}</title>`,
    `<desc id="goap-desc">${escaped(description(graph, schedule, whole))}</desc>`,
    `<style>${style()}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    heading.drawn,
    ...layout.frames.map(frameElement),
    ...lines.drawn,
    ...layout.cards.map((placed) => {
      const { key: name } = placed.card.node
      const marks = { isCritical: critical.has(name), isInCircle: circles.has(name) }
      return cardElement(placed, marks)
    }),
    `<g transform="translate(${margin} ${layout.height + 30})">${key.drawn}</g>`,
    '</svg>',
  ].join('\n')
}

function frameElement({ box, x, y, width, height, title, rule }: Frame): string {
  const line = rule
    ? `<path class="rule" d="M${rule.x} ${rule.y}l${rule.width} ${rule.height}"/>`
    : ''
  if (title.length === 0) return line
  const mode = box.phase?.mode ?? ''
  return [
    `<g><title>${escaped(box.phase?.title ?? (box.plan.title || box.plan.document))}</title>`,
    `<rect class="${box.phase ? 'f' : 'f o'}" x="${x}" y="${y}" width="${width}" height="${height}" rx="10"/>`,
    ...title.map(
      (text, index) =>
        `<text class="ph" x="${x + 20}" y="${y + 25 + index * 20}">${escaped(text)}</text>`,
    ),
    mode === ''
      ? ''
      : `<text class="mode m" text-anchor="end" x="${x + width - 20}" y="${y + 25}">${escaped(mode)}</text>`,
    line,
    '</g>',
  ].join('')
}

/** What occurs beside lines. */
function* entriesOf(
  { cards, frames }: Layout,
  critical: ReadonlySet<string>,
  circles: ReadonlySet<string>,
): Generator<LegendEntry> {
  for (const { card } of cards) yield card.node.gate ? 'gate' : card.status
  if (frames.some(({ rule }) => rule !== null)) yield 'rule'
  if (critical.size > 0) yield 'critical'
  if (circles.size > 0) yield 'circle'
}

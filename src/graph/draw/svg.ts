import { formatDuration } from '../../base/index.ts'
import type { Status } from '../../model/index.ts'
import type { Schedule } from '../schedule.ts'
import type { TaskGraph } from '../task-graph.ts'
import { cut, lineHeight } from './card.ts'
import { layout, type Box, type PlacedGate, type PlacedPhase, type PlacedTask } from './layout.ts'
import { isEnd } from './shown.ts'

const signs: Readonly<Record<Status, string>> = {
  done: '✓',
  running: '▶',
  pending: '',
  failed: '✗',
  blocked: '‖',
  skipped: '–',
}

/**
 * The graph as a picture (SVG 1.1, self-contained): phases as boxes, gates at their end, dependencies as arrows, the critical path
 * marked. Status is told by colour and by sign. It follows the reader's light or dark scheme.
 */
export function svg(graph: TaskGraph, schedule?: Schedule): string {
  const { phases, width, height } = layout(graph, 78)
  const tasks = new Map(phases.flatMap((phase) => phase.tasks.map((task) => [task.key, task] as const))) // prettier-ignore
  const critical = new Set(schedule?.criticalPath)
  const held = new Set(graph.cycles.flatMap((path) => path.map((key, at) => `${key}\n${path[(at + 1) % path.length] ?? ''}`))) // prettier-ignore
  const isImplied = impliedBy(phases)
  const [whole, high] = [Math.ceil(width) + 40, Math.ceil(height) + 34]
  const title = graph.plans.map((plan) => plan.title || plan.document).join(' · ')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 0 ${whole} ${high}" width="${whole}" height="${high}" role="img" aria-labelledby="t d">`,
    `<title id="t">${xml(title)}</title>`,
    `<desc id="d">${xml(description(graph, schedule))}</desc>`,
    `<style>${style}</style>`,
    `<defs>${marker('a', 'edge')}${marker('c', 'critical')}${marker('h', 'held')}</defs>`,
    `<rect class="page" x="-20" y="0" width="${whole}" height="${high}"/>`,
    `<text class="title" x="0" y="32">${xml(cut(title, Math.floor(whole / 10)))}</text>`,
    `<text class="meta" x="0" y="54">${xml(description(graph, schedule))}</text>`,
    ...phases.map(phaseBox),
    ...barriers(phases, graph),
    ...graph.edges.flatMap((edge) => {
      const { from, to, origin } = edge
      const [start, end] = [tasks.get(from), tasks.get(to)]
      if (!start || !end || !isDrawn(edge) || isImplied(from, to)) return []
      const isHeld = held.has(`${to}\n${from}`)
      const isCritical = critical.has(from) && critical.has(to)
      const kind = isHeld ? 'held' : isCritical ? 'critical' : 'edge'
      return [arrow(start, end, kind, origin !== 'stated')]
    }),
    ...phases.flatMap((phase) => phase.tasks.map((task) => taskBox(task, critical.has(task.key)))),
    ...phases.flatMap((phase) => phase.gates.map(gateBox)),
    legend(high - 14),
    '</svg>',
  ].join('\n')
}

/** Order within phases, parts and gates shows by where things stand. */
function isDrawn({ from, to, origin }: TaskGraph['edges'][number]): boolean {
  return !isEnd(from) && !isEnd(to) && (origin === 'stated' || origin === 'inferred')
}

/** Whether the boxes show already that one task comes after another: its phase waits for the other's. */
function impliedBy(phases: readonly PlacedPhase[]): (from: string, to: string) => boolean {
  const holder = new Map(phases.flatMap((phase) => phase.tasks.map(({ key }) => [key, phase] as const))) // prettier-ignore
  const byKey = new Map(phases.map((phase) => [phase.key, phase] as const))
  const before = new Map<PlacedPhase, ReadonlySet<PlacedPhase>>()
  const needsOf = (phase: PlacedPhase): ReadonlySet<PlacedPhase> => {
    const known = before.get(phase)
    if (known) return known
    const found = new Set<PlacedPhase>()
    before.set(phase, found)
    for (const need of phase.phase?.needs ?? []) {
      const other = byKey.get(`${phase.plan.document}#phase/${need}`)
      if (!other) continue
      found.add(other)
      for (const each of needsOf(other)) found.add(each)
    }
    return found
  }
  return (from, to) => {
    const [first, second] = [holder.get(from), holder.get(to)]
    return first !== undefined && second !== undefined && first !== second && needsOf(second).has(first) // prettier-ignore
  }
}

function description(graph: TaskGraph, schedule: Schedule | undefined): string {
  const tasks = graph.nodes.filter(({ kind }) => kind === 'task').length
  const parts = [`${tasks} task${tasks === 1 ? '' : 's'}`]
  const phases = graph.plans.reduce((sum, plan) => sum + plan.phases.length, 0)
  if (phases > 0) parts.push(`${phases} phase${phases === 1 ? '' : 's'}`)
  if (schedule) {
    const { length, sequential, workers, unestimated } = schedule
    const who = workers === Infinity ? 'in parallel' : `with ${workers} worker${workers === 1 ? '' : 's'}` // prettier-ignore
    parts.push(`${formatDuration(length)} ${who}, ${formatDuration(sequential)} one by one`)
    if (unestimated > 0) parts.push(`${unestimated} without an estimate count ${formatDuration(schedule.assumed)}`) // prettier-ignore
  }
  if (graph.cycles.length > 0) parts.push(`${graph.cycles.length} circle${graph.cycles.length === 1 ? '' : 's'}`) // prettier-ignore
  return parts.join(' · ')
}

function phaseBox({ x, y, width, height, phase, tasks }: PlacedPhase): string {
  const status = phase?.status ? signs[phase.status] : ''
  const mode = phase?.mode ?? ''
  const room = Math.floor((width - 40 - mode.length * 7) / 7.6)
  const title = phase ? cut(`${status === '' ? '' : `${status} `}${phase.title}`, room) : tasks.length > 0 ? 'Without a phase' : 'Of the whole plan' // prettier-ignore
  return [
    `<g><title>${xml(phase?.title ?? '')}</title>`,
    `<rect class="phase" ${rectangle({ x, y, width, height })} rx="10"/>`,
    `<text class="heading" x="${x + 16}" y="${y + 22}">${xml(title)}</text>`,
    mode === '' ? '' : `<text class="mode" x="${x + width - 14}" y="${y + 22}">${xml(mode)}</text>`,
    '</g>',
  ].join('')
}

function taskBox({ x, y, width, height, task, card }: PlacedTask, critical: boolean): string {
  const status = task.status ?? 'pending'
  const sign = signs[status]
  let line = y + 18
  const text = (kind: string, words: string): string => {
    const said = `<text class="${kind}" x="${x + 12}" y="${line}">${xml(words)}</text>`
    line += lineHeight
    return said
  }
  return [
    `<g><title>${xml(`${task.id === null ? '' : `${task.id}: `}${task.title} (${status})`)}</title>`,
    `<rect class="task ${status}${critical ? ' longest' : ''}" ${rectangle({ x, y, width, height })} rx="7"/>`,
    sign === '' ? '' : `<text class="sign" x="${x + width - 12}" y="${y + 18}">${sign}</text>`,
    card.id === null ? '' : text('id', card.id),
    ...card.lines.map((words) => text('words', words)),
    card.meta === '' ? '' : text('meta', card.meta),
    '</g>',
  ].join('')
}

function gateBox({ x, y, width, height, gate }: PlacedGate): string {
  const count = gate.criteria.length
  const said = `◇ ${gate.title} (${count})`
  return [
    `<g><title>${xml(`${gate.title}: ${gate.criteria.map(({ text }) => text).join('; ')}`)}</title>`,
    `<rect class="gate" ${rectangle({ x, y, width, height })} rx="15"/>`,
    `<text class="words" x="${x + 16}" y="${y + 20}">${xml(cut(said, Math.floor((width - 36) / 7)))}</text></g>`,
  ].join('')
}

/** What phases wait for, as broad lines between their boxes. */
function barriers(phases: readonly PlacedPhase[], { plans }: TaskGraph): readonly string[] {
  const byKey = new Map(phases.map((phase) => [phase.key, phase] as const))
  return plans.flatMap(({ document, phases: all }) =>
    all.flatMap(({ key, needs }) =>
      needs.flatMap((need) => {
        const [from, to] = [byKey.get(`${document}#phase/${need}`), byKey.get(`${document}#phase/${key}`)] // prettier-ignore
        if (!from || !to || from.y >= to.y) return []
        const [x1, y1] = [from.x + Math.min(from.width, to.width) / 2, from.y + from.height]
        const [x2, y2] = [to.x + Math.min(from.width, to.width) / 2, to.y]
        // Boxes between the two would be crossed: such an order shows by the boxes already.
        if (phases.some((box) => box !== from && box !== to && box.y > from.y && box.y < to.y)) return [] // prettier-ignore
        const middle = (y1 + y2) / 2
        return [`<path class="barrier" d="M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2 - 3}" marker-end="url(#a)"/>`] // prettier-ignore
      }),
    ),
  )
}

/** From the right side to the left one, or downwards, by a smooth curve. */
function arrow(from: Box, to: Box, kind: string, inferred: boolean): string {
  const beside = to.x >= from.x + from.width
  const [x1, y1] = beside
    ? [from.x + from.width, from.y + from.height / 2]
    : [from.x + from.width / 2, to.y >= from.y ? from.y + from.height : from.y]
  const [x2, y2] = beside
    ? [to.x - 4, to.y + to.height / 2]
    : [to.x + to.width / 2, to.y >= from.y ? to.y - 4 : to.y + to.height + 4]
  const bend = beside ? Math.min(60, (x2 - x1) / 2) : Math.min(60, Math.abs(y2 - y1) / 2) * Math.sign(y2 - y1) // prettier-ignore
  const curve = beside
    ? `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
    : `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`
  const head = kind === 'critical' ? 'c' : kind === 'held' ? 'h' : 'a'
  return `<path class="${kind}${inferred ? ' inferred' : ''}" d="${curve}" marker-end="url(#${head})"/>`
}

function legend(y: number): string {
  const entries = [
    ['<path class="critical" d="M0 -4H26" marker-end="url(#c)"/>', 'critical path'],
    ['<path class="edge" d="M0 -4H26" marker-end="url(#a)"/>', 'stated'],
    ['<path class="edge inferred" d="M0 -4H26" marker-end="url(#a)"/>', 'inferred'],
    ['<rect class="gate" x="0" y="-12" width="26" height="15" rx="7"/>', 'gate'],
  ] as const
  const items = entries.map(
    ([picture, words], index) =>
      `<g transform="translate(${index * 128} ${y})">${picture}<text class="meta" x="34" y="0">${words}</text></g>`,
  )
  const status = `<text class="meta" x="${entries.length * 128}" y="${y}">✓ done  ▶ running  ✗ failed  ‖ blocked  – skipped</text>` // prettier-ignore
  return `${items.join('')}${status}`
}

function marker(id: string, kind: string): string {
  return `<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse" markerUnits="userSpaceOnUse"><path class="${kind} head" d="M0 0L8 4L0 8z"/></marker>`
}

function rectangle({ x, y, width, height }: Box): string {
  return `x="${x}" y="${y}" width="${width}" height="${height}"`
}

/** Text for XML 1.0: its own characters escaped, those that it does not allow left out. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

const style = [
  'text{font:12px system-ui,sans-serif;fill:#1f2328}',
  '.page{fill:#fff}.title{font-size:19px;font-weight:650}.heading{font-size:13px;font-weight:600}',
  '.id{font-weight:650}.meta,.mode{fill:#59636e;font-size:11px}.mode,.sign{text-anchor:end}.sign{font-weight:700}',
  '.phase{fill:#f6f8fa;stroke:#d1d9e0}.task{fill:#fff;stroke:#8c959f}.gate{fill:#fff8e1;stroke:#bf8700}',
  '.done{fill:#dafbe1;stroke:#1a7f37}.running{fill:#ddf4ff;stroke:#0969da}.failed{fill:#ffebe9;stroke:#cf222e}',
  '.blocked{fill:#fbefff;stroke:#8250df}.skipped{fill:#eaeef2;stroke:#8c959f;stroke-dasharray:4 3}',
  '.longest{stroke-width:3;stroke:#bc4c00}',
  '.edge,.critical,.held,.barrier{fill:none;stroke:#6e7781;stroke-width:1.4}.critical{stroke:#bc4c00;stroke-width:2.6}',
  '.held{stroke:#cf222e;stroke-width:2.6}.inferred{stroke-dasharray:5 4}.barrier{stroke:#afb8c1;stroke-width:3}',
  '.head{stroke:none;fill:#6e7781}.critical.head{fill:#bc4c00}.held.head{fill:#cf222e}',
  '@media(prefers-color-scheme:dark){text{fill:#e6edf3}.page{fill:#0d1117}.meta,.mode{fill:#9198a1}',
  '.phase{fill:#151b23;stroke:#3d444d}.task{fill:#0d1117;stroke:#656c76}.gate{fill:#272115;stroke:#9e6a03}',
  '.done{fill:#12261e;stroke:#3fb950}.running{fill:#121d2f;stroke:#58a6ff}.failed{fill:#25171c;stroke:#f85149}',
  '.blocked{fill:#1e1a2e;stroke:#a371f7}.skipped{fill:#1b2028;stroke:#656c76}.longest{stroke:#f0883e}',
  '.edge,.barrier{stroke:#6e7681}.critical{stroke:#f0883e}.head{fill:#6e7681}.critical.head{fill:#f0883e}}',
].join('')

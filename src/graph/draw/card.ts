import type { Effort, Status } from '../../model/index.ts'
import type { GraphNode } from '../task-graph.ts'
import type { Size } from './geometry.ts'
import { clipped, wrapped } from './text.ts'

/** A task or gate as a card: what stands on it, and how much room it takes. Sizes are multiples of two steps of the grid. */
export interface Card extends Size {
  readonly node: GraphNode
  readonly status: Status
  /** The id of a task, '' where there is none; of a gate the number of its criteria. */
  readonly name: string
  readonly title: readonly string[]
  /** Agent and effort. */
  readonly foot: string
  readonly badge: string
}

export const cardWidth = 220
export const sizes = { name: 13, title: 12, foot: 10.5, line: 15 } as const

/** The card of a task. */
export function taskCard(node: GraphNode): Card {
  const { id = null, title = '', agent = null, effort = null, priority } = node.task ?? {}
  const badge = priority ?? ''
  const name = id === null ? '' : clipped(id, cardWidth - 50 - (badge ? 26 : 0), sizes.name, true)
  const room = cardWidth - (id === null ? 48 : 26)
  const lines = wrapped(title.replaceAll('`', ''), room, 3, sizes.title)
  const foot = footOf(agent, effort)
  const rows = (name === '' ? 0 : 17) + lines.length * sizes.line + (foot === '' ? 0 : 16)
  return {
    node,
    status: node.task?.status ?? 'pending',
    name,
    title: lines,
    foot,
    badge,
    width: cardWidth,
    height: stepped(rows + 18),
  }
}

/** The card of a gate: a rounded shape with the number of its criteria in a diamond. */
export function gateCard(node: GraphNode): Card {
  const { title = '', criteria = [] } = node.gate ?? {}
  const lines = wrapped(title, cardWidth - 68, 3, sizes.title)
  return {
    node,
    status: 'pending',
    name: String(criteria.length),
    title: lines,
    foot: '',
    badge: '',
    width: cardWidth,
    height: stepped(lines.length * sizes.line + 10),
  }
}

function footOf(agent: string | null, effort: Effort | null): string {
  const time = effort === null ? '' : effortText(effort)
  const room = cardWidth - 26
  if (agent === null) return time
  if (time === '') return clipped(`@${agent}`, room, sizes.foot)
  return `${clipped(`@${agent}`, room - 8 * time.length - 16, sizes.foot)} · ${time}`
}

/** `30 min`, `1–2 h`, `3 d`; a day has 8 hours. */
export function effortText({ minimum, maximum }: Effort): string {
  const [unit, name] =
    minimum % 480 === 0 && maximum % 480 === 0 && maximum >= 960
      ? [480, 'd']
      : maximum >= 60 && minimum % 30 === 0 && maximum % 30 === 0
        ? [60, 'h']
        : [1, 'min']
  const [least, most] = [figure(minimum / unit), figure(maximum / unit)]
  return least === most ? `${most} ${name}` : `${least}–${most} ${name}`
}

function figure(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** Up to a multiple of two steps, so that the middle of each side lies on the grid. */
function stepped(size: number): number {
  return Math.max(40, Math.ceil(size / 20) * 20)
}

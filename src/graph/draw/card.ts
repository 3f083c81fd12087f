import { columns, formatDuration } from '../../base/index.ts'
import type { Task } from '../../model/index.ts'

/** What a task's box shows, and how large it is in pixels. */
export interface Card {
  readonly id: string | null
  /** At most three lines. */
  readonly lines: readonly string[]
  /** Agent and effort. */
  readonly meta: string
  readonly width: number
  readonly height: number
}

export const cardWidth = 214
export const lineHeight = 16
export const gateHeight = 30

/** Columns of a box: characters of 12 pixels are some 7 wide. */
const room = 27

export function boxOf(task: Task): Card {
  const lines = wrapped(task.title, room, 3)
  const meta = cut(
    [task.agent === null ? '' : `@${task.agent}`, effortOf(task)].filter(Boolean).join(' · '),
    room + 3,
  )
  const rows = lines.length + (task.id === null ? 0 : 1) + (meta === '' ? 0 : 1)
  return { id: task.id === null ? null : cut(task.id, room - 2), lines, meta, width: cardWidth, height: 14 + rows * lineHeight } // prettier-ignore
}

function effortOf({ effort }: Task): string {
  if (!effort) return ''
  const [least, most] = [effort.minimum * 60_000, effort.maximum * 60_000].map(formatDuration)
  return least === most ? (least ?? '') : `${least ?? ''}–${most ?? ''}`
}

/** A text in lines of at most `width` columns, words kept whole where they fit; what is too much ends in an ellipsis. */
export function wrapped(text: string, width: number, most: number): readonly string[] {
  const words = text.replace(/\s+/g, ' ').trim().split(' ').slice(0, 80)
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`
    if (columns(longer) <= width || line === '') line = longer
    else {
      lines.push(line)
      line = word
    }
    if (lines.length > most) break
  }
  lines.push(line)
  const shown = lines.slice(0, most).map((each) => cut(each, width))
  if (lines.length <= most) return shown
  const last = shown.at(-1) ?? ''
  return [...shown.slice(0, -1), last.endsWith('…') ? last : cut(`${last} …`, width)]
}

/** The beginning of a text that fits. */
export function cut(text: string, width: number): string {
  if (columns(text) <= width) return text
  let shown = ''
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if (columns(shown + segment) > width - 1) break
    shown += segment
  }
  return `${shown.trimEnd()}…`
}

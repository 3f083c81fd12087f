import type { Style } from '../../io.ts'
import { visibleLine } from '../../visible.ts'
import type { StoppingHow } from '../display.ts'
import { seconds, type Names } from '../plain.ts'
import type { Tally } from '../tally.ts'
import type { Measure, Row } from './screen.ts'

/** What the block shows. */
export interface View {
  readonly tally: Tally
  readonly names: Names
  /** Milliseconds since this process began. */
  readonly elapsed: number
  readonly now: number
  /** How much of the longest chain is done, from 0 to 1, and whether a task is on it; null when that is not known. */
  readonly path: { readonly done: number; readonly isCritical: (key: string) => boolean } | null
  /** Milliseconds that it may still take; null when nothing tells. */
  readonly left: number | null
  readonly frame: number
  /** How the run is being stopped, if it is. */
  readonly stopping: StoppingHow | null
}

export interface Room {
  readonly width: number
  readonly rows: number
}

type Format = Parameters<Style>[0]
type Part = readonly [Format | null, string]

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const most = { running: 8, failed: 3, waiting: 3 }

/** The lines of the block: what failed, what waits, what runs, and two lines of figures; as many as there is room for. */
export function block(view: View, room: Room, style: Style, measure: Measure): readonly Row[] {
  const { tally } = view
  // The line that the cursor stands on and one of the log stay free.
  const high = Math.max(1, room.rows - 2)
  const feet = [totals(view, room.width), times(view)].slice(0, high)
  let free = Math.max(0, high - feet.length)
  const take = (
    parts: readonly (readonly Part[])[],
    limit: number,
  ): readonly (readonly Part[])[] => {
    const shown = windowed(parts, Math.min(limit, free))
    free -= shown.length
    return shown
  }
  // A mark on everything would tell nothing.
  const marked = [...tally.running.keys()].some((key) => !view.path?.isCritical(key))
  // What needs a person goes first where there is little room.
  const waiting = take(
    [...tally.waiting].map((one) => waits(one, view)),
    most.waiting,
  )
  const failed = take(
    [...tally.failed].toReversed().map((one) => fails(one, view)),
    most.failed,
  )
  const running = take(
    inOrder(view).map((one) => runs(one, view, marked, room.width, measure)),
    most.running,
  )
  return [...failed, ...waiting, ...running, ...feet].map((parts) => row(parts, room.width, style, measure)) // prettier-ignore
}

/** The first of many, the last line says how many more there are. */
function windowed(
  lines: readonly (readonly Part[])[],
  limit: number,
): readonly (readonly Part[])[] {
  if (lines.length <= limit) return lines
  if (limit < 1) return []
  const shown = lines.slice(0, limit - 1)
  return [...shown, [['dim', `  … and ${lines.length - shown.length} more`]]]
}

/** What the rest of the run waits for goes first, then what has run longest. */
function inOrder({ tally, path }: View): readonly (readonly [string, number])[] {
  const rank = ([key]: readonly [string, number]): number => (path?.isCritical(key) ? 0 : 1)
  return [...tally.running].toSorted(
    (left, right) => rank(left) - rank(right) || left[1] - right[1],
  )
}

function runs(
  [key, since]: readonly [string, number],
  { names, now, path }: View,
  marked: boolean,
  width: number,
  measure: Measure,
): readonly Part[] {
  const time = now - since >= 1000 ? `  ${whole(now - since)}` : ''
  const mark = marked && path?.isCritical(key) ? '*' : ' '
  const name = cut(names(key), width - 5 - measure.columns(time), measure)
  return [
    ['cyan', `▸${mark} `],
    [null, name],
    ['dim', time],
  ]
}

function fails([key, reason]: readonly [string, string], { names }: View): readonly Part[] {
  return [
    ['red', '✗ '],
    [null, names(key)],
    ['dim', `: ${visibleLine(reason)}`],
  ]
}

function waits([key, what]: readonly [string, string], { names }: View): readonly Part[] {
  return [
    ['yellow', '‖ '],
    [null, names(key)],
    ['dim', ` ${visibleLine(what)}`],
  ]
}

function totals({ tally, frame }: View, width: number): readonly Part[] {
  const { ended, tasks, failed, waiting, running, gates } = tally
  const share = tasks > 0 ? Math.min(1, ended.size / tasks) : 0
  const sign = frames[frame % frames.length] ?? ''
  const size = width >= 60 ? 16 : width >= 40 ? 8 : 0
  const full = Math.round(share * size)
  const rest = [
    `${running.size} running`,
    ...(waiting.size > 0 ? [`${waiting.size} waiting`] : []),
    ...(gates.total > 0 ? [`gates ${gates.passed} of ${gates.total} passed`] : []),
  ].join(' · ')
  return [
    ['cyan', `${sign} `],
    ...(size > 0
      ? ([
          ['green', '━'.repeat(full)],
          ['dim', '─'.repeat(size - full)],
          [null, ' '],
        ] as const)
      : []),
    [null, tasks > 0 ? `${ended.size} of ${tasks} tasks ended` : `${ended.size} tasks ended`],
    ...(failed.size > 0
      ? ([
          [null, ' · '],
          ['red', `${failed.size} failed`],
        ] as const)
      : []),
    [null, ` · ${rest}`],
  ]
}

function times({ path, elapsed, left, stopping }: View): readonly Part[] {
  const parts = [
    ...(path ? [`critical path ${Math.floor(path.done * 100)} % done`] : []),
    left === null ? whole(elapsed) : `${whole(elapsed)}, about ${whole(left)} left`,
    hints[stopping ?? 'running'],
  ]
  return [['dim', `  ${parts.join(' · ')}`]]
}

const hints = {
  running: 'Ctrl-C ends it in order',
  draining: 'ending; Ctrl-C stops what runs',
  stopping: 'stopping; Ctrl-C leaves at once',
} as const

/** A time without fractions: `12 s`, `2 min 5 s`. */
function whole(milliseconds: number): string {
  return seconds(Math.floor(milliseconds / 1000) * 1000).replace(/\.\d s$/, ' s')
}

/** Parts as one line of less than `width` columns, so that it does not wrap. */
function row(parts: readonly Part[], width: number, style: Style, measure: Measure): Row {
  let free = Math.max(1, width - 1)
  let text = ''
  let plain = ''
  for (const [format, part] of parts) {
    const shown = cut(part, free, measure)
    text += format === null || shown === '' ? shown : style(format, shown)
    plain += shown
    free -= measure.columns(shown)
    if (shown !== part) break
  }
  return { text, plain }
}

/** The text in at most `room` columns, with an ellipsis where it is longer. */
export function cut(text: string, room: number, { columns, graphemes }: Measure): string {
  if (room < 1) return ''
  // A column is at least one unit, but marks and joiners have none: of a long text only its beginning is looked at.
  const first = text.slice(0, 16 * room)
  if (first.length === text.length && columns(text) <= room) return text
  let kept = ''
  let used = 0
  for (const part of graphemes(first)) {
    used += columns(part)
    if (used > room - 1) break
    kept += part
  }
  return `${kept}…`
}

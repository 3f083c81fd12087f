import type { Ahead, Report, RunEvent } from '../../index.ts'
import type { Discreet } from '../discreet.ts'
import type { Output, Style } from '../io.ts'
import type { Begun, Display, StoppingHow } from './display.ts'
import { folded, type Told } from './terminal/fold.ts'
import { block, type View } from './terminal/block.ts'
import { screen, type Measure } from './terminal/screen.ts'
import { plainLines, type Names } from './plain.ts'
import { cleaned } from './reporters/lines.ts'
import { summaryLines, type SummaryOptions } from './summary.ts'
import { tallied } from './tally.ts'

export interface LiveOptions {
  readonly out: Output
  readonly style: Style
  readonly names: Names
  readonly now: () => number
  readonly measure: Measure
  readonly clean: Discreet
  readonly summary: SummaryOptions
  /** Measures what is left of the longest chain of a run. Default: nothing is said about it. */
  readonly ahead?: (begun: Begun) => (isOver: (key: string) => boolean) => Ahead
  /** Calls `draw` regularly; the result ends it. Default: ten times a second. */
  readonly every?: (draw: () => void) => () => void
}

/**
 * A block at the foot of the terminal that shows what runs, with what has ended scrolling above it. What happens is shown with the
 * next drawing, at most ten times a second, and only lines that have changed are written.
 */
export function live(options: LiveOptions): Display {
  const { out, style, names, now, measure, clean, summary, ahead, every = tenTimes } = options
  const tally = tallied()
  const foot = screen(out, measure)
  const begin = now()
  /** When `start` was measured. */
  let since = begin
  let log: Told[] = []
  let chain: ((isOver: (key: string) => boolean) => Ahead) | null = null
  /** Of the whole run; what of it was left when this process began with these plans; what is left now. */
  let whole: Ahead | null = null
  let start: Ahead | null = null
  let workers = 1
  let path: Ahead | null = null
  let hasBegun = false
  let isNew = false
  /** Whether the longest chain has not been measured since the last event. */
  let isStale = true
  let isHeld = false
  let isClosed = false
  let stoppingHow: StoppingHow | null = null
  let ticks = 0
  let measuredAt = -measuring
  const stop = every(() => {
    ticks++
    if (isNew || ticks % idle === 0) draw()
  })

  /** The longest chain of what is not over. */
  function measured(): Ahead | null {
    return chain?.((key) => tally.isOver(key)) ?? null
  }

  function measureStart(): void {
    start = measured()
    since = now()
  }

  function view(): View {
    if (isStale && ticks - measuredAt >= measuring) {
      path = measured()
      isStale = false
      measuredAt = ticks
    }
    workers = Math.max(workers, tally.running.size)
    const done = path && whole && whole.length > 0 ? 1 - path.length / whole.length : null
    return {
      tally,
      names,
      now: now(),
      elapsed: now() - begin,
      path: path === null || done === null ? null : { done, isCritical: path.isCritical },
      left: expected(now() - since),
      frame: Math.floor(ticks / idle),
      stopping: stoppingHow,
    }
  }

  /** By how fast it went until now; of a short stretch nothing can be told. */
  function expected(elapsed: number): number | null {
    if (!path || !start) return null
    // It takes at least the longest chain, and at least what so many workers need for all of it.
    const share = span(path, workers) / span(start, workers)
    return share > 0 && share <= 0.9 ? (elapsed * share) / (1 - share) : null
  }

  function draw(): void {
    if (isHeld) return
    const room = { width: Math.max(1, out.columns ?? 80), rows: Math.max(1, out.rows ?? 24) }
    const shown = isClosed || !hasBegun ? [] : block(view(), room, style, measure)
    foot.draw(folded(log, room.width, style, measure), shown)
    log = []
    isNew = false
  }

  function print(lines: readonly Told[]): void {
    log.push(...lines)
    isNew = true
  }

  return {
    begin(begun) {
      tally.begin(begun)
      chain = ahead?.(begun) ?? null
      whole = chain?.(tally.isLeftOut) ?? null
      start = null
    },
    past: (event) => tally.count(event),
    take(event) {
      if (!start) measureStart()
      hasBegun = true
      isStale = true
      tally.count(event)
      if (event.type === 'run.replanned') measureStart()
      print(told(event))
    },
    say: (line) => print([{ line }]),
    stopping(how) {
      stoppingHow = how
      isNew = true
    },
    hold() {
      if (!isHeld) foot.clear()
      isHeld = true
    },
    release() {
      isHeld = false
      draw()
    },
    close() {
      if (isClosed) return
      isClosed = true
      isHeld = false
      stop()
      draw()
    },
    report(report: Report) {
      print(summaryLines(report, style, summary).map((line) => ({ line })))
      draw()
    },
  }

  /** What the log says of an event; what is put to the person who watches, or stands in the block, need not be told beside it. */
  function told(event: RunEvent): readonly Told[] {
    if (
      event.type === 'permission.requested' ||
      event.type === 'question.asked' ||
      event.type === 'task.started'
    )
      return []
    const lines = plainLines(cleaned(event, clean), names, style)
    const [line] = lines
    if (line === undefined) return []
    if (event.type === 'task.finished' && event.outcome.kind === 'succeeded')
      return [{ line, folds: 'done', name: names(event.task) }]
    if (event.type === 'task.skipped') return [{ line, folds: 'skipped', name: names(event.task) }]
    return lines.map((one) => ({ line: one }))
  }
}

function span({ length, work }: Ahead, workers: number): number {
  return Math.max(length, work / workers)
}

/** The longest chain is measured again after so many ticks. */
const measuring = 5

/** Every so many ticks the block is drawn although nothing has happened, so that times go on. */
const idle = 3

function tenTimes(draw: () => void): () => void {
  const timer = setInterval(draw, 100)
  timer.unref()
  return () => clearInterval(timer)
}

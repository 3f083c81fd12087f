import type { RunEvent } from '../../index.ts'
import type { Output, Style } from '../io.ts'
import type { Display } from './display.ts'
import { plainLines, seconds, type Names } from './plain.ts'
import { summaryLines } from './summary.ts'
import { tallied } from './tally.ts'

export interface LiveOptions {
  readonly out: Output
  readonly style: Style
  readonly names: Names
  readonly now: () => number
  /** How many columns a terminal needs for a text. Default: one for each character. */
  readonly columns?: (text: string) => number
  /** Calls `draw` regularly so that times go on; the result ends it. Default: four times a second. */
  readonly every?: (draw: () => void) => () => void
}

const mostRunning = 8
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** A block at the foot of the terminal that shows what runs, with finished lines scrolling above it. */
export function live({
  out,
  style,
  names,
  now,
  columns = (text) => text.length,
  every = quarterly,
}: LiveOptions): Display {
  const tally = tallied()
  const begin = now()
  let drawn: readonly number[] = []
  let frame = 0
  let held: string[] | null = null
  let isClosed = false
  const stop = every(() => {
    frame++
    if (held === null) draw([])
  })

  function block(): string[] {
    const { running, ended, total, failed } = tally
    const width = Math.max(20, out.columns ?? 80)
    // A block that is higher than the terminal could not be taken away again.
    const most = Math.max(1, Math.min(mostRunning, (out.rows ?? 24) - 3))
    const spinner = frames[frame % frames.length] ?? ''
    const shown = [...running].slice(0, most)
    const lines = shown.map(([key, since]) => {
      const time = `  ${seconds(Math.max(0, now() - since))}`
      return cut(`${spinner} ${names(key)}`, width - columns(time), columns) + time
    })
    if (running.size > shown.length) lines.push(`  … and ${running.size - shown.length} more`)
    const bad = failed > 0 ? `, ${failed} failed` : ''
    const of = total > 0 ? ` of ${total}` : ''
    const time = seconds(now() - begin)
    const foot = `${ended}${of} tasks ended${bad} · ${time} · Ctrl-C stops; resume goes on`
    return [...lines, cut(foot, width, columns)]
  }

  /** Lines that were cut for a wider terminal have wrapped since: by that many rows the cursor stands below the first. */
  function clearing(): string {
    const width = Math.max(1, out.columns ?? 80)
    const rows = drawn.reduce((sum, size) => sum + Math.max(1, Math.ceil(size / width)), 0)
    // The column too: what was typed, such as ^C, stands at the cursor.
    return rows > 0 ? `\r\u001b[${rows}A\u001b[0J` : ''
  }

  function draw(above: readonly string[]): void {
    const lines = tally.running.size > 0 && !isClosed ? block() : []
    const shown = lines.map((line, index) =>
      index === lines.length - 1 ? style('dim', line) : line,
    )
    const text = clearing() + [...above, ...shown].map((line) => `${line}\n`).join('')
    if (text !== '') out.write(text)
    drawn = lines.map(columns)
  }

  function print(lines: readonly string[]): void {
    if (held === null) draw(lines)
    else held.push(...lines)
  }

  return {
    settled: (tasks) => tally.settle(tasks),
    past: (event) => tally.count(event),
    take(event) {
      tally.count(event)
      const isQuiet = isAsked(event) || event.type === 'task.started'
      print(isQuiet ? [] : plainLines(event, names, style))
    },
    say: (line) => print([line]),
    hold() {
      out.write(clearing())
      drawn = []
      held ??= []
    },
    release() {
      const lines = held ?? []
      held = null
      draw(lines)
    },
    close() {
      if (isClosed) return
      isClosed = true
      stop()
      const lines = held ?? []
      held = null
      draw(lines)
    },
    report: (report) => print(summaryLines(report, style)),
  }
}

/** What is put to the person who watches need not be told beside it. */
function isAsked({ type }: RunEvent): boolean {
  return type === 'permission.requested' || type === 'question.asked'
}

function quarterly(draw: () => void): () => void {
  const timer = setInterval(draw, 250)
  timer.unref()
  return () => clearInterval(timer)
}

/** Less than `width` columns, so that no line wraps. */
function cut(line: string, width: number, columns: (text: string) => number): string {
  if (columns(line) < width) return line
  let kept = ''
  for (const character of line) {
    if (columns(kept + character) > width - 2) break
    kept += character
  }
  return `${kept}…`
}

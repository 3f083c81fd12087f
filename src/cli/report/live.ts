import type { RunEvent } from '../../index.ts'
import type { Output, Style } from '../io.ts'
import { plainLines, seconds, type Names } from './plain.ts'

/** A block at the foot of the terminal that shows what runs, with finished lines scrolling above it. */
export interface Live {
  take(event: RunEvent): void
  /** Takes the block away for a question: nothing is shown until `release`, and nothing is lost. */
  hold(): void
  release(): void
  close(): void
}

export interface LiveOptions {
  readonly out: Output
  readonly style: Style
  readonly names: Names
  readonly now: () => number
  /** Calls `draw` regularly so that times go on; the result ends it. Default: four times a second. */
  readonly every?: (draw: () => void) => () => void
}

const mostRunning = 8
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** Makes a live view. */
export function live({ out, style, names, now, every = quarterly }: LiveOptions): Live {
  const running = new Map<string, number>()
  const begin = now()
  let total = 0
  let ended = 0
  let failed = 0
  let drawn = 0
  let frame = 0
  let held: string[] | null = null
  const stop = every(() => {
    frame++
    if (held === null) draw([])
  })

  function count(event: RunEvent): void {
    switch (event.type) {
      case 'run.started':
        total = event.tasks
        return
      case 'task.started':
        running.set(event.task, event.at)
        return
      case 'gate.started':
        running.set(event.gate, event.at)
        return
      case 'task.finished':
        running.delete(event.task)
        ended++
        if (event.outcome.kind === 'failed') failed++
        return
      case 'task.skipped':
        ended++
        return
      case 'task.retried':
        running.delete(event.task)
        return
      case 'gate.finished':
      case 'gate.skipped':
        running.delete(event.gate)
        return
      case 'permission.requested':
      case 'question.asked':
        running.delete(event.subject)
        return
      default:
    }
  }

  function block(): string[] {
    const width = Math.max(20, out.columns ?? 80)
    const spinner = frames[frame % frames.length] ?? ''
    const shown = [...running].slice(0, mostRunning)
    const lines = shown.map(([key, since]) =>
      cut(`${spinner} ${names(key)}  ${seconds(now() - since)}`, width),
    )
    if (running.size > shown.length) lines.push(`  … and ${running.size - shown.length} more`)
    const bad = failed > 0 ? `, ${failed} failed` : ''
    const of = total > 0 ? ` of ${total}` : ''
    lines.push(
      style(
        'dim',
        cut(
          `${ended}${of} tasks ended${bad} · ${seconds(now() - begin)} · Ctrl-C stops; resume goes on`,
          width,
        ),
      ),
    )
    return lines
  }

  function draw(above: readonly string[]): void {
    const lines = running.size > 0 ? block() : []
    const up = drawn > 0 ? `\u001b[${drawn}A\u001b[0J` : ''
    out.write(`${up}${[...above, ...lines].map((line) => `${line}\n`).join('')}`)
    drawn = lines.length
  }

  function clear(): void {
    if (drawn > 0) out.write(`\u001b[${drawn}A\u001b[0J`)
    drawn = 0
  }

  return {
    take(event) {
      count(event)
      const lines =
        isAsked(event) || event.type === 'task.started' ? [] : plainLines(event, names, style)
      if (held === null) draw(lines)
      else held.push(...lines)
    },
    hold() {
      clear()
      held ??= []
    },
    release() {
      const lines = held ?? []
      held = null
      draw(lines)
    },
    close() {
      stop()
      clear()
      if (held !== null) draw(held)
    },
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

/** At most `width` - 1 characters, so that no line wraps. */
function cut(line: string, width: number): string {
  return line.length < width ? line : `${line.slice(0, width - 2)}…`
}

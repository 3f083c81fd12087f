import type { RunEvent } from '../../../index.ts'
import type { Discreet } from '../../discreet.ts'
import type { Output, Style } from '../../io.ts'
import { display, type Display } from '../display.ts'
import { plainLines, type Names } from '../plain.ts'
import { reportJson, summaryLines, type SummaryOptions } from '../summary.ts'

export interface LinesOptions {
  readonly out: Output
  readonly style: Style
  readonly names: Names
  readonly clean: Discreet
  readonly summary: SummaryOptions
}

/** Lines, one after the other. */
export function linesDisplay({ out, style, names, clean, summary }: LinesOptions): Display {
  let held: string[] | null = null
  function print(lines: readonly string[]): void {
    if (held) held.push(...lines)
    else for (const line of lines) out.write(`${line}\n`)
  }
  function release(): void {
    const lines = held ?? []
    held = null
    print(lines)
  }
  return display({
    take: (event) => print(plainLines(cleaned(event, clean), names, style)),
    say: (line) => print([line]),
    hold: () => void (held ??= []),
    release,
    close: release,
    report: (report) => print(summaryLines(report, style, summary)),
  })
}

/** The event without secrets in what a line shows of it: of a task that succeeded that is its name only. */
export function cleaned(event: RunEvent, clean: Discreet): RunEvent {
  const isQuiet =
    event.type === 'task.started' ||
    (event.type === 'task.finished' && event.outcome.kind === 'succeeded')
  return isQuiet ? event : clean.all(event)
}

/** Each event as one line of JSON, then the report. `say` gets what is not an event. */
export function jsonDisplay(out: Output, say: (line: string) => void, clean: Discreet): Display {
  return display({
    take(event) {
      out.write(`${JSON.stringify({ schema: 'goap/event@1', ...clean.all(event) })}\n`)
    },
    say,
    report: (report) => void out.write(`${JSON.stringify(reportJson(clean.all(report)))}\n`),
  })
}

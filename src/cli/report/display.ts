import type { Report, RunEvent } from '../../index.ts'
import type { Io, Style } from '../io.ts'
import { plainLines, type Names } from './plain.ts'
import { reportJson, summaryLines } from './summary.ts'

/** Shows a run to whoever watches: in place at a terminal, as lines in a pipe, or as JSON. */
export interface Display {
  /** Tasks that stand, proven or claimed: they count as ended. */
  settled(tasks: readonly string[]): void
  /** An event of before: it counts, and is not shown again. */
  past(event: RunEvent): void
  take(event: RunEvent): void
  /** A line about the run that is not an event. */
  say(line: string): void
  /** Gives the terminal away for a question: nothing is shown until `release`, and nothing is lost. */
  hold(): void
  release(): void
  /** Takes what stands in place away. Closing twice is harmless. */
  close(): void
  report(report: Report): void
}

/** Lines, one after the other. */
export function linesDisplay(io: Io, style: Style, names: Names): Display {
  return {
    settled() {},
    past() {},
    take(event) {
      for (const line of plainLines(event, names, style)) io.stdout.write(`${line}\n`)
    },
    say: (line) => void io.stdout.write(`${line}\n`),
    hold() {},
    release() {},
    close() {},
    report: (report) => void io.stdout.write(`${summaryLines(report, style).join('\n')}\n`),
  }
}

/** Each event as one line of JSON, then the report. What is not an event goes to the standard error. */
export function jsonDisplay(io: Io): Display {
  return {
    settled() {},
    past() {},
    take(event) {
      io.stdout.write(`${JSON.stringify({ schema: 'goap/event@1', ...event })}\n`)
    },
    say: (line) => void io.stderr.write(`${line}\n`),
    hold() {},
    release() {},
    close() {},
    report: (report) => void io.stdout.write(`${JSON.stringify(reportJson(report))}\n`),
  }
}

import type { Plan, Report, RunEvent, Standing } from '../../index.ts'

/** The run that is shown. */
export interface Begun {
  readonly run: string
  readonly plans: readonly Plan[]
  /** Tasks that need not, or must not, run. */
  readonly standings: Readonly<Record<string, Standing>>
}

export type StoppingHow = 'draining' | 'stopping'

/** Shows a run to whoever watches: in place at a terminal, as lines in a pipe, in the format of a tool. */
export interface Display {
  /** Before any event, and again before those of the next generation of its plans. */
  begin(begun: Begun): void
  /** An event of before: it counts, and is not shown again. */
  past(event: RunEvent): void
  take(event: RunEvent): void
  /** A line about the run that is not an event. */
  say(line: string): void
  /** The run is being stopped: what runs comes to its end, or is stopped. */
  stopping(how: StoppingHow): void
  /** Gives the terminal away for a question: nothing is shown until `release`, and nothing is lost. */
  hold(): void
  release(): void
  /** Takes what stands in place away. Closing twice is harmless. */
  close(): void
  report(report: Report): void
}

/** A display that does nothing but what is given. */
export function display(own: Partial<Display>): Display {
  return {
    begin: nothing,
    past: nothing,
    take: nothing,
    say: nothing,
    stopping: nothing,
    hold: nothing,
    release: nothing,
    close: nothing,
    report: nothing,
    ...own,
  }
}

const nothing = (): void => {}

/** Several displays of one run. What is said beside the events is said by the first. */
export function together(displays: readonly Display[]): Display {
  const [first, ...others] = displays
  if (first && others.length === 0) return first
  return {
    begin: (begun) => displays.forEach((one) => one.begin(begun)),
    past: (event) => displays.forEach((one) => one.past(event)),
    take: (event) => displays.forEach((one) => one.take(event)),
    say: (line) => first?.say(line),
    stopping: (how) => displays.forEach((one) => one.stopping(how)),
    hold: () => displays.forEach((one) => one.hold()),
    release: () => displays.forEach((one) => one.release()),
    close: () => displays.forEach((one) => one.close()),
    report: (report) => displays.forEach((one) => one.report(report)),
  }
}

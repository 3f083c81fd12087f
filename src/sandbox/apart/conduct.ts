import { systemClock, type Milliseconds } from '../../base/index.ts'
import type { BoundScript } from '../backend.ts'
import { host, Stopped, type Host } from '../guest/host.ts'
import { endOf, notCompiled, type Ended } from '../guest/outcome.ts'
import type { SandboxResult } from '../result.ts'
import type { Source } from '../source.ts'
import type { Order, Report, Shift, StopReason, Told } from './exchange.ts'

/** What is needed to follow a script that runs in another thread or process. */
export interface Conducting {
  readonly script: BoundScript
  readonly source: Source
  readonly signal: AbortSignal
  readonly send: (order: Order) => void
  /** Time after the deadline, or after `stop`, in which the other side may end the script itself; after it, it is ended by force. */
  readonly grace: Milliseconds
}

/** How a script ended that ran elsewhere. */
export interface Conducted {
  readonly end: Ended
  /** Bytes; null where that is not known. */
  readonly memory: number | null
  /** The other side did not end by itself: what it does now is unknown. */
  readonly forced: boolean
}

/** The host's side of a script that runs elsewhere: answers its calls, and holds its deadline whatever the other side does. */
export interface Conductor {
  readonly host: Host
  /** Takes what the other side says. */
  take(report: Report): void
  /** The other side is gone, by what the script did or by a fault that is not its own. */
  lost(why: Ended | Error): void
  readonly ended: Promise<Conducted>
}

export function conduct({ script, source, signal, send, grace }: Conducting): Conductor {
  const own = host(script)
  const { promise: ended, resolve, reject } = Promise.withResolvers<Conducted>()
  let decided: Ended | undefined
  let isOver = false
  let pumping = false
  let stopGrace: (() => void) | undefined
  const stopDeadline = systemClock.timer(script.limits.wall + grace, () =>
    finish({ end: decided ?? { status: 'timeout', reason: 'wall' }, memory: null, forced: true }),
  )
  const cancel = (): void => stop({ status: 'timeout', reason: 'cancelled' })
  signal.addEventListener('abort', cancel, { once: true })
  // It may have been aborted while the other side was made ready.
  if (signal.aborted) cancel()

  return { host: own, take, lost, ended }

  function take(report: Report): void {
    if (isOver) return
    if (report.kind === 'called') {
      if (decided === undefined) called(report.index, report.argument)
    } else if (report.kind === 'printed') {
      if (decided === undefined) printed(report.which, report.text)
    } else if (report.kind === 'over') {
      finish({ end: decided ?? report.end, memory: report.memory, forced: false })
    } else {
      const end = decided ?? endTold(report.told, shifted(source, report.shift), script)
      finish({ end, memory: report.memory, forced: false })
    }
  }

  function lost(why: Ended | Error): void {
    const end = decided ?? why
    if (end instanceof Error) caught(end)
    else finish({ end, memory: null, forced: true })
  }

  function called(index: number, argument: string): void {
    try {
      send({ kind: 'reply', reply: own.call(index, argument) })
      if (own.waiting > 0 && !pumping) void pump()
    } catch (error) {
      caught(error)
    }
  }

  function printed(which: -1 | -2, text: string): void {
    try {
      own.call(which, text)
    } catch (error) {
      caught(error)
    }
  }

  /** Hands the answers of tools on as they come. */
  async function pump(): Promise<void> {
    pumping = true
    try {
      while (own.waiting > 0 && !isOver) {
        const { id, reply } = await own.answer()
        if (!isOver) send({ kind: 'settle', id, reply })
      }
    } catch (error) {
      caught(error)
    }
    pumping = false
  }

  /** What is no bound that was met is a fault of ours, or of a side that says what it cannot say. */
  function caught(error: unknown): void {
    if (error instanceof Stopped) stop(error.end)
    else if (!isOver) {
      settled()
      reject(error)
    }
  }

  function stop(end: Ended): void {
    if (isOver || decided !== undefined) return
    decided = end
    send({ kind: 'stop' })
    stopGrace = systemClock.timer(grace, () => finish({ end, memory: null, forced: true }))
  }

  function finish(conducted: Conducted): void {
    if (isOver) return
    settled()
    resolve(conducted)
  }

  function settled(): void {
    isOver = true
    stopDeadline()
    stopGrace?.()
    signal.removeEventListener('abort', cancel)
    own.end()
  }
}

/** Places of the source, for a text that has something more than it. */
function shifted(source: Source, shift: Shift | null): Source {
  if (shift === null) return source
  const { line, column, by, rows } = shift
  return {
    ...source,
    place(at, position) {
      const row = at - rows
      return source.place(row, row === line && position >= column + by ? position - by : position)
    },
  }
}

function endTold(told: Told, source: Source, { limits }: BoundScript): Ended {
  switch (told.kind) {
    case 'outcome':
      return endOf(told.outcome, source, limits)
    case 'not-compiled':
      return notCompiled(JSON.parse(told.outcome.slice(1)), source)
    case 'stopped':
      return stoppedBy(told.reason)
  }
}

/** The end of a script that was stopped, of which nothing else is known. */
export function stoppedBy(reason: StopReason): Ended {
  switch (reason) {
    case 'memory':
    case 'output':
    case 'value':
      return { status: 'violation', reason }
    case 'stack':
      return {
        status: 'error',
        reason,
        error: { name: 'RangeError', message: 'The script recursed too deeply.', stack: '', line: null, column: null }, // prettier-ignore
      }
    default:
      return { status: 'timeout', reason }
  }
}

/** A result of a script that never began. */
export function unbegun(
  { why }: BoundScript,
  backend: SandboxResult['backend'],
  end: Ended,
): SandboxResult {
  return { ...end, stdout: '', stderr: '', fuel: null, memory: null, backend, why, ms: 0 }
}

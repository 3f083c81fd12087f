import { GoapError, systemClock } from '../../base/index.ts'
import { conduct, unbegun, type Conductor } from '../apart/conduct.ts'
import { slot } from '../apart/control.ts'
import type { Order } from '../apart/exchange.ts'
import { startLine } from '../apart/line.ts'
import type { Seated } from '../apart/seats.ts'
import type { BoundScript } from '../backend.ts'
import type { SandboxResult } from '../result.ts'
import { usualFiles } from '../script.ts'
import { meteredWorker } from '../worker-files.ts'
import { preparedBy, type Prepared } from './prepared.ts'
import type { MeteredJob, MeteredReport, MeteredTask } from './worker.ts'

/** A thread with the metered QuickJS in it, which runs one script at a time. All reject with `sandbox/backend-failed`. */
export interface MeteredThread extends Seated {
  /** Makes it ready for scripts. */
  start(): Promise<void>
  /** Makes it ready for scripts with tools of these names. */
  warm(tools: readonly string[]): Promise<void>
  /** Rejects with `sandbox/bad-script` too, as the backend on the thread of the caller does. */
  run(script: BoundScript, signal: AbortSignal): Promise<SandboxResult>
}

/**
 * Time after a deadline, or a cancel, in which the script stops by its own meter; then its thread is ended. That is only for what is not
 * metered, such as the compilation of a module, since with the thread goes what was spent and printed.
 */
const grace = 1_000

type Heard = Exclude<MeteredReport, { kind: 'called' }> | undefined

export function startMeteredThread(): MeteredThread {
  let conductor: Conductor | undefined
  let done: PromiseWithResolvers<Heard> | undefined
  let hasStarted = false
  const line = startLine({ entry: meteredWorker, heard, died })

  return {
    get isAlive() {
      return line.isAlive
    },
    start: async () => awake(start),
    warm: async (tools) => awake(async () => prepare({ kind: 'warm', tools })),
    run: async (script, signal) => awake(async () => run(script, signal)),
    end: async () => line.end(),
  }

  /** The process stays alive meanwhile. */
  async function awake<T>(work: () => Promise<T>): Promise<T> {
    line.wake()
    try {
      return await work()
    } finally {
      line.rest()
    }
  }

  /** The first thread of the process makes what all need; the others wait for it and are given it. */
  async function start(): Promise<void> {
    if (hasStarted) return
    const made = await preparedBy(async () => started(null))
    if (!hasStarted) await started(made)
  }

  async function started(given: Prepared | null): Promise<Prepared> {
    const heard = await ask({ kind: 'start', given })
    if (heard?.kind !== 'started') throw failure(heard)
    hasStarted = true
    return heard.prepared
  }

  async function prepare(task: MeteredTask): Promise<void> {
    const heard = await ask(task)
    if (heard?.kind !== 'ready') throw failure(heard)
  }

  async function run(script: BoundScript, signal: AbortSignal): Promise<SandboxResult> {
    const { tools = [] } = script
    const names = tools.map(({ name }) => name)
    // Before the time of the script begins.
    await start()
    Atomics.store(line.numbers, slot.stop, 0)
    const began = systemClock.elapsed()
    const answer = ask({ kind: 'run-metered', job: jobOf(script, names) })
    const source = { file: '', text: '', place: (row: number, column: number) => ({ line: row, column }) } // prettier-ignore
    conductor = conduct({ script, source, signal, grace, send })
    const { ended } = conductor
    void answer.then(told)
    try {
      const { end, forced } = await ended
      if (forced) {
        line.end().catch(() => {})
        return { ...unbegun(script, 'wasm', end), ms: systemClock.elapsed() - began }
      }
      const heard = await answer
      if (heard?.kind !== 'result') throw failure(heard)
      const { stdout, stderr, fuel, memory, backend, why, ms } = heard.result
      return { ...end, stdout, stderr, fuel, memory, backend, why, ms }
    } catch (error) {
      if (done !== undefined) await line.end()
      throw error
    } finally {
      conductor = undefined
    }
  }

  /** Hands the end on, if the thread lived to tell it. */
  function told(heard: Heard): void {
    if (heard?.kind === 'result') conductor?.take({ kind: 'over', end: heard.result, memory: null })
    else conductor?.lost(failure(heard))
  }

  function send(order: Order): void {
    if (order.kind === 'stop') line.stop()
    line.post(order)
  }

  async function ask(task: MeteredTask): Promise<Heard> {
    if (!line.isAlive) return undefined
    const asked = Promise.withResolvers<Heard>()
    line.post(task)
    done = asked
    return asked.promise
  }

  function heard(report: MeteredReport): void {
    if (report.kind === 'called') conductor?.take(report)
    else finish(report)
  }

  function died(): void {
    finish(undefined)
  }

  function finish(heard: Heard): void {
    const asked = done
    done = undefined
    asked?.resolve(heard)
  }

  function failure(heard: Heard): GoapError {
    if (heard?.kind === 'failed') return new GoapError(heard.code, heard.message, { hint: heard.hint }) // prettier-ignore
    return new GoapError('sandbox/backend-failed', 'The thread in which QuickJS runs has ended.', { cause: line.fault }) // prettier-ignore
  }
}

/** Nothing but what a message can carry. */
function jobOf(script: BoundScript, tools: readonly string[]): MeteredJob {
  const {
    code,
    language = 'js',
    file = usualFiles[language],
    input,
    limits,
    seed,
    now,
    why,
  } = script
  const chance = { ...(seed !== undefined && { seed }), ...(now !== undefined && { now }) }
  const json = input === undefined ? '' : JSON.stringify(input)
  return { code, language, file, limits, why, tools, input: json, ...chance }
}

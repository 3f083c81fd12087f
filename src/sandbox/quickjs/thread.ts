import { GoapError, systemClock, type Milliseconds } from '../../base/index.ts'
import { conduct, type Conducted, type Conducting, type Conductor } from '../apart/conduct.ts'
import { readPrinted, slot, type Shared } from '../apart/control.ts'
import type { Job, Order } from '../apart/exchange.ts'
import { startLine } from '../apart/line.ts'
import type { Seated } from '../apart/seats.ts'
import { quickJsWorker } from '../worker-files.ts'
import type { Engine } from './engine.ts'
import type { Task, WorkerReport } from './worker.ts'

/** What is given to a thread with a script. */
export type Running = Omit<Conducting, 'send' | 'grace'> & { readonly job: Job }

/** What a thread made of a script. */
export type Ran = Conducted & {
  readonly stdout: string
  readonly stderr: string
  /** From the moment in which the script could begin until its end was known. */
  readonly ms: Milliseconds
}

/** A thread with QuickJS in it, which runs one script at a time. */
export interface Thread extends Seated {
  /** What it was given, or has made. Rejects with `sandbox/backend-failed` if it could not. */
  engine(): Promise<Engine>
  /** Makes a world ready for scripts with these tools and bounds. */
  warm(making: Pick<Job, 'tools' | 'limits'>): Promise<void>
  /** Rejects with `sandbox/backend-failed` if the thread died for no fault of the script. */
  run(running: Running): Promise<Ran>
}

/** Time that a thread has to stop a script that does not end by itself; both count from the moment in which it should have. */
export interface Patience {
  /** Until the script is said to have ended, whatever the thread does. */
  readonly result: Milliseconds
  /** And then until the thread is ended, which costs another one. On a busy machine it may wait that long for a processor. */
  readonly thread: Milliseconds
}

const usual: Patience = { result: 20, thread: 1_000 }

/** Starts a thread with what another one made, or one that makes it itself. */
export function startThread(given: Engine | null, patience: Patience = usual): Thread {
  const made = Promise.withResolvers<Engine | null>()
  if (given !== null) made.resolve(given)
  let room = new Uint8Array(new SharedArrayBuffer(0))
  let conductor: Conductor | undefined
  let ready: PromiseWithResolvers<void> | undefined
  let rested: Promise<void> = Promise.resolve()
  const line = startLine({ entry: quickJsWorker, data: { engine: given }, heard, died })
  const { numbers } = line

  return {
    get isAlive() {
      return line.isAlive
    },
    get rested() {
      return rested
    },
    async engine() {
      const engine = await awake(async () => made.promise)
      if (engine === null) throw failed()
      return engine
    },
    async warm(making) {
      // At once, so that a script that comes now waits for it: the thread tells of one thing at a time that it is ready.
      const warmed = rested.then(async () => awake(async () => prepare(making)))
      rested = warmed.catch(() => {})
      await warmed
    },
    async run({ job, ...conducting }) {
      await rested
      line.wake()
      await prepare(job)
      const shared: Shared = { numbers, printed: roomFor(job.limits.output) }
      for (const at of [slot.stop, slot.stdout, slot.stderr]) Atomics.store(numbers, at, 0)
      const began = systemClock.elapsed()
      const own = conduct({ ...conducting, send, grace: patience.result })
      conductor = own
      const idle = Promise.withResolvers<void>()
      ready = idle
      post({ kind: 'run', job, printed: shared.printed })
      const conducted = await own.ended.catch(async (error: unknown) => {
        await line.end()
        throw error
      })
      const ms = systemClock.elapsed() - began
      conductor = undefined
      const read = { stdout: readPrinted(shared, 'stdout'), stderr: readPrinted(shared, 'stderr') }
      // Neither that it stops nor what it clears away keeps the result waiting.
      if (conducted.forced) line.stop()
      rested = rest(idle.promise, conducted.forced)
      if (line.fault !== undefined) throw failed()
      return { ...conducted, ...read, ms }
    },
    end: async () => line.end(),
  }

  /** Resolves when the thread is ready for another script; one that was told to stop and does not is ended. */
  async function rest(idle: Promise<void>, isStopped: boolean): Promise<void> {
    const forget = isStopped
      ? systemClock.timer(patience.thread, () => void line.end().catch(() => {}))
      : undefined
    await idle
    forget?.()
    line.rest()
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

  async function prepare(making: Pick<Job, 'tools' | 'limits'>): Promise<void> {
    if (!line.isAlive) throw failed()
    ready = Promise.withResolvers<void>()
    post({ kind: 'warm', making: { tools: making.tools, limits: making.limits } })
    await ready.promise
    if (!line.isAlive) throw failed()
  }

  function heard(report: WorkerReport): void {
    if (report.kind === 'ready') ready?.resolve()
    else if (report.kind === 'made') made.resolve(report.engine)
    else conductor?.take(report)
  }

  function send(order: Order): void {
    if (order.kind === 'stop') line.stop()
    else line.post(order)
  }

  function post(task: Task): void {
    line.post(task)
  }

  function died(): void {
    made.resolve(null)
    ready?.resolve()
    conductor?.lost({ status: 'violation', reason: 'memory' })
  }

  function failed(): GoapError {
    return new GoapError('sandbox/backend-failed', 'The thread in which QuickJS runs has ended.', { cause: line.fault }) // prettier-ignore
  }

  /** Output is kept where both sides see it; one room serves all scripts until one may print more. */
  function roomFor(output: number): Uint8Array<SharedArrayBuffer> {
    if (room.length < 2 * output) room = new Uint8Array(new SharedArrayBuffer(2 * output))
    return room
  }
}

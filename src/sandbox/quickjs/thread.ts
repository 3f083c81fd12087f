import { MessageChannel, Worker } from 'node:worker_threads'
import { GoapError } from '../../base/index.ts'
import { conduct, type Conducted, type Conducting, type Conductor } from '../apart/conduct.ts'
import type { Job, Order } from '../apart/exchange.ts'
import { quickJsWorker } from '../worker-files.ts'
import type { WasmModule } from '../../wasm/index.ts'
import { readPrinted, slot, slots, type Shared } from './control.ts'
import type { Task, WorkerData, WorkerReport } from './worker.ts'

/** What is given to a thread with a script. */
export type Running = Omit<Conducting, 'send' | 'grace'> & { readonly job: Job }

/** What a thread made of a script. */
export type Ran = Conducted & { readonly stdout: string; readonly stderr: string }

/** A thread with QuickJS in it, which runs one script at a time. */
export interface Thread {
  /** Makes a world ready for scripts with these tools and bounds. */
  warm(making: Pick<Job, 'tools' | 'limits'>): Promise<void>
  /** Rejects with `sandbox/backend-failed` if the thread died for no fault of the script. */
  run(running: Running): Promise<Ran>
  /** False when it was ended; what comes after needs another thread. */
  readonly isAlive: boolean
  end(): Promise<void>
}

/** Time after a deadline that a script has to stop at a turn of its own, before its thread is ended: ending costs a new thread. */
const grace = 20
/** Megabytes of machine stack: enough for what the largest bound of a script's own stack makes of it. */
const stackSizeMb = 16

export function startThread(wasmModule: WasmModule): Thread {
  const { port1: port, port2 } = new MessageChannel()
  const numbers = new Int32Array(new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT))
  let room = new Uint8Array(new SharedArrayBuffer(0))
  const worker = new Worker(quickJsWorker, {
    workerData: { port: port2, numbers, wasmModule } satisfies WorkerData,
    transferList: [port2],
    // Nothing of the host's environment is there to be found.
    env: {},
    // Options of the host's node, such as --input-type, are not for this file.
    execArgv: [],
    resourceLimits: { stackSizeMb },
  })
  let isAlive = true
  let fault: unknown
  let conductor: Conductor | undefined
  let ready: PromiseWithResolvers<void> | undefined
  worker.on('error', (error) => (fault = error))
  worker.on('exit', died)
  port.on('message', heard)
  rest()

  return {
    get isAlive() {
      return isAlive
    },
    async warm(making) {
      wake()
      await prepare(making)
      rest()
    },
    async run({ job, ...conducting }) {
      wake()
      await prepare(job)
      const shared: Shared = { numbers, printed: roomFor(job.limits.output) }
      for (const at of [slot.stop, slot.stdout, slot.stderr]) Atomics.store(numbers, at, 0)
      const own = conduct({ ...conducting, send, grace })
      conductor = own
      const idle = Promise.withResolvers<void>()
      ready = idle
      post({ kind: 'run', job, printed: shared.printed })
      const conducted = await own.ended.catch(async (error: unknown) => {
        await end()
        throw error
      })
      conductor = undefined
      const read = { stdout: readPrinted(shared, 'stdout'), stderr: readPrinted(shared, 'stderr') }
      if (conducted.forced) await end()
      else await idle.promise
      rest()
      if (fault !== undefined) throw failed()
      return { ...conducted, ...read }
    },
    end,
  }

  async function prepare(making: Pick<Job, 'tools' | 'limits'>): Promise<void> {
    if (!isAlive) throw failed()
    ready = Promise.withResolvers<void>()
    post({ kind: 'warm', making: { tools: making.tools, limits: making.limits } })
    await ready.promise
    if (!isAlive) throw failed()
  }

  function heard(report: WorkerReport): void {
    if (report.kind === 'ready') ready?.resolve()
    else conductor?.take(report)
  }

  function send(order: Order): void {
    if (order.kind === 'stop') Atomics.store(numbers, slot.stop, 1)
    else port.postMessage(order)
    signal()
  }

  function post(task: Task): void {
    port.postMessage(task)
    signal()
  }

  function signal(): void {
    Atomics.add(numbers, slot.messages, 1)
    Atomics.notify(numbers, slot.messages)
  }

  function died(): void {
    isAlive = false
    port.close()
    ready?.resolve()
    conductor?.lost({ status: 'violation', reason: 'memory' })
  }

  function failed(): GoapError {
    return new GoapError('sandbox/backend-failed', 'The thread in which QuickJS runs has ended.', { cause: fault }) // prettier-ignore
  }

  async function end(): Promise<void> {
    isAlive = false
    await worker.terminate()
  }

  /** Output is kept where both sides see it; one room serves all scripts until one may print more. */
  function roomFor(output: number): Uint8Array<SharedArrayBuffer> {
    if (room.length < 2 * output) room = new Uint8Array(new SharedArrayBuffer(2 * output))
    return room
  }

  /** A thread that rests does not keep the process alive. */
  function rest(): void {
    worker.unref()
    port.unref()
  }

  function wake(): void {
    worker.ref()
    port.ref()
  }
}

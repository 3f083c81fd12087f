import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import { compileCache } from '../rewritten.ts'
import { slot, slots } from './control.ts'

/** What every thread gets when it is started, beside what is its own. */
export interface LineData {
  readonly port: MessagePort
  readonly numbers: Int32Array<SharedArrayBuffer>
  /** The folder in which Node keeps what it compiled; null: none. */
  readonly compileCache: string | null
}

/** A thread, and the line to it: messages for which it can wait without returning to its event loop. */
export interface Line {
  readonly numbers: Int32Array<SharedArrayBuffer>
  /** False when it was ended, or died. */
  readonly isAlive: boolean
  /** What it died of, if it threw. */
  readonly fault: unknown
  post(message: unknown): void
  /** Tells the script that runs to stop, though the thread takes no message meanwhile. */
  stop(): void
  /** While it rests it does not keep the process alive. */
  rest(): void
  wake(): void
  end(): Promise<void>
}

export interface LineOptions<M> {
  /** The file in which the thread begins. */
  readonly entry: URL
  readonly data?: Readonly<Record<string, unknown>>
  readonly heard: (message: M) => void
  readonly died: () => void
}

/** Megabytes of machine stack: enough for what the largest bound of a script's own stack makes of it. */
const stackSizeMb = 16
/** Megabytes for new objects. Of its own V8 lets them grow to 48 in each thread, and it is long before they shrink again. */
const maxYoungGenerationSizeMb = 6

/** Starts a thread, which rests. */
export function startLine<M>({ entry, data = {}, heard, died }: LineOptions<M>): Line {
  const { port1: port, port2 } = new MessageChannel()
  const numbers = new Int32Array(new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT))
  const worker = new Worker(entry, {
    workerData: { ...data, port: port2, numbers, compileCache: compileCache() } satisfies LineData,
    transferList: [port2],
    // Nothing of the host's environment is there to be found.
    env: {},
    // Options of the host's node, such as --input-type, are not for this file.
    execArgv: [],
    resourceLimits: { stackSizeMb, maxYoungGenerationSizeMb },
  })
  let isAlive = true
  let fault: unknown
  worker.on('error', (error) => (fault = error))
  worker.on('exit', () => {
    isAlive = false
    port.close()
    died()
  })
  port.on('message', heard)
  rest()

  return {
    numbers,
    get isAlive() {
      return isAlive
    },
    get fault() {
      return fault
    },
    post(message) {
      port.postMessage(message)
      signal()
    },
    stop() {
      Atomics.store(numbers, slot.stop, 1)
      signal()
    },
    rest,
    wake() {
      worker.ref()
      port.ref()
    },
    async end() {
      isAlive = false
      worker.ref()
      await worker.terminate()
    },
  }

  function signal(): void {
    Atomics.add(numbers, slot.messages, 1)
    Atomics.notify(numbers, slot.messages)
  }

  function rest(): void {
    // Who waits for its end waits in a process that must live until then.
    if (!isAlive) return
    worker.unref()
    port.unref()
  }
}

import { receiveMessageOnPort, workerData } from 'node:worker_threads'
import { addPrinted, slot, type Shared } from '../apart/control.ts'
import type { Job, Order, Report, StopReason } from '../apart/exchange.ts'
import type { LineData } from '../apart/line.ts'
import { makeEngine, type Engine } from './engine.ts'
import { makeWorld, type Beyond, type World } from './world.ts'

// The thread in which scripts run. While one runs the thread never returns to its event loop: it waits for messages by the
// number that goes up with each.

/** What the host gives to the thread when it starts it. */
export interface WorkerData extends LineData {
  /** What another thread of the process made; without it this one makes it, and tells it. */
  readonly engine: Engine | null
}

/** What comes to the thread between scripts. */
export type Task =
  | { readonly kind: 'run'; readonly job: Job; readonly printed: Uint8Array<SharedArrayBuffer> }
  | { readonly kind: 'warm'; readonly making: Pick<Job, 'tools' | 'limits'> }

/** What the thread says: also when it is ready for the next task. */
export type WorkerReport =
  | Report
  | { readonly kind: 'ready' }
  | { readonly kind: 'made'; readonly engine: Engine }

/** Worlds kept, for as many different sets of tools and bounds. */
const mostWorlds = 4

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- thread.ts gives it
const { port, numbers, engine: given } = workerData as WorkerData
const worlds = new Map<string, World>()

// What Emscripten and its bindings would say to whoever programs with them must not stand in the output of goap.
for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) console[name] = () => {}

// QuickJS asks here for the time zone, and scripts live in UTC.
// oxlint-disable-next-line no-extend-native -- of this thread alone
Date.prototype.getTimezoneOffset = () => 0

const engine = given === null ? made() : Promise.resolve(given)

port.on('message', (task: Task | Order) => {
  if (task.kind === 'warm') void prepared(task.making).then(() => tell({ kind: 'ready' }))
  else if (task.kind === 'run' && 'printed' in task) void run(task.job, task.printed)
})

async function made(): Promise<Engine> {
  const engine = await makeEngine()
  tell({ kind: 'made', engine })
  return engine
}

async function run(job: Job, printed: Uint8Array<SharedArrayBuffer>): Promise<void> {
  const key = keyOf(job)
  const world = await prepared(job)
  const told = world.run(job, beyond({ numbers, printed }, job.limits))
  const { held, isUsable } = world.renew()
  if (!isUsable) worlds.delete(key)
  tell({ kind: 'ended', told, memory: held, shift: null })
  if (!isUsable) await prepared(job)
  tell({ kind: 'ready' })
}

async function prepared(making: Pick<Job, 'tools' | 'limits'>): Promise<World> {
  const key = keyOf(making)
  const world = worlds.get(key) ?? (await makeWorld(making, await engine))
  // The last used stands last; the first is given up.
  worlds.delete(key)
  worlds.set(key, world)
  const [oldest] = worlds.keys()
  if (worlds.size > mostWorlds && oldest !== undefined) worlds.delete(oldest)
  return world
}

function keyOf({ tools, limits: { memory, stack } }: Pick<Job, 'tools' | 'limits'>): string {
  return JSON.stringify([memory, stack, ...tools])
}

function beyond(shared: Shared, limits: Job['limits']): Beyond {
  const deadline = performance.now() + limits.wall
  /** Answers that came while a call waited for its own. */
  const early: Extract<Order, { kind: 'settle' }>[] = []
  let room = limits.output

  return {
    call(index, argument) {
      tell({ kind: 'called', index, argument })
      for (;;) {
        const order = receive()
        if (order?.kind === 'reply') return order.reply
        if (order?.kind === 'settle') early.push(order)
        else return undefined
      }
    },
    print(stream, line) {
      const bytes = Buffer.from(line)
      const fitting = bytes.subarray(0, room)
      addPrinted(shared, stream, fitting)
      room -= fitting.length
      return fitting.length === bytes.length
    },
    settled() {
      const order = early.shift() ?? receive()
      return order?.kind === 'settle' ? order : undefined
    },
    stopped,
  }

  function stopped(): StopReason | undefined {
    if (Atomics.load(numbers, slot.stop) === 1) return 'cancelled'
    return performance.now() >= deadline ? 'wall' : undefined
  }

  /** Waits for a message; undefined when the script shall stop. */
  function receive(): Order | undefined {
    while (stopped() === undefined) {
      const seen = Atomics.load(numbers, slot.messages)
      const received: { readonly message: Order } | undefined = receiveMessageOnPort(port)
      if (received) return received.message
      Atomics.wait(numbers, slot.messages, seen, Math.max(0, deadline - performance.now()))
    }
    return undefined
  }
}

function tell(report: WorkerReport): void {
  port.postMessage(report)
}

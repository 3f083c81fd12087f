import { receiveMessageOnPort, workerData } from 'node:worker_threads'
import { GoapError, type ErrorCode, type Json } from '../../base/index.ts'
import { slot } from '../apart/control.ts'
import type { Order, Report } from '../apart/exchange.ts'
import type { LineData } from '../apart/line.ts'
import type { BoundScript } from '../backend.ts'
import type { Reply } from '../guest/guest.ts'
import { Stopped } from '../guest/host.ts'
import type { SandboxResult } from '../result.ts'
import type { Tool } from '../tool.ts'
import { meteredBackend } from './backend.ts'
import { prepared, preparedBy, type Prepared } from './prepared.ts'

// A thread in which the backend `wasm` runs scripts, one at a time. While a script computes, or calls a tool, the thread does not
// return to its event loop; while a script waits for tools that answer later, it does.

/** A script as it is handed to the thread. */
export type MeteredJob = Omit<BoundScript, 'tools' | 'input'> & {
  /** Names of the tools, by the places that `called` speaks of. */
  readonly tools: readonly string[]
  /** JSON; empty for none. */
  readonly input: string
}

/** What comes to the thread between scripts. */
export type MeteredTask =
  | { readonly kind: 'run-metered'; readonly job: MeteredJob }
  /** With what another thread of the process made; without it this one makes it. */
  | { readonly kind: 'start'; readonly given: Prepared | null }
  | { readonly kind: 'warm'; readonly tools: readonly string[] }

/** What it says, beside what its scripts call. After `result` and `failed` it is ready for the next task. */
export type MeteredReport =
  | Extract<Report, { kind: 'called' }>
  | { readonly kind: 'ready' }
  | { readonly kind: 'started'; readonly prepared: Prepared }
  | { readonly kind: 'result'; readonly result: SandboxResult }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly hint: string } // prettier-ignore

type Settle = (reply: Reply) => void

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- startLine gives it
const { port, numbers } = workerData as LineData
const backend = meteredBackend({ idle: 1 })
/** Promises of tools that answer later, by what the host calls them. */
const waiting = new Map<number, Settle>()
let cancel = new AbortController()

port.on('message', (message: MeteredTask | Order) => {
  if (message.kind === 'run-metered') void answer(async () => run(message.job))
  else if (message.kind === 'start') void answer(async () => start(message.given))
  else if (message.kind === 'warm') void answer(async () => warm(message.tools))
  else ordered(message)
})

async function answer(work: () => Promise<MeteredReport>): Promise<void> {
  let report: MeteredReport
  try {
    report = await work()
  } catch (error) {
    const told = error instanceof GoapError ? error : new GoapError('sandbox/backend-failed', String(error)) // prettier-ignore
    report = { kind: 'failed', code: told.code, message: told.message, hint: told.hint }
  }
  port.postMessage(report)
}

async function start(given: Prepared | null): Promise<MeteredReport> {
  if (given !== null) await preparedBy(async () => given)
  const standing = await backend.ready()
  if (standing.ready) return { kind: 'started', prepared: await prepared() }
  throw new GoapError('sandbox/backend-failed', standing.reason, { hint: standing.hint })
}

async function warm(names: readonly string[]): Promise<MeteredReport> {
  const idle = { call: () => undefined }
  await backend.warm(names.map((name) => ({ ...idle, name })))
  return { kind: 'ready' }
}

async function run({ tools, input, ...script }: MeteredJob): Promise<MeteredReport> {
  cancel = new AbortController()
  const { signal } = cancel
  // It is looked at between steps, when no message is taken.
  Object.defineProperty(signal, 'aborted', { get: isStopped })
  waiting.clear()
  const deadline = performance.now() + script.limits.wall
  const given = input === '' ? {} : { input: json(input) }
  const own = tools.map((name, index) => toolOf(name, index, deadline))
  return { kind: 'result', result: await backend.execute({ ...script, ...given, tools: own }, signal) } // prettier-ignore
}

/** What the host says of the script that runs. */
function ordered(order: Order): void {
  if (order.kind === 'stop') cancel.abort()
  else if (order.kind === 'settle') waiting.get(order.id)?.(order.reply)
}

function toolOf(name: string, index: number, deadline: number): Tool {
  return {
    name,
    call(argument) {
      const text = argument === undefined ? '' : JSON.stringify(argument)
      port.postMessage({ kind: 'called', index, argument: text } satisfies MeteredReport)
      const reply = replyBefore(deadline)
      if (!reply.startsWith('~')) return answerOf(reply)
      const id = Number(reply.slice(1))
      const { promise, resolve } = Promise.withResolvers<Reply>()
      waiting.set(id, resolve)
      return promise.then(answerOf)
    },
  }
}

/** Waits for the answer to a call. Throws `Stopped` when the script shall stop. */
function replyBefore(deadline: number): Reply {
  for (;;) {
    if (isStopped()) throw new Stopped({ status: 'timeout', reason: 'cancelled' })
    const left = deadline - performance.now()
    if (left <= 0) throw new Stopped({ status: 'timeout', reason: 'wall' })
    const seen = Atomics.load(numbers, slot.messages)
    const received: { readonly message: Order } | undefined = receiveMessageOnPort(port)
    if (received === undefined) Atomics.wait(numbers, slot.messages, seen, left)
    else if (received.message.kind === 'reply') return received.message.reply
    else ordered(received.message)
  }
}

function isStopped(): boolean {
  return Atomics.load(numbers, slot.stop) === 1
}

function answerOf(reply: Reply): Json | undefined {
  const text = reply.slice(1)
  if (!reply.startsWith('!')) return text === '' ? undefined : json(text)
  const { name, message }: { readonly name: string; readonly message: string } = JSON.parse(text)
  throw Object.assign(new Error(message), { name })
}

function json(text: string): Json {
  const value: Json = JSON.parse(text)
  return value
}

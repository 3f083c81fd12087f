import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core'
import { chanceText } from '../apart/chance.ts'
import type { Job, StopReason, Told } from '../apart/exchange.ts'
import type { Guest, Outcome, Reply } from '../guest/guest.ts'
import { prelude } from '../guest/prelude.ts'
import { preludeFile } from '../guest/stacks.ts'
import type { Engine } from './engine.ts'
import { makeInstance } from './instance.ts'
import { cappedMemory, fillUp, imageOf } from './memory.ts'

/** What a world is made for; a script with others needs another world. */
export type Making = Pick<Job, 'tools'> & {
  readonly limits: Pick<Job['limits'], 'memory' | 'stack'>
}

/** Beyond it runs the host. */
export interface Beyond {
  /** A tool is called; waits for the answer. Undefined when the script shall stop instead. */
  call(index: number, argument: string): Reply | undefined
  /** A line is printed. False when no more may be. */
  print(stream: 'stdout' | 'stderr', line: string): boolean
  /** Waits for the next answer of a tool that answers later; undefined when the script shall stop instead. */
  settled(): { readonly id: number; readonly reply: Reply } | undefined
  /** Why the script shall stop now, if it shall. */
  stopped(): StopReason | undefined
}

/** A QuickJS with the prelude in it. Every run begins with the same memory. */
export interface World {
  /** Runs a script; never throws. */
  run(job: Job, beyond: Beyond): Told
  /** Makes the memory as it was, for the next run. `held` are the bytes that the script wrote to; a world that is not usable is thrown away. */
  renew(): { readonly held: number; readonly isUsable: boolean }
}

/** JS_EVAL_FLAG_ASYNC of QuickJS: the script may await, and its value comes as a promise of `{ value }`. */
const asynchronous = 128
/** Pending jobs that run before the clock is looked at. */
const jobsAtOnce = 64
/** Steps of QuickJS between two looks at the clock: some tenths of a millisecond. */
const slice = 65_536n
/** Bytes by which a memory may have grown to be kept. */
const keptGrowth = 32 * 1024 * 1024

export async function makeWorld({ tools, limits }: Making, engine: Engine): Promise<World> {
  const memory = cappedMemory(limits.memory)
  const { quickJs, emscripten, fuel, globals } = await makeInstance(engine, memory.wasm, refill)
  let beyond: Beyond | undefined
  let halted: StopReason | undefined
  let told: Outcome | undefined
  let waiting = 0
  let isHosting = false

  const runtime = quickJs.newRuntime({ maxStackSizeBytes: limits.stack })
  const context = runtime.newContext()
  const call = context.newFunction('call', (which, text) =>
    hosted(() => context.newString(called(context.getNumber(which), context.getString(text)))),
  )
  const guest = guestOf(context, call)
  guest.use('tools', [JSON.stringify(tools)])
  const clock = context.unwrapResult(context.evalCode(chanceText, preludeFile))
  const seed = context.getProp(clock, 'seed')
  const stopClock = context.getProp(clock, 'stop')
  memory.bound(fillUp(emscripten, memory.wasm, limits.memory) + limits.memory)
  const image = imageOf(memory.wasm)
  const before = globals.map(({ value }) => value)

  return {
    run(job, side) {
      beyond = side
      halted = told = undefined
      waiting = 0
      fuel.value = slice
      memory.wasRefused()
      try {
        return work(job)
      } catch (error) {
        return { kind: 'stopped', reason: shallStop() ?? reasonOf(error) }
      } finally {
        beyond = undefined
      }
    },
    renew() {
      const isUsable = image.growth() <= keptGrowth
      for (const [index, one] of globals.entries()) one.value = before[index] ?? 0
      return { held: isUsable ? image.restore() : image.written(), isUsable }
    },
  }

  /**
   * Once it throws it throws at every further step, also where what was stopped is cleared away: nothing goes on in a memory in disorder.
   * While the host answers a call of the script it waits until that is done.
   */
  function refill(): void {
    if (!isHosting && shallStop() !== undefined) throw new Error('The script was stopped.')
    fuel.value = slice
  }

  /** The host's part of a call by the script. If the script shall stop it has no answer, and the next step is its last. */
  function hosted(work: () => QuickJSHandle): QuickJSHandle {
    isHosting = true
    try {
      return work()
    } catch (error) {
      if (shallStop() === undefined) throw error
      return context.undefined
    } finally {
      isHosting = false
      if (shallStop() !== undefined) fuel.value = 0n
    }
  }

  function work(job: Job): Told {
    context.unwrapResult(context.callFunction(seed, clock, context.newNumber(job.seed)))
    if (job.now !== null)
      context.unwrapResult(context.callFunction(stopClock, clock, context.newNumber(job.now)))
    if (job.input !== '') guest.use('input', [job.input])
    const result = context.evalCode(job.text, job.file, asynchronous)
    if (result.error) {
      const outcome = finished('fail', result.error)
      return outcome.kind === 'outcome' ? { ...outcome, kind: 'not-compiled' } : outcome
    }
    return follow(result.value, job)
  }

  /**
   * Runs jobs and takes answers until the script has told its outcome and no job is left, or nothing is left that could bring one. An
   * answer that nobody waits for when the outcome is told is not taken.
   */
  function follow(promise: QuickJSHandle, job: Job): Told {
    let isTaken = false
    for (;;) {
      const stop = shallStop()
      if (stop) return { kind: 'stopped', reason: stop }
      const state = isTaken ? undefined : context.getPromiseState(promise)
      if (state && state.type !== 'pending') {
        isTaken = true
        const end =
          state.type === 'fulfilled'
            ? valued(context.getProp(state.value, 'value'), job)
            : finished('fail', state.error)
        if (end.kind === 'stopped') return end
        if (end.outcome !== '') told = end.outcome
      } else if (runtime.hasPendingJob()) {
        const done = runtime.executePendingJobs(jobsAtOnce)
        const why = done.error ? (shallStop() ?? reasonIn(done.error)) : undefined
        if (why) return { kind: 'stopped', reason: why }
      } else if (told !== undefined) return outcomeOf(told)
      else if (waiting > 0) {
        const answer = beyond?.settled()
        if (answer) {
          waiting--
          guest.use('settle', [answer.id, answer.reply])
        }
      } else return { kind: 'stopped', reason: 'pending' }
    }
  }

  /** A long text is refused before it is written as JSON, which would take longer than the script. */
  function valued(value: QuickJSHandle, { limits }: Job): ReturnType<typeof finished> {
    const isLong =
      context.typeof(value) === 'string' &&
      context.getNumber(context.getProp(value, 'length')) > limits.value
    return isLong ? { kind: 'stopped', reason: 'value' } : finished('finish', value)
  }

  /** What the guest makes of a value or of something thrown. */
  function finished(
    how: 'finish' | 'fail',
    value: QuickJSHandle,
  ): Exclude<Told, { kind: 'not-compiled' }> {
    const result = context.callFunction(guest.method(how), guest.handle, value)
    const stop = shallStop()
    if (stop) return { kind: 'stopped', reason: stop }
    if (result.error) return { kind: 'stopped', reason: reasonIn(result.error) ?? 'memory' }
    return outcomeOf(context.getString(result.value))
  }

  /** The error of a script that has used up all memory, also while its value is written as JSON, has no room to be made: then null is thrown. */
  function outcomeOf(outcome: Outcome): Exclude<Told, { kind: 'not-compiled' }> {
    return outcome.startsWith(thrownNull) && memory.wasRefused()
      ? { kind: 'stopped', reason: 'memory' }
      : { kind: 'outcome', outcome }
  }

  function called(which: number, text: string): string {
    if (!beyond || shallStop()) throw new Error('The script was stopped.')
    if (which >= 0) {
      const reply = beyond.call(which, text)
      if (reply === undefined) throw new Error('The script was stopped.')
      if (reply.startsWith('~')) waiting++
      return reply
    }
    if (which === -3) told ??= text
    else if (!beyond.print(which === -1 ? 'stdout' : 'stderr', `${text}\n`)) {
      halted = 'output'
      throw new Error('The script was stopped.')
    }
    return ''
  }

  function shallStop(): StopReason | undefined {
    return (halted ??= beyond?.stopped())
  }

  /** Errors that QuickJS makes itself, and that no script can catch or that left no room to tell them. */
  function reasonIn(error: QuickJSHandle): StopReason | undefined {
    const message = context.getString(context.getProp(error, 'message'))
    if (message === 'out of memory') return 'memory'
    return message === 'stack overflow' ? 'stack' : undefined
  }
}

/** How the guest tells that null was thrown. */
const thrownNull = '!{"kind":"thrown","name":"null",'

/** What stops WebAssembly itself: its host's stack is used up; else the heap is in no order any more, which lack of memory does. */
function reasonOf(error: unknown): StopReason {
  return error instanceof RangeError && error.message.includes('stack') ? 'stack' : 'memory'
}

interface GuestHandle {
  readonly handle: QuickJSHandle
  method(name: keyof Guest): QuickJSHandle
  use(name: keyof Guest, given: readonly (string | number)[]): void
}

function guestOf(context: QuickJSContext, call: QuickJSHandle): GuestHandle {
  const make = context.unwrapResult(context.evalCode(prelude, preludeFile))
  const handle = context.unwrapResult(context.callFunction(make, context.undefined, call))
  const names: readonly (keyof Guest)[] = ['tools', 'input', 'finish', 'fail', 'settle']
  const methods = new Map<string, QuickJSHandle>(
    names.map((name) => [name, context.getProp(handle, name)]),
  )
  const method = (name: keyof Guest): QuickJSHandle => methods.get(name) ?? context.undefined
  return {
    handle,
    method,
    use(name, given) {
      const values = given.map((one) =>
        typeof one === 'string' ? context.newString(one) : context.newNumber(one),
      )
      context.unwrapResult(context.callFunction(method(name), handle, ...values))
    },
  }
}

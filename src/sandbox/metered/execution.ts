import { performance } from 'node:perf_hooks'
import { webAssembly } from '../../wasm/index.ts'
import type { BoundScript } from '../backend.ts'
import { withByteColumns, withRunningColumns } from '../columns.ts'
import type { Failure } from '../guest/guest.ts'
import { host, Stopped, type Answer, type Host } from '../guest/host.ts'
import { endOf, failed, notCompiled, type Ended } from '../guest/outcome.ts'
import { presets } from '../limits.ts'
import type { Source } from '../source.ts'
import { compile, readBytecode } from './bytecode.ts'
import type { Compiled, Loaded } from './compiled.ts'
import { putChance, seededState } from './chance.ts'
import { OutOfMemory, tags, type Machine, type Port } from './machine.ts'
import { asyncFlag } from './quickjs.ts'
import type { World } from './world.ts'

/** Steps between two looks at the clock: some tenths of a millisecond. */
const slice = 65_536
/** How far the virtual clock of a seeded script goes with each step, in nanoseconds. */
const stepNanoseconds = 10
const pageBytes = 65_536
/** Of its mebibyte of stack QuickJS leaves the other half to its own functions. */
const mostStack = 512 * 1024
/** The memory may be larger than what is allocated in it, since what is moved stands there twice for a while. */
const pagesForMemory = 2 / pageBytes
const spacePages = 16
const mostPages = 65_536
const most32 = 2 ** 32 - 1

/** One execution of a script, in an instance that it has to itself and that was put back before. */
export class Execution implements Port {
  /** Whether the instance is in a state that is not to be trusted, so that it must not be used again. */
  broken = false
  /** Whether it was given up since it took more than its trial. */
  tooLong = false
  /** The most bytes that were seen to be allocated at once. */
  memory = 0
  readonly machine: Machine
  readonly #world: World
  readonly #source: Source
  readonly #script: BoundScript
  readonly #signal: AbortSignal
  readonly #started: number
  /** Steps that were taken before the instance was put back last. */
  #before = 0
  /** Steps that were given out since. */
  #granted = 0
  #onTrial = false
  #host: Host | undefined

  /** `started`: when the time of the script began, by `performance.now()`. */
  constructor(
    machine: Machine,
    world: World,
    source: Source,
    script: BoundScript,
    signal: AbortSignal,
    started: number,
  ) {
    this.machine = machine
    this.#world = world
    this.#source = source
    this.#script = script
    this.#signal = signal
    this.#started = started
    machine.port = this
  }

  /** The source with its places as QuickJS tells them when it runs. */
  get #places(): Source {
    return withRunningColumns(this.#source)
  }

  /** The host's side, made when it is first needed. */
  get host(): Host {
    return (this.#host ??= host(this.#script))
  }

  /** What was printed so far. */
  get printed(): Readonly<Record<'stdout' | 'stderr', string>> {
    return this.#host ?? nothing
  }

  /** Tells the tools that the script has ended. */
  end(): void {
    this.#host?.end()
  }

  /** Steps taken so far. */
  get fuel(): number {
    return this.#before + this.#granted - this.machine.js['get:fuel']()
  }

  /** Compiles the source, or tells why that cannot be. The instance must be put back before the script runs. */
  compile(): Compiled | { readonly end: Ended } {
    return this.#guarded<Compiled | { readonly end: Ended }>(
      () => {
        this.#arm(0)
        const isAsync = this.#source.text.includes('await')
        const bytes = compile(this.machine, this.#world.rooms, this.#source, isAsync ? asyncFlag : 0) // prettier-ignore
        if (bytes !== undefined) return { bytes, isAsync, fuel: this.fuel, isLong: false }
        return { end: notCompiled(this.#thrownByEngine(), withByteColumns(this.#source)) }
      },
      (end) => ({ end }),
    )
  }

  /**
   * Runs what was compiled, to its end. With `trial`, a script that takes more than so many steps before it calls a tool is given up
   * (`tooLong`): nothing outside knows of it yet, so it can begin anew elsewhere.
   */
  run(code: Compiled, trial = Infinity): Ended | Promise<Ended> {
    let end: Ended | undefined
    try {
      const { loaded } = this.machine
      this.#arm(loaded === undefined ? code.fuel : code.fuel + loaded.fuel, trial)
      this.#onTrial = trial < Infinity
      end = this.#withJobs(this.#evaluate(code, loaded))
      this.#sample()
    } catch (error) {
      end = this.#caught(error)
    }
    return end ?? this.#waited()
  }

  /** Loads compiled code, if it is not loaded, and runs it, but for its jobs. */
  #evaluate({ bytes, isAsync }: Compiled, loaded: Loaded | undefined): Ended | undefined {
    const { guest, rooms, landmarks, context } = this.#world
    const { seed, input } = this.#script
    const machine = this.machine
    this.memory = bytes.length
    const read = loaded?.value ?? readBytecode(machine, rooms, context, bytes)
    if (loaded === undefined && machine.isException(read)) return failed(this.#thrownByEngine(), this.#places) // prettier-ignore
    machine.look()
    machine.mark(landmarks.random, 8)
    if (seed === undefined) putChance(machine.view, landmarks.random)
    else machine.view.setBigUint64(landmarks.random, seededState(seed), true)
    if (input !== undefined) this.#give(guest.input, JSON.stringify(input))
    const value = machine.js.JS_EvalFunction(context, read)
    return this.#endOf(machine.box(value, rooms), isAsync ? guest.finishBoxed : guest.finish)
  }

  refill(): void {
    const { js } = this.machine
    const { limits } = this.#script
    this.#sample()
    const spent = this.fuel
    if (spent > limits.fuel) throw new Stopped({ status: 'timeout', reason: 'fuel' })
    if (this.#late()) throw new Stopped({ status: 'timeout', reason: 'wall' })
    if (this.#signal.aborted) throw new Stopped({ status: 'timeout', reason: 'cancelled' })
    if (this.#onTrial) throw tooLong
    const left = js['get:fuel']()
    const more = Math.min(slice - left, limits.fuel - this.#before - this.#granted)
    this.#granted += more
    js['set:fuel'](left + more)
  }

  call(which: number, text: string): string {
    if (which >= 0) this.#onTrial = false
    const reply = this.host.call(which, text)
    // The tool may have taken its time.
    if (which >= 0 && this.#late()) throw new Stopped({ status: 'timeout', reason: 'wall' })
    return reply
  }

  now(clock: 'day' | 'forward'): bigint {
    const { seed, now = 0 } = this.#script
    if (seed === undefined)
      return clock === 'day'
        ? BigInt(Date.now()) * 1_000_000n
        : BigInt(Math.round((performance.now() - this.#started) * 1_000_000))
    const passed = BigInt(Math.floor(this.fuel * stepNanoseconds))
    return clock === 'day' ? BigInt(Math.floor(now)) * 1_000_000n + passed : passed
  }

  #late(): boolean {
    return performance.now() - this.#started > this.#script.limits.wall
  }

  /** Sets the bounds of an instance that was put back. */
  #arm(before: number, most = slice): void {
    const { js } = this.machine
    const { image, used } = this.#world
    const { fuel, memory, stack } = this.#script.limits
    if (before > fuel) throw new Stopped({ status: 'timeout', reason: 'fuel' })
    this.#before = before
    this.#granted = Math.min(slice, most, fuel - before)
    js['set:fuel'](this.#granted)
    this.machine.limitPages(Math.min(image.pages + Math.ceil(memory * pagesForMemory) + spacePages, mostPages)) // prettier-ignore
    if (memory !== presets.default.memory) js.qjs_set_memory_limit(Math.min(used + memory, most32))
    if (stack !== presets.default.stack) js.qjs_set_max_stack_size(Math.min(stack, mostStack))
  }

  #sample(): void {
    this.machine.look()
    const { js, view } = this.machine
    const { landmarks, used, image } = this.#world
    const allocated = view.getUint32(landmarks.used, true) - used
    const grown = (js['get:pages']() - image.pages) * pageBytes
    this.memory = Math.max(this.memory, allocated, grown)
  }

  /** Does something in the guest, then its jobs; undefined if tools that answer later are waited for. */
  #step(work: () => Ended | undefined): Ended | undefined {
    return this.#guarded(
      () => {
        const end = this.#withJobs(work())
        this.#sample()
        return end
      },
      (end) => end,
    )
  }

  /** What comes of what was thrown on the way: by the host to stop the script, by V8, or by a trap. */
  #guarded<T>(work: () => T, ended: (end: Ended) => T): T {
    try {
      return work()
    } catch (error) {
      return ended(this.#caught(error))
    }
  }

  #caught(error: unknown): Ended {
    this.#sample()
    if (error === tooLong) {
      this.tooLong = true
      return { status: 'timeout', reason: 'fuel' }
    }
    if (error instanceof Stopped) return error.end
    if (error instanceof OutOfMemory) return { status: 'violation', reason: 'memory' }
    this.broken = true
    if (error instanceof RangeError && error.message.includes('call stack'))
      return failed(overflow, this.#places)
    // Where memory ran out, QuickJS may write to no address at all.
    if (error instanceof webAssembly.RuntimeError && this.#outOfPages())
      return { status: 'violation', reason: 'memory' }
    throw error
  }

  #outOfPages(): boolean {
    const { js } = this.machine
    return js['get:pages']() * 2 > js['get:pageLimit']()
  }

  #endOf(value: number, finish: number): Ended | undefined {
    const { rooms } = this.#world
    switch (this.machine.tag(value)) {
      case tags.exception:
        return failed(this.#thrown(), this.#places)
      case tags.integer:
        return { status: 'success', value: this.machine.integer(value) }
      case tags.boolean:
        return { status: 'success', value: this.machine.integer(value) === 1 }
      case tags.null:
        return { status: 'success', value: null }
      case tags.undefined:
        return { status: 'success' }
      default:
        return this.#told(this.machine.call(finish, rooms, value))
    }
  }

  /** The end by what the prelude said. */
  #told(value: number): Ended | undefined {
    if (this.machine.tag(value) === tags.exception) return failed(this.#thrown(), this.#places)
    const outcome = this.machine.text(value, this.#world.rooms)
    return outcome === '' ? undefined : endOf(outcome, this.#places, this.#script.limits)
  }

  /** Describes the exception that waits in the instance. */
  #thrown(): Failure {
    const { guest, rooms } = this.#world
    const exception = this.machine.js.qjs_get_exception()
    const told = this.machine.call(guest.fail, rooms, exception)
    // The prelude can fail only where there is no memory for it.
    if (this.machine.tag(told) === tags.exception) throw new OutOfMemory()
    return JSON.parse(this.machine.text(told, rooms).slice(1))
  }

  /**
   * The same where no script can have thrown it: null stands for the error that there was no memory for, and so does bytecode that did
   * not get the room which it needs.
   */
  #thrownByEngine(): Failure {
    const thrown = this.#thrown()
    if (thrown.name === 'null' || thrown.message.startsWith('bytecode buffer overflow')) throw new OutOfMemory() // prettier-ignore
    return thrown
  }

  /** Runs jobs until none are left, so that nothing of a script is left undone that could be done. */
  #withJobs(told: Ended | undefined): Ended | undefined {
    const { js } = this.machine
    if (told?.status === 'error') return told
    while (js.qjs_is_job_pending() !== 0)
      if (js.qjs_execute_pending_job() < 0) return failed(this.#thrown(), this.#places)
    if (told !== undefined) return told
    const { outcome, waiting } = this.host
    if (outcome !== undefined) return endOf(outcome, this.#places, this.#script.limits)
    return waiting > 0 ? undefined : { status: 'timeout', reason: 'pending' }
  }

  /** Waits for tools and goes on with their answers, until the end. */
  async #waited(): Promise<Ended> {
    for (;;) {
      const answer = await this.#answer()
      if ('status' in answer) return answer
      const end = this.#step(() => {
        if (this.#late()) return { status: 'timeout', reason: 'wall' }
        this.#give(this.#world.guest.settle, answer.reply, answer.id)
        return undefined
      })
      if (end !== undefined) return end
    }
  }

  /** The next answer, or the end if there is none in time. */
  async #answer(): Promise<Answer | Ended> {
    const { promise, resolve } = Promise.withResolvers<Ended>()
    const late = () => resolve({ status: 'timeout', reason: 'wall' })
    const cancelled = () => resolve({ status: 'timeout', reason: 'cancelled' })
    const left = this.#script.limits.wall - (performance.now() - this.#started)
    const timer = setTimeout(late, Math.max(0, Math.ceil(left)))
    this.#signal.addEventListener('abort', cancelled)
    if (this.#signal.aborted) cancelled()
    try {
      return await Promise.race([this.host.answer(), promise])
    } catch (error) {
      if (error === tooLong) {
        this.tooLong = true
        return { status: 'timeout', reason: 'fuel' }
      }
      if (error instanceof Stopped) return error.end
      throw error
    } finally {
      clearTimeout(timer)
      this.#signal.removeEventListener('abort', cancelled)
    }
  }

  /** Calls a function of the prelude with a text, and a number before it if there is one. */
  #give(callee: number, text: string, number?: number): void {
    const { rooms } = this.#world
    const { js } = this.machine
    const value = this.machine.withText(text, rooms.text, (address, length) =>
      js.qjs_new_string(address, length),
    )
    const result =
      number === undefined
        ? this.machine.call(callee, rooms, value)
        : this.machine.call(callee, rooms, js.qjs_new_number(number), value)
    if (this.machine.tag(result) === tags.exception) throw new OutOfMemory()
    for (const one of [value, result]) js.qjs_free_value(one)
  }
}

const tooLong = new Error('The script takes longer than its trial.')
const nothing = { stdout: '', stderr: '' }

const overflow: Failure = {
  kind: 'thrown',
  name: 'RangeError',
  message: 'Maximum call stack size exceeded',
  stack: '',
}

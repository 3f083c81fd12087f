import type { Inspecting } from './inspect.ts'
import type { Intrinsics } from './intrinsics.ts'
import type { Converted } from './to-json.ts'
import type { Described, Words } from './words.ts'

/**
 * The only way out of the guest, given by the backend: `call(which, text)`. `which` from 0 calls the tool at that place, with its argument
 * as JSON, empty for none, and gives a `Reply`; -1 writes a line to standard output, -2 to standard error; -3 tells the `Outcome` of a
 * script that `finish` could not tell at once.
 */
export type HostCall = (which: number, text: string) => string

/**
 * What a tool answers, by its first letter: `=` and JSON, nothing for undefined; `!` and the JSON of `{ name, message }`, which is thrown;
 * `~` and a number: it will answer later, to `settle` by that number, and the script gets a promise.
 */
export type Reply = string

/** What became of the script, by its first letter: `=` and JSON, nothing for undefined; `!` and the JSON of a `Failure`. */
export type Outcome = string

/** Why a script has no value: it threw (`thrown`), or its value cannot be JSON (`result`). */
export interface Failure {
  readonly kind: 'thrown' | 'result'
  readonly name: string
  readonly message: string
  readonly stack: string
}

/** What the backend calls in the guest. Nothing of it can be reached by a script. */
export interface Guest {
  /** Makes the tools with these names, a JSON list, global functions. Once, before any script. */
  tools(names: string): void
  /** Sets `input`, given as JSON; an empty text is undefined. */
  input(json: string): void
  /** Takes the value of the script's last statement. Gives the outcome; an empty text if a promise must settle first. */
  finish(value: unknown): Outcome
  /** The same for the promise of `{ value }` that QuickJS gives for code with `await` outside of functions. */
  finishBoxed(promise: unknown): Outcome
  /** Takes what the script threw. */
  fail(thrown: unknown): Outcome
  /** Gives the answer of a tool that answers later. */
  settle(id: number, reply: Reply): void
}

/** Makes what serves the script inside of the guest; its text runs there (prelude.ts). */
export function serving(
  call: HostCall,
  pristine: Intrinsics,
  toJson: (value: unknown) => Converted,
  { inspect, format }: Inspecting,
  { isError, describe, shortened }: Words,
): Guest {
  const { apply, defineProperty, stringify, parse, Promise, errors, slice, global } = pristine

  interface Waiting {
    readonly resolve: (value: unknown) => void
    readonly reject: (error: Error) => void
  }
  const waiting = bare<Waiting>()

  define(global, 'console', {
    log: printing(-1),
    info: printing(-1),
    debug: printing(-1),
    warn: printing(-2),
    error: printing(-2),
  })
  define(global, 'input', undefined)
  return { tools, input, finish, finishBoxed, fail, settle }

  function printing(stream: -1 | -2) {
    return (...values: readonly unknown[]): void => {
      call(stream, format(values))
    }
  }

  function tools(names: string): void {
    const list = parse(names) as readonly string[]
    const holders = bare<object>()
    for (let index = 0; index < list.length; index++) {
      const name = list[index] ?? ''
      let holder: object = global
      let from = 0
      for (;;) {
        const dot = apply(pristine.indexOf, name, ['.', from])
        if (dot < 0) break
        const path = apply(slice, name, [0, dot])
        const inner = holders[path] ?? {}
        if (holders[path] === undefined) define(holder, apply(slice, path, [from]), inner)
        holders[path] = inner
        holder = inner
        from = dot + 1
      }
      define(holder, apply(slice, name, [from]), tool(index, name))
    }
  }

  function tool(index: number, name: string) {
    const called = (argument?: unknown): unknown => {
      const { text, fault } = toJson(argument)
      if (fault !== null)
        throw new errors.TypeError('The argument of ' + name + ' is no JSON: ' + fault)
      const reply = call(index, text)
      return reply[0] === '~' ? later(apply(slice, reply, [1])) : answered(reply)
    }
    defineProperty(called, 'name', described(name, false))
    return called
  }

  function later(id: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      waiting[id] = { resolve, reject }
    })
  }

  function settle(id: number, reply: Reply): void {
    const one = waiting[id]
    if (one === undefined) return
    delete waiting[id]
    if (reply[0] === '!') one.reject(hostError(reply))
    else one.resolve(answered(reply))
  }

  function answered(reply: Reply): unknown {
    if (reply[0] === '!') throw hostError(reply)
    return reply.length === 1 ? undefined : parse(apply(slice, reply, [1]))
  }

  /** What a tool threw, made in the guest: nothing of the host's own error passes. */
  function hostError(reply: Reply): Error {
    const { name, message } = parse(apply(slice, reply, [1])) as Readonly<Record<string, string>>
    const known = errors.byName[name ?? '']
    const error = new (known ?? errors.Error)(message)
    if (known === undefined) defineProperty(error, 'name', described(name, false))
    return error
  }

  function input(json: string): void {
    define(global, 'input', json === '' ? undefined : parse(json))
  }

  function finish(value: unknown): Outcome {
    try {
      if (!isThenable(value)) return outcome(value)
      void awaited(value)
      return ''
    } catch (thrown) {
      return fail(thrown)
    }
  }

  function finishBoxed(promise: unknown): Outcome {
    void unboxed(promise)
    return ''
  }

  function isThenable(value: unknown): boolean {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
    return typeof (value as { readonly then?: unknown }).then === 'function'
  }

  async function awaited(promise: unknown): Promise<void> {
    let told: Outcome
    try {
      told = outcome(await promise)
    } catch (thrown) {
      told = fail(thrown)
    }
    call(-3, told)
  }

  async function unboxed(promise: unknown): Promise<void> {
    let told: Outcome
    try {
      const { value } = (await promise) as { readonly value: unknown }
      told = finish(value)
    } catch (thrown) {
      told = fail(thrown)
    }
    if (told !== '') call(-3, told)
  }

  function outcome(value: unknown): Outcome {
    try {
      const { text, fault } = toJson(value)
      if (fault === null) return '=' + text
      return failure('result', { name: 'TypeError', message: 'The value of the script is no JSON: ' + fault, stack: '' }) // prettier-ignore
    } catch (thrown) {
      return fail(thrown)
    }
  }

  function fail(thrown: unknown): Outcome {
    if (isError(thrown)) return failure('thrown', describe(thrown))
    const name = thrown === null ? 'null' : typeof thrown
    return failure('thrown', { name, message: shortened(plain(thrown)), stack: '' })
  }

  function plain(thrown: unknown): string {
    if (typeof thrown === 'string') return thrown
    try {
      return inspect(thrown)
    } catch {
      return ''
    }
  }

  function failure(kind: Failure['kind'], { name, message, stack }: Described): Outcome {
    // In parts: no `toJSON` or setter that a script gave to all objects is asked for a string.
    return (
      '!{"kind":"' +
      kind +
      '","name":' +
      stringify(name) +
      ',"message":' +
      stringify(message) +
      ',"stack":' +
      stringify(stack) +
      '}'
    )
  }

  function define(holder: object, name: string, value: unknown): void {
    defineProperty(holder, name, described(value, holder !== global))
  }

  /** A description of a property, which must inherit nothing. */
  function described(value: unknown, enumerable: boolean): PropertyDescriptor {
    const own: object = { __proto__: null, value, writable: true, enumerable, configurable: true }
    return own
  }

  function bare<T>(): Record<string, T | undefined> {
    return { __proto__: null } as unknown as Record<string, T | undefined>
  }
}

import type { Chance } from '../apart/chance.ts'
import type { Job, Shift, StopReason } from '../apart/exchange.ts'
import type { Guest, Outcome } from '../guest/guest.ts'
import type { Parsing, Prepared } from '../v8/completion.ts'

/** What a run gives at once: an outcome, empty if it comes later; or that it is no program; or why it was stopped. */
export interface Begun {
  readonly outcome: Outcome
  readonly isProgram: boolean
  readonly stopped: StopReason | null
  readonly shift: Shift | null
}

/** What the host calls in an isolate, with JSON and texts alone. */
export interface Inside {
  /** Takes a `Job`, as JSON, and tells a `Begun` by `call(-4)`: what it returned would be lost with a rejection that nobody looks at. */
  readonly run: (job: string) => void
  readonly settle: (id: number, reply: string) => void
}

/**
 * Makes what runs a script in an isolate of its own. Its text is evaluated there before the script, so it names nothing outside of itself.
 * `call` is of the host; what it throws is caught here, since it might be made there.
 */
export function inside(
  call: (which: number, text: string) => string | undefined,
  makeGuest: (call: (which: number, text: string) => string) => Guest,
  makeChance: () => Chance,
  prepare: (text: string, parsing: Parsing) => Prepared,
): Inside {
  const { parse, stringify } = JSON
  // oxlint-disable-next-line no-eval -- it is what runs here
  const evaluate = globalThis.eval
  const { Error, RangeError, SyntaxError } = globalThis
  const tooDeep = 'Maximum call stack size exceeded'
  const AsyncFunction = (async () => {}).constructor as new (body: string) => unknown
  // Threads would wait here for ever, and memory of these is not counted.
  for (const name of ['SharedArrayBuffer', 'WebAssembly']) Reflect.deleteProperty(globalThis, name)
  const guest = makeGuest(shielded)
  const chance = makeChance()

  return { run, settle: guest.settle }

  function shielded(which: number, text: string): string {
    let reply: string | undefined
    let isDeep = false
    try {
      reply = call(which, text)
    } catch (error) {
      isDeep = (error as Partial<Error> | null)?.message === tooDeep
    }
    // A script that had no stack left for the call is told so, as where it calls itself.
    if (isDeep) throw new RangeError(tooDeep)
    if (reply === undefined) throw new Error('The script was stopped.')
    return reply
  }

  function run(text: string): void {
    shielded(-4, stringify({ __proto__: null, ...begin(parse(text) as Job) }))
  }

  function begin(job: Job): Begun {
    chance.seed(job.seed)
    if (job.now !== null) chance.stop(job.now)
    guest.tools(stringify(job.tools))
    if (job.input !== '') guest.input(job.input)
    const prepared = prepare(job.text, { isProgram: isBody, isBody })
    const { text, rows } = prepared.isAsync
      ? { text: `(async () => {\n${prepared.text}\n})()`, rows: 1 }
      : { text: prepared.text, rows: 0 }
    const told = { isProgram: true, stopped: null, shift: moved(prepared.shift, rows) }
    let value: unknown
    try {
      value = evaluate(`${text}\n//# sourceURL=${job.file}`)
    } catch (error) {
      const isProgram = !isSyntaxError(error) || isWhole(text)
      return { ...told, outcome: guest.fail(error), isProgram }
    }
    if (typeof value === 'string' && value.length > job.limits.value)
      return { ...told, outcome: '', stopped: 'value' }
    return { ...told, outcome: guest.finish(value) }
  }

  function moved(shift: Shift | null, rows: number): Shift | null {
    if (shift !== null) return { ...shift, rows }
    return rows === 0 ? null : { line: 0, column: 0, by: 0, rows }
  }

  /** A thrown Proxy may throw again when it is looked at. */
  function isSyntaxError(error: unknown): boolean {
    try {
      return error instanceof SyntaxError
    } catch {
      return false
    }
  }

  /** Whether a text that threw a SyntaxError threw it while it ran. */
  function isWhole(text: string): boolean {
    if (!isBody(text)) return false
    try {
      evaluate(`if (false) {${text}\n}`)
      return true
    } catch {
      return false
    }
  }

  function isBody(text: string): boolean {
    try {
      const made = new AsyncFunction(text)
      return typeof made === 'function'
    } catch {
      return false
    }
  }
}

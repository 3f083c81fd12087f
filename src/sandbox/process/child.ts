import type { Chance } from '../apart/chance.ts'
import type { Job, Order, Report, Told } from '../apart/exchange.ts'
import type { Guest } from '../guest/guest.ts'
import type { Parsing, Prepared } from '../v8/completion.ts'

/** What comes out of the process: first that it is ready for its job. */
export type ChildReport = Report | { readonly kind: 'ready' }

/** The texts that run in the world of the script. */
export interface ChildTexts {
  readonly prelude: string
  readonly preludeFile: string
  readonly chance: string
}

/**
 * The program of the process in which a script runs: reads one job, runs it, and ends. Its text is given to `node -e`, so it names nothing outside
 * of itself. It never returns to its event loop: it waits where it reads.
 *
 * The script has a world of its own (node:vm), which is no wall; the walls are around the process. So that nothing comes of a way out of that world,
 * the world around it is emptied before the script begins.
 */
export function child(
  texts: ChildTexts,
  prepare: (text: string, parsing: Parsing) => Prepared,
): void {
  'use strict'
  const { readSync, writeSync } = process.getBuiltinModule('node:fs')
  const vm = process.getBuiltinModule('node:vm')
  const { exit } = process
  const { Buffer: Bytes } = globalThis
  const { parse, stringify } = JSON

  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    microtaskMode: 'afterEvaluate',
    codeGeneration: { strings: true, wasm: false },
  })
  const AsyncFunction = evaluate('(async () => {}).constructor', 'goap:world') as new (
    body: string,
  ) => unknown
  const jobs = new vm.Script('undefined', { filename: 'goap:world' })
  const early: Extract<Order, { kind: 'settle' }>[] = []
  let waiting = 0
  let told: string | undefined
  let room = 0
  let ended: Told | undefined

  // An error of this world must not reach the script, so each is caught in the world of the script itself.
  const shield = evaluate(
    `(function (call) {
const { Error, RangeError } = globalThis
const tooDeep = 'Maximum call stack size exceeded'
return function (which, text) {
  let isDeep = false
  try { return call(which, text) } catch (error) { isDeep = error.message === tooDeep }
  if (isDeep) throw new RangeError(tooDeep)
  throw new Error('The script was stopped.')
} })`,
    texts.preludeFile,
  ) as (call: (which: number, text: string) => string) => (which: number, text: string) => string
  const guest = (evaluate(texts.prelude, texts.preludeFile) as (call: unknown) => Guest)(
    shield(called),
  )
  const chance = evaluate(texts.chance, texts.preludeFile) as Chance
  emptyWorld()
  send({ kind: 'ready' })
  const order = read()
  if (order?.kind !== 'run') exit(0)
  else run(order.job)

  function run(job: Job): void {
    room = job.limits.output
    chance.seed(job.seed)
    if (job.now !== null) chance.stop(job.now)
    guest.tools(stringify(job.tools))
    if (job.input !== '') guest.input(job.input)
    let prepared: Prepared | undefined
    try {
      prepared = prepare(job.text, { isProgram, isBody })
      const script = compiled(prepared, job.file)
      follow(() => script.runInContext(context, { displayErrors: false }), job)
    } catch (error) {
      ended ??= { kind: 'not-compiled', outcome: described(error) }
    }
    const shift = prepared?.shift ?? null
    send({
      kind: 'ended',
      told: ended ?? { kind: 'stopped', reason: 'pending' },
      memory: null,
      shift,
    })
    exit(0)
  }

  function compiled(
    { text, isAsync }: Prepared,
    file: string,
  ): { runInContext(of: object, how: { readonly displayErrors: boolean }): unknown } {
    if (!isAsync) return new vm.Script(text, { filename: file })
    const head = '(async () => {'
    return new vm.Script(`${head}${text}\n})()`, { filename: file, columnOffset: -head.length })
  }

  /** Runs the script, its jobs, and what its tools answer, until it has told its outcome. */
  function follow(start: () => unknown, { limits }: Job): void {
    try {
      const value = start()
      const isLong = typeof value === 'string' && value.length > limits.value
      if (isLong) ended = { kind: 'stopped', reason: 'value' }
      else told ??= guest.finish(value) || undefined
    } catch (error) {
      told ??= guest.fail(error)
    }
    jobs.runInContext(context)
    while (told === undefined && ended === undefined && waiting > 0) {
      const settled = early.shift() ?? read()
      if (settled?.kind !== 'settle') break
      waiting--
      guest.settle(settled.id, settled.reply)
      jobs.runInContext(context)
    }
    if (told !== undefined) ended ??= { kind: 'outcome', outcome: told }
    ended ??= { kind: 'stopped', reason: 'pending' }
  }

  function called(which: number, text: string): string {
    if (ended !== undefined) throw new Error('The script was stopped.')
    if (which === -3) told ??= text
    else if (which < 0) print(which === -1 ? -1 : -2, text)
    else {
      send({ kind: 'called', index: which, argument: text })
      for (;;) {
        const answer = read()
        if (answer?.kind === 'reply') {
          if (answer.reply[0] === '~') waiting++
          return answer.reply
        }
        if (answer?.kind !== 'settle') exit(0)
        else early.push(answer)
      }
    }
    return ''
  }

  /** The host bounds it as well; this keeps the pipe from being filled with what it would not take. */
  function print(which: -1 | -2, text: string): void {
    const bytes = Bytes.byteLength(text) + 1
    if (bytes > room) {
      send({ kind: 'printed', which, text: text.slice(0, room + 1) })
      finishAtOnce({ kind: 'stopped', reason: 'output' })
    }
    room -= bytes
    send({ kind: 'printed', which, text })
  }

  /** No script goes on after this, whatever it catches. */
  function finishAtOnce(how: Told): never {
    send({ kind: 'ended', told: how, memory: null, shift: null })
    return exit(0)
  }

  function isProgram(text: string): boolean {
    try {
      return new vm.Script(text) instanceof vm.Script
    } catch {
      return false
    }
  }

  function isBody(text: string): boolean {
    try {
      return new AsyncFunction(text) instanceof Object || true
    } catch {
      return false
    }
  }

  function described(error: unknown): string {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
    return `!${stringify({ kind: 'thrown', name, message, stack })}`
  }

  function evaluate(text: string, filename: string): unknown {
    return vm.runInContext(text, context, { filename })
  }

  /** Takes away all that a script could use here if it left its world. */
  function emptyWorld(): void {
    const language = new Set(Object.getOwnPropertyNames(evaluate('globalThis', 'goap:world')))
    for (const name of Object.getOwnPropertyNames(globalThis))
      if (!language.has(name) || name === 'WebAssembly') Reflect.deleteProperty(globalThis, name)
  }

  /** Waits for a message: four bytes of length, and JSON. Undefined when there will be none. */
  function read(): Order | undefined {
    const head = readBytes(4)
    const body = head && readBytes(head.readUInt32LE())
    return body && (parse(body.toString()) as Order)
  }

  function readBytes(count: number): Buffer | undefined {
    const bytes = Bytes.alloc(count)
    for (let at = 0; at < count;) {
      const length = readSync(0, bytes, at, count - at, null)
      if (length === 0) return undefined
      at += length
    }
    return bytes
  }

  function send(report: ChildReport): void {
    const body = Bytes.from(stringify(report))
    const frame = Bytes.alloc(4 + body.length)
    frame.writeUInt32LE(body.length)
    body.copy(frame, 4)
    for (let at = 0; at < frame.length;) at += writeSync(1, frame, at)
  }
}

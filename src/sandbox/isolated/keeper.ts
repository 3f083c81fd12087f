import type * as IsolatedVm from 'isolated-vm'
import type { Job, Order, Shift, Told } from '../apart/exchange.ts'
import type { ChildReport } from '../process/child.ts'
import type { Begun, Inside } from './inside.ts'

export interface KeeperTexts {
  /** A function that takes `call` and gives an `Inside`. */
  readonly inside: string
  readonly preludeFile: string
  /** Absolute path of the package's addon. */
  readonly isolatedVm: string
}

/**
 * The program of a process that keeps isolates: for each job it makes one, runs the script in it, and throws it away. Its text is given to
 * `node -e`, so it names nothing outside of itself. All is done on one thread, which waits where it reads.
 */
export function keeper(texts: KeeperTexts): void {
  'use strict'
  const { readSync, writeSync } = process.getBuiltinModule('node:fs')
  const addon = { exports: {} as { readonly ivm: typeof IsolatedVm } }
  process.dlopen(addon, texts.isolatedVm)
  const vm = addon.exports.ivm
  const leastMegabytes = 8
  const mebibyte = 1024 * 1024
  const early: Extract<Order, { kind: 'settle' }>[] = []
  let told = undefined as Told | undefined
  let begun = undefined as Begun | undefined
  let waiting = 0
  let room = 0

  for (;;) {
    send({ kind: 'ready' })
    const order = read()
    if (order === undefined) break
    if (order.kind === 'run') run(order.job)
  }

  function run(job: Job): void {
    told = undefined
    begun = undefined as Begun | undefined
    waiting = 0
    room = job.limits.output
    early.length = 0
    const memoryLimit = Math.max(leastMegabytes, Math.ceil(job.limits.memory / mebibyte))
    const isolate = new vm.Isolate({ memoryLimit })
    try {
      follow(isolate, job)
    } catch (error) {
      told = lostBy(error)
    }
    const shift: Shift | null = begun?.shift ?? null
    if (told?.kind === 'not-compiled')
      told = { ...told, outcome: placed(isolate, job, told.outcome) }
    send({
      kind: 'ended',
      told: told ?? { kind: 'stopped', reason: 'pending' },
      memory: null,
      shift,
    })
    if (!isolate.isDisposed) isolate.dispose()
  }

  function follow(isolate: IsolatedVm.Isolate, job: Job): void {
    const context = isolate.createContextSync()
    const make = context.evalSync(texts.inside, { filename: texts.preludeFile, reference: true })
    const made = make.applySync(undefined, [new vm.Callback(called)], { result: { reference: true } }) as IsolatedVm.Reference<Inside> // prettier-ignore
    const start = made.getSync('run', { reference: true })
    const settle = made.getSync('settle', { reference: true })
    enter(isolate, () => start.applySync(undefined, [JSON.stringify(job)]))
    const { outcome = '', isProgram = true, stopped = null } = begun ?? {}
    if (stopped !== null) told = { kind: 'stopped', reason: stopped }
    else if (outcome !== '') told = { kind: isProgram ? 'outcome' : 'not-compiled', outcome }
    while (told === undefined && waiting > 0) {
      const order = early.shift() ?? read()
      if (order?.kind !== 'settle') break
      waiting--
      enter(isolate, () => settle.applySync(undefined, [order.id, order.reply]))
    }
  }

  /** Each entry runs all jobs as well. It throws what a promise was rejected with that nobody looks at: that is no error. */
  function enter(isolate: IsolatedVm.Isolate, work: () => void): void {
    try {
      work()
    } catch (error) {
      if (isolate.isDisposed || begun === undefined) throw error
    }
  }

  function called(which: number, text: string): string | undefined {
    if (told?.kind === 'stopped') return undefined
    if (which === -4) begun = JSON.parse(text) as Begun
    else if (which === -3) told ??= { kind: 'outcome', outcome: text }
    else if (which < 0) return print(which === -1 ? -1 : -2, text)
    else return use(which, text)
    return ''
  }

  function use(index: number, argument: string): string | undefined {
    send({ kind: 'called', index, argument })
    for (;;) {
      const answer = read()
      if (answer?.kind === 'reply') {
        if (answer.reply.startsWith('~')) waiting++
        return answer.reply
      }
      if (answer?.kind !== 'settle') return process.exit(0)
      early.push(answer)
    }
  }

  function print(which: -1 | -2, text: string): string | undefined {
    const bytes = Buffer.byteLength(text) + 1
    send({ kind: 'printed', which, text: bytes > room ? text.slice(0, room + 1) : text })
    room -= bytes
    // The host ends this process then, since the script would go on.
    return room < 0 ? undefined : ''
  }

  /** `eval` does not say where text is no program; the compiler does. */
  function placed(isolate: IsolatedVm.Isolate, { text, file }: Job, outcome: string): string {
    const failure = JSON.parse(outcome.slice(1)) as { readonly message: string; stack: string }
    const given = { filename: file }
    const ways = /\bawait\b/.test(text)
      ? [
          () =>
            isolate.compileScriptSync(`(async () => {\n${text}\n})`, { ...given, lineOffset: -1 }),
        ]
      : [() => isolate.compileScriptSync(text, given)]
    for (const way of ways)
      try {
        way()
      } catch (error) {
        const { message } = error as Error
        const place = message.slice(message.lastIndexOf('[') + 1, message.lastIndexOf(']'))
        return `!${JSON.stringify({ ...failure, stack: `    at ${place}` })}`
      }
    return outcome
  }

  function lostBy(error: unknown): Told {
    const { message } = error as Error
    if (/memory limit|out of memory|allocation failed/i.test(message)) return { kind: 'stopped', reason: 'memory' } // prettier-ignore
    if (/Maximum call stack/.test(message)) return { kind: 'stopped', reason: 'stack' }
    throw error
  }

  function read(): Order | undefined {
    const head = readBytes(4)
    const body = head && readBytes(head.readUInt32LE())
    return body && (JSON.parse(body.toString()) as Order)
  }

  function readBytes(count: number): Buffer | undefined {
    const bytes = Buffer.alloc(count)
    for (let at = 0; at < count;) {
      const length = readSync(0, bytes, at, count - at, null)
      if (length === 0) return undefined
      at += length
    }
    return bytes
  }

  function send(report: ChildReport): void {
    const body = Buffer.from(JSON.stringify(report))
    const frame = Buffer.alloc(4 + body.length)
    frame.writeUInt32LE(body.length)
    body.copy(frame, 4)
    for (let at = 0; at < frame.length;) at += writeSync(1, frame, at)
  }
}

import type { Json } from '../../base/index.ts'
import type { BoundScript } from '../backend.ts'
import { atLeastBytes } from '../source.ts'
import type { HostCall, Outcome, Reply } from './guest.ts'
import { tooLarge, type Ended } from './outcome.ts'

/** Thrown by `call` when the script must not go on; the backend ends it, and nothing of it may catch this. */
export class Stopped extends Error {
  readonly end: Ended

  constructor(end: Ended) {
    super('The script was stopped.')
    this.end = end
  }
}

/** An answer that a tool gave later. */
export interface Answer {
  readonly id: number
  readonly reply: Reply
}

/** The host's side of one execution: what the script prints and calls, within its bounds. */
export interface Host {
  /** What the guest calls. Throws `Stopped` when a bound is met. */
  readonly call: HostCall
  readonly stdout: string
  readonly stderr: string
  /** What the guest told, once it did. */
  readonly outcome: Outcome | undefined
  /** How many tools have yet to answer. */
  readonly waiting: number
  /** The next answer of those that are waited for. Rejects with `Stopped` when it meets a bound. */
  answer(): Promise<Answer>
  /** Tells the tools that the script has ended. */
  end(): void
}

/** Serves one execution. */
export function host({ tools = [], limits }: Pick<BoundScript, 'tools' | 'limits'>): Host {
  const printed = { stdout: '', stderr: '', bytes: 0 }
  const answers: (Answer | Stopped)[] = []
  let outcome: Outcome | undefined
  let calls = 0
  let waiting = 0
  let wake: (() => void) | undefined
  let ended: AbortController | undefined

  return {
    call(which, text) {
      if (which >= 0) return use(which, text)
      if (which === -3) outcome = text
      else print(which === -1 ? 'stdout' : 'stderr', `${text}\n`)
      return ''
    },
    get stdout() {
      return printed.stdout
    },
    get stderr() {
      return printed.stderr
    },
    get outcome() {
      return outcome
    },
    get waiting() {
      return waiting
    },
    async answer() {
      if (answers.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      const answer = answers.shift()
      if (answer === undefined) throw new Error('Two wait for the answers of one script.')
      if (answer instanceof Stopped) throw answer
      waiting--
      return answer
    },
    end() {
      ended?.abort()
    },
  }

  function print(stream: 'stdout' | 'stderr', line: string): void {
    const bytes = Buffer.byteLength(line)
    const room = limits.output - printed.bytes
    printed.bytes += bytes
    if (bytes <= room) {
      printed[stream] += line
      return
    }
    printed[stream] += beginning(line, room)
    throw new Stopped({ status: 'violation', reason: 'output' })
  }

  function use(index: number, text: string): Reply {
    const tool = tools[index]
    if (tool === undefined) throw new Error(`The script called the tool ${index}, which it does not have.`) // prettier-ignore
    if (++calls > limits.hostCalls) throw new Stopped({ status: 'violation', reason: 'host-calls' })
    bounded(`The argument of ${tool.name}`, text)
    ended ??= new AbortController()
    try {
      const answer = tool.call(text === '' ? undefined : JSON.parse(text), { signal: ended.signal })
      if (!isPromise(answer)) return replied(tool.name, answer)
      const id = calls
      waiting++
      void answer.then(
        (value) => later(id, () => replied(tool.name, value)),
        (error: unknown) => later(id, () => thrown(error)),
      )
      return `~${id}`
    } catch (error) {
      if (error instanceof Stopped) throw error
      return thrown(error)
    }
  }

  /** Answers of tools that answer later wait here until the backend takes them; a bound that one met is thrown there. */
  function later(id: number, reply: () => Reply): void {
    try {
      answers.push({ id, reply: reply() })
    } catch (error) {
      answers.push(error instanceof Stopped ? error : { id, reply: thrown(error) })
    }
    wake?.()
  }

  function replied(name: string, answer: Json | undefined): Reply {
    if (answer === undefined) return '='
    return `=${bounded(`The answer of ${name}`, jsonOf(answer, name))}`
  }

  function bounded(what: string, text: string): string {
    const bytes = atLeastBytes(text, limits.value)
    if (bytes > limits.value) throw new Stopped(tooLarge(what, bytes, limits.value))
    return text
  }
}

/** What a tool answers may be anything, whatever its type says. */
function jsonOf(answer: Json, name: string): string {
  let text: unknown
  try {
    text = JSON.stringify(answer)
  } catch (error) {
    throw new TypeError(`The answer of ${name} is no JSON: ${shortened(inWords(error))}`, {
      cause: error,
    })
  }
  if (typeof text === 'string') return text
  throw new TypeError(`The answer of ${name} is a ${typeof answer}, which JSON cannot say.`)
}

function thrown(error: unknown): Reply {
  const { name, message } = wordsOf(error)
  return `!${JSON.stringify({ name: shortened(name), message: shortened(message) })}`
}

/** An error's own words may be no text, or throw when they are asked for. */
function wordsOf(error: unknown): { readonly name: string; readonly message: string } {
  try {
    const { name, message } = error instanceof Error ? error : new Error(inWords(error))
    return { name: inWords(name), message: inWords(message) }
  } catch {
    return { name: 'Error', message: '' }
  }
}

/** UTF-16 units of an error's words that pass. */
const longest = 8_192

function shortened(words: string): string {
  return words.length <= longest ? words : `${words.slice(0, longest)}…`
}

/** What is thrown and no error may have no text at all. */
function inWords(thrown: unknown): string {
  try {
    return String(thrown)
  } catch {
    return typeof thrown
  }
}

function isPromise<T>(answer: T | Promise<T>): answer is Promise<T> {
  return typeof answer === 'object' && answer !== null && 'then' in answer && typeof answer.then === 'function' // prettier-ignore
}

/** The most whole characters that have no more than so many bytes. */
function beginning(text: string, bytes: number): string {
  const cut = Buffer.from(text).subarray(0, bytes)
  return new TextDecoder().decode(cut, { stream: true })
}

import type { Json } from '../../base/index.ts'
import type { ScriptError, SandboxResult, Spent } from '../result.ts'
import type { Limits } from '../script.ts'
import { atLeastBytes, type Source } from '../source.ts'
import type { Failure, Outcome } from './guest.ts'
import { readStack } from './stacks.ts'

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** What became of a script, without what it spent. */
export type Ended = Without<SandboxResult, keyof Spent>

/** What a script came to, by what the guest tells. */
export function endOf(outcome: Outcome, source: Source, limits: Limits): Ended {
  const text = outcome.slice(1)
  if (outcome.startsWith('!')) return failed(JSON.parse(text), source)
  const bytes = atLeastBytes(text, limits.value)
  if (bytes > limits.value) return tooLarge('The value of the script', bytes, limits.value)
  return text === '' ? { status: 'success' } : { status: 'success', value: value(text) }
}

/** The end of a script one of whose values has more bytes of JSON than may pass. */
export function tooLarge(what: string, bytes: number, most: number): Ended {
  const message = `${what} has ${bytes} bytes of JSON, more than the ${most} allowed.`
  return { status: 'violation', reason: 'value', error: { name: 'RangeError', message, stack: '', line: null, column: null } } // prettier-ignore
}

/** The end of a script that threw, or whose value cannot be JSON. */
export function failed({ kind, ...thrown }: Failure, source: Source): Ended {
  const error: ScriptError = { ...thrown, ...readStack(thrown.stack, source, thrown.name) }
  if (kind === 'result') return { status: 'error', reason: 'result', error }
  if (isStackOverflow(error)) return { status: 'error', reason: 'stack', error }
  if (isOutOfMemory(error)) return { status: 'violation', reason: 'memory', error }
  return { status: 'error', reason: 'thrown', error }
}

/** The end of a script that could not be compiled. */
export function notCompiled(failure: Failure, source: Source): Ended {
  const end = failed(failure, source)
  return end.status === 'error' && end.reason === 'thrown' && end.error.name === 'SyntaxError'
    ? { ...end, reason: 'syntax' }
    : end
}

/** As V8 and QuickJS say it. A script may throw such an error itself; then it says so of itself. */
function isStackOverflow({ name, message }: ScriptError): boolean {
  if (name === 'RangeError') return message === 'Maximum call stack size exceeded'
  // QuickJS calls it wrong syntax where the text of a program, a pattern or JSON nests too deeply.
  return (name === 'InternalError' || name === 'SyntaxError') && message === 'stack overflow'
}

function isOutOfMemory({ name, message }: ScriptError): boolean {
  if (name === 'RangeError') return message === 'Array buffer allocation failed'
  return name === 'InternalError' && outOfMemory.has(message)
}

/** In the words of QuickJS; the second where a pattern has used it up. */
const outOfMemory: ReadonlySet<string> = new Set([
  'out of memory',
  'out of memory in regexp execution',
])

function value(json: string): Json {
  const parsed: Json = JSON.parse(json)
  return parsed
}

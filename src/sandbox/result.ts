import type { Json, Milliseconds } from '../base/index.ts'

/** Where a script can run. */
export type BackendName = 'wasm' | 'quickjs' | 'process' | 'isolated-vm'

/** What became of a script. Failures of the sandbox itself are thrown instead (`sandbox/…`). */
export type SandboxResult = Spent &
  (
    | {
        readonly status: 'success'
        /** The value of the last statement, awaited if it is a promise, as JSON; absent for `undefined`. */
        readonly value?: Json
      }
    | { readonly status: 'error'; readonly reason: ErrorReason; readonly error: ScriptError }
    | {
        readonly status: 'timeout'
        readonly reason: TimeoutReason
        /** Where it was then, as far as the backend can tell. */
        readonly error?: ScriptError
      }
    | {
        readonly status: 'violation'
        readonly reason: ViolationReason
        readonly error?: ScriptError
      }
  )

/**
 * `syntax`: it is no program; `thrown`: it threw and caught nothing, or its promise was rejected; `stack`: it recursed or nested too
 * deeply; `result`: its value cannot be JSON, such as a function, a BigInt, or an object that holds itself.
 */
export type ErrorReason = 'syntax' | 'thrown' | 'stack' | 'result'
/** `pending`: its promise can never settle, since nothing is left to run; `cancelled`: the caller's signal was aborted. */
export type TimeoutReason = 'fuel' | 'wall' | 'pending' | 'cancelled'
/** `value`: an argument, an answer or the result has more bytes than allowed; `source`: the code has. */
export type ViolationReason = 'memory' | 'output' | 'host-calls' | 'value' | 'source'

/** An error of a script, by the script's own source. */
export interface ScriptError {
  /** `TypeError`; of a thrown value that is no Error its type: `string`, `null`. */
  readonly name: string
  readonly message: string
  /** The calls that led to it, as text, innermost first. Empty where there is none. */
  readonly stack: string
  /** In the source as it was given, from 1; null where it is not known. */
  readonly line: number | null
  /** In UTF-16 units, from 1; null where it is not known. */
  readonly column: number | null
}

/** What a script printed and used, however it ended. */
export interface Spent {
  readonly stdout: string
  readonly stderr: string
  /** Units of fuel; null where the backend does not count. */
  readonly fuel: number | null
  /** The most bytes it held at once; null where the backend cannot tell. */
  readonly memory: number | null
  readonly backend: BackendName
  /** Why this backend was taken. */
  readonly why: string
  /** Time from its start to its result. */
  readonly ms: Milliseconds
}

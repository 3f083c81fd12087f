import type { BackendName, SandboxResult } from './result.ts'
import type { Limits, Script, ScriptLanguage } from './script.ts'
import type { Tool } from './tool.ts'

/** A script with all its bounds, for one backend. */
export type BoundScript = Script & {
  readonly limits: Limits
  /** Goes into the result. */
  readonly why: string
}

/** What a backend can do; contract tests and the choice between backends ask here. */
export interface Abilities {
  readonly languages: readonly ScriptLanguage[]
  /** Fuel is counted, and a bound on it holds. */
  readonly fuel: boolean
  /** The bound of memory holds. */
  readonly memory: boolean
  /** The peak of memory is told. */
  readonly peak: boolean
  /** A seed makes a run reproducible. */
  readonly deterministic: boolean
  /** A script is stopped at its deadline even inside one long built-in function. */
  readonly preemptive: boolean
  /** Scripts run on a thread or process of their own, so the host goes on meanwhile. */
  readonly apart: boolean
  /** What the host's processor compiles: scripts that compute much are many times faster. */
  readonly compiled: boolean
  /**
   * What keeps a script in: an interpreter in WebAssembly, a thread's heap, a process, a process without the system's files and network.
   * How well that is, `strengthOf` tells.
   */
  readonly isolation: readonly ('interpreter' | 'heap' | 'process' | 'confined')[]
}

/**
 * Runs scripts in one way. Every execution begins in a fresh world: nothing of an earlier one is left.
 *
 * - `execute` resolves with the result, failed ones too, soon after the deadline or the abort of `signal`; it rejects only with
 *   `sandbox/backend-failed`, a fault that is not the script's, after which it works again by itself or says no in `ready`.
 * - Calls at the same time are allowed; how many really run at once is the backend's own affair.
 */
export interface Backend extends AsyncDisposable {
  readonly name: BackendName
  readonly abilities: Abilities
  /** Whether it can work here, and if not, what is missing and what to do about it. */
  ready(): Promise<
    { readonly ready: true } | { readonly ready: false; readonly reason: string; readonly hint: string } // prettier-ignore
  >
  /**
   * Gets ready what scripts with these tools need, so that the first is as fast as the others: `count` of them at once, as far as the
   * backend runs several at once. Default 1.
   */
  warm(tools: readonly Tool[], count?: number): Promise<void>
  /** Lets go of what is kept ready for scripts with tools of these names, which nobody has used for a while. Default: it keeps it. */
  cool?(names: readonly string[]): void
  execute(script: BoundScript, signal: AbortSignal): Promise<SandboxResult>
  /**
   * The same without a promise where nothing has to be waited for, since one takes as long as a part of a short script; it throws there
   * what `execute` rejects with. Who wraps one wraps both. Default: `execute`.
   */
  begin?(script: BoundScript, signal: AbortSignal): SandboxResult | Promise<SandboxResult>
}

import type { Json, Milliseconds } from '../base/index.ts'

/** How a try of a task ended. */
export type Outcome =
  | {
      readonly kind: 'succeeded'
      readonly outputs: Readonly<Record<string, Json>>
      readonly evidence: readonly Evidence[]
      readonly usage: Usage
    }
  | {
      readonly kind: 'failed'
      readonly reason: string
      /** Whether trying again may help. */
      readonly transient: boolean
      readonly evidence: readonly Evidence[]
      readonly usage: Usage
    }
  | { readonly kind: 'cancelled'; readonly reason: string; readonly evidence: readonly Evidence[] }

/** What the engine itself saw. */
export type Evidence =
  | {
      readonly kind: 'command'
      /** Redacted. */
      readonly command: string
      /** The exit code; null when a signal ended it. */
      readonly exit: number | null
      readonly signal: string | null
      readonly duration: Milliseconds
      /** The end of the output, redacted and capped. */
      readonly tail: string
      /** SHA-256 of the whole output, hexadecimal. */
      readonly hash: string
      /** Size of the whole output. */
      readonly bytes: number
      readonly truncated: boolean
      /** How the process was confined: `none` for a plain process. */
      readonly confinement: string
    }
  /** Somebody said so. */
  | { readonly kind: 'statement'; readonly by: string; readonly text: string }
  /** The parts of a task are done. */
  | { readonly kind: 'parts'; readonly tasks: readonly string[] }

/** What an attempt used; unknown parts are absent. */
export interface Usage {
  readonly duration: Milliseconds
  readonly tokens?: number
  /** US dollars. */
  readonly cost?: number
}

/** A gate's result. */
export type Verdict = 'passed' | 'failed' | 'insufficient-evidence'

/** A criterion's result. `claimed`: it has no check, so nothing was measured. */
export interface CriterionResult {
  readonly key: string
  readonly text: string
  readonly verdict: 'passed' | 'failed' | 'insufficient-evidence' | 'claimed'
  readonly reason: string
  /** The value that was compared, as a document would show it: `83%`, `12`, `1.2 s`. */
  readonly measured?: string
  readonly evidence: readonly Evidence[]
}

import type { Json, Milliseconds } from '../base/index.ts'
import type { Check } from './check.ts'

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
      /** What kept the process in: `plain` for nothing, `bubblewrap`, or `bubblewrap+network` where it had the network. */
      readonly confinement: string
    }
  | {
      readonly kind: 'file'
      /** From the workspace, with `/`. */
      readonly path: string
      /** `unknown`: it could not or must not be looked at. */
      readonly found: 'file' | 'folder' | 'nothing' | 'unknown'
      /** Size of a file. */
      readonly bytes: number | null
      /** SHA-256 of a file's content, hexadecimal. */
      readonly hash: string | null
      /** How what looked at it was confined. */
      readonly confinement: string
    }
  | {
      readonly kind: 'script'
      readonly language: 'js' | 'ts'
      /** SHA-256 of its source, hexadecimal. */
      readonly source: string
      readonly status: 'success' | 'error' | 'timeout' | 'violation'
      /** What was met, such as `fuel` or `thrown`; null of a success. */
      readonly reason: string | null
      /** By its own source, lines and columns from 1; null where there is none. */
      readonly error: {
        readonly name: string
        readonly message: string
        readonly line: number | null
        readonly column: number | null
      } | null
      /** What it gave; absent when that is nothing, or more than evidence keeps. */
      readonly value?: Json
      /** Steps that it took; null where nobody counts them. */
      readonly fuel: number | null
      /** The most bytes it held at once; null where nobody can tell. */
      readonly memory: number | null
      readonly backend: string
      /** Why that backend ran it. */
      readonly why: string
      readonly duration: Milliseconds
      /** The end of what it printed, capped. */
      readonly tail: string
      /** SHA-256 of all that it printed, hexadecimal. */
      readonly hash: string
      /** Size of all that it printed. */
      readonly bytes: number
      readonly truncated: boolean
      /** How it was confined: `sandbox`. */
      readonly confinement: string
    }
  /** A number that was measured. */
  | {
      readonly kind: 'measure'
      readonly value: number
      /** `%`, a unit of time or size, or nothing for a plain number. */
      readonly unit: string
      /** What it was taken out of, in words: `total.lines.pct of coverage/coverage-summary.json`. */
      readonly of: string
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

/** What a result rests on, so that it can be told later whether that is still as it was. */
export interface Inputs {
  /** `files`: the files that were looked at; `tree`: all that git sees of the workspace, but for the documents themselves. */
  readonly of: 'files' | 'tree'
  /** SHA-256, hexadecimal. */
  readonly digest: string
}

/** A criterion's result. `claimed`: it has no check, or one that can only refute it, so that nothing was proven. */
export interface CriterionResult {
  readonly key: string
  readonly text: string
  readonly verdict: 'passed' | 'failed' | 'insufficient-evidence' | 'claimed'
  readonly reason: string
  /** The value that was compared, as a document would show it: `83%`, `12`, `1.2 s`. */
  readonly measured?: string
  readonly evidence: readonly Evidence[]
  /** The kind of check that gave it. Absent when there was none, and in results of earlier versions. */
  readonly check?: Check['kind']
  readonly duration?: Milliseconds
  /** Absent when that could not be told. */
  readonly inputs?: Inputs
}

import type { Outcome, Reply } from '../guest/guest.ts'
import type { Ended } from '../guest/outcome.ts'
import type { Limits } from '../script.ts'

/** A script as it is handed to the thread or process that runs it. */
export interface Job {
  /** JavaScript. */
  readonly text: string
  readonly file: string
  /** Names of the tools, by the places that `called` speaks of. */
  readonly tools: readonly string[]
  /** JSON; empty for none. */
  readonly input: string
  readonly limits: Pick<Limits, 'wall' | 'memory' | 'stack' | 'output' | 'value'>
  /** Where chance begins: always given, since worlds that are made alike would draw alike. */
  readonly seed: number
  /** Where the clock stands still, in milliseconds since 1970; null lets it go with the host's. */
  readonly now: number | null
}

/** What the host sends to where a script runs. */
export type Order =
  | { readonly kind: 'run'; readonly job: Job }
  /** To the call that waits for it. */
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** Of a tool that answers later. */
  | { readonly kind: 'settle'; readonly id: number; readonly reply: Reply }
  /** The script has ended, for the host; whatever it does now is not heard. */
  | { readonly kind: 'stop' }

/** What comes back. */
export type Report =
  | { readonly kind: 'called'; readonly index: number; readonly argument: string }
  /** A line, without its end: -1 to standard output, -2 to standard error. */
  | { readonly kind: 'printed'; readonly which: -1 | -2; readonly text: string }
  | {
      readonly kind: 'ended'
      readonly told: Told
      /** Bytes; null where that is not known. */
      readonly memory: number | null
      /** Where what ran stands elsewhere than in the source. */
      readonly shift: Shift | null
    }
  /** The same, where all that there is to say of the end is known already. */
  | { readonly kind: 'over'; readonly end: Ended; readonly memory: number | null }

/** At `line` of the source, from `column` on, everything stands `by` columns to the right of its place; and all of it `rows` lines below. */
export interface Shift {
  readonly line: number
  readonly column: number
  readonly by: number
  readonly rows: number
}

/** How a script ended, by the side that ran it. */
export type Told =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** It could not be compiled; the outcome is a failure. */
  | { readonly kind: 'not-compiled'; readonly outcome: Outcome }
  | { readonly kind: 'stopped'; readonly reason: StopReason }

export type StopReason = 'wall' | 'cancelled' | 'pending' | 'memory' | 'output' | 'value' | 'stack'

import type { Danger } from './rules.ts'

/** A simple command of a script, as patterns see it. */
export interface SimpleCommand {
  /** Its words joined by one blank, without quotes, assignments and redirections, except those that are dangerous. */
  readonly text: string
  /** Why it needs a pattern that names it; also what it runs in turn. */
  readonly dangers: readonly NamedDanger[]
  /** The commands that it runs in turn, such as that of `timeout` or those of `sh -c`. */
  readonly inner: readonly SimpleCommand[]
  /** It does nothing but run `inner`, so that their patterns allow it. */
  readonly through: boolean
}

/** A danger, with what the literal part of a pattern must begin with; null when only the whole script will do. */
export interface NamedDanger extends Danger {
  readonly named: string | null
}

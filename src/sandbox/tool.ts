import type { Json } from '../base/index.ts'

/** A JSON Schema (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, Json>>

/**
 * A function of the host that a script may call with one argument. Argument and answer pass as JSON: no object of the host ever reaches
 * a script. What it throws reaches the script as an `Error` with the same name and message, and without the host's stack.
 */
export interface Tool {
  /** The global name in the script; dots make objects: `files.read`. Identifiers joined by dots. */
  readonly name: string
  /** For whom, or what, writes the script. */
  readonly description?: string
  /** What the argument must be; anything else is refused with a TypeError that names the place in it. Default: any JSON, or nothing. */
  readonly parameters?: JsonSchema
  /** What the answer is, for declarations; it is not checked. */
  readonly returns?: JsonSchema
  /** Answers at once, or with a promise: then the script gets a promise too. `signal` aborts when the script has ended. */
  readonly call: (
    argument: Json | undefined,
    context: { readonly signal: AbortSignal },
  ) => Json | undefined | Promise<Json | undefined>
}

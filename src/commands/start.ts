/** How a process is to be started. */
export interface Start {
  /** Absolute, or a name that is looked for on PATH. */
  readonly file: string
  readonly arguments: readonly string[]
  /** Absolute. */
  readonly directory: string
  /** All of it: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>
}

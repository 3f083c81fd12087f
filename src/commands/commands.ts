import type { Milliseconds } from '../base/index.ts'

/** A shell script to run, by bash where there is one, else by sh; it stops at the first command that fails (`-e`). */
export interface Command {
  readonly script: string
  /** Where; default the workspace. */
  readonly directory?: string
  /** Counted from the release of the process. Default 10 minutes. */
  readonly timeout?: Milliseconds
  /** Added to the allowed part of the environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** Who wrote the script. Default: a document. */
  readonly origin?: CommandOrigin
}

/**
 * Where the script of a command comes from: a document that a person allowed it for, the definition of an agent, or a model or agent that
 * proposed it while it worked.
 */
export type CommandOrigin = 'document' | 'agent' | 'proposed'

/** What a command did. Output is redacted and capped; the hash and the size are of all of it, before redaction. */
export interface CommandResult {
  readonly exit: number | null
  readonly signal: string | null
  /** `timeout` and `cancelled` are ended by us, `lost` could not be started. */
  readonly ended: 'exited' | 'signalled' | 'timeout' | 'cancelled' | 'lost'
  /** stdout and stderr as they came, the last part of them. */
  readonly tail: string
  readonly hash: string
  readonly bytes: number
  readonly truncated: boolean
  readonly duration: Milliseconds
  /** What kept it in: `plain` for nothing, `bubblewrap`, or `bubblewrap+network` where it had the machine's network. */
  readonly confinement: string
}

/** A process group as the operating system knows it; the start time tells it from a later one with the same number. */
export interface ProcessGroup {
  /** Process id of the leader, which is the group's id. */
  readonly pgid: number
  /** Start of the leader in clock ticks since the boot (field 22 of /proc/PID/stat); null where the system does not tell. */
  readonly started: number | null
  /** The boot that the number belongs to (/proc/sys/kernel/random/boot_id); null where the system does not tell. */
  readonly boot: string | null
}

export interface RunOptions {
  /** Called while the process is held, before the script runs; the script starts when the promise resolves, never when it rejects. */
  readonly held?: (group: ProcessGroup) => Promise<void>
  /** Gets the output as it comes, redacted. */
  readonly output?: (text: string) => void
}

/** The only way to start a process: environment allow-list, redaction, caps, process groups, confinement. Permission is decided before. */
export interface Commands {
  /**
   * Resolves whatever the script does. Rejects only with `commands/no-shell`, `commands/outside-workspace`, `commands/no-directory`,
   * `commands/not-confined`, or with what `held` rejected with; then nothing ran. Stops the whole group soon after `signal` aborts.
   */
  run(command: Command, signal: AbortSignal, options?: RunOptions): Promise<CommandResult>
}

import type { Milliseconds } from '../base/index.ts'
import type { PermissionPattern, ScriptBlock } from '../model/index.ts'

/** Everything that an agent's definition may name as its executor. */
export const executors = ['shell', 'manual', 'script', 'acp', 'cli', 'llm', 'mcp', 'a2a'] as const

export type ExecutorName = (typeof executors)[number]

/** Executors that are here; tasks of the others wait for a person. */
export const presentExecutors: ReadonlySet<ExecutorName> = new Set(['shell', 'manual', 'script'])

/** What a file says of an agent. */
export interface AgentDefinition {
  readonly name: string
  /** Empty where the file says none. */
  readonly description: string
  /** Null: not said, so that a task's own command is run by the shell and everything else waits for a person. */
  readonly executor: ExecutorName | null
  /** The shell script that performs a task without a command of its own; null: none. */
  readonly command: string | null
  /** Where its tasks' commands run, from the workspace; null: the workspace. */
  readonly directory: string | null
  /** Of executor `script`: what performs a task without a script of its own; absent: nothing. */
  readonly script?: ScriptBlock
  /** Of executor `script`: patterns of the files that its scripts may read, from the workspace; absent: none. */
  readonly files?: readonly string[]
  /** Tools that a coding agent, or a script, may use; null: not said. */
  readonly tools: readonly string[] | null
  readonly model: string | null
  /** What tasks may ask for instead of the name. */
  readonly capabilities: readonly string[]
  readonly limits: AgentLimits
  readonly budget: AgentBudget
  readonly permissions: AgentPermissions
  /** The text below the front matter, without blanks around it. */
  readonly instructions: string
  /** The file's name as it is shown. */
  readonly file: string
}

export interface AgentLimits {
  /** How many tasks of the agent run at once; null: as many as the run allows. */
  readonly concurrency: number | null
  /** Time for one command or script; null: as configured. */
  readonly timeout: Milliseconds | null
  /** Steps that one script may take; absent: as the sandbox bounds it. */
  readonly fuel?: number
  /** Bytes that one script may hold; absent: as the sandbox bounds it. */
  readonly memory?: number
}

/** What a coding agent may use up for one task; null: no bound. */
export interface AgentBudget {
  readonly tokens: number | null
  /** US dollars. */
  readonly cost: number | null
}

/**
 * Bounds within what is permitted anyway: nothing here allows a command. Without `allow` there is no bound but `deny`; with it, each
 * simple command must match one of its patterns.
 */
export interface AgentPermissions {
  readonly allow: readonly PermissionPattern[]
  readonly deny: readonly PermissionPattern[]
}

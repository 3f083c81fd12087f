import type { Json } from '../base/index.ts'
import type { Commands } from '../commands/index.ts'
import type { FactValue, Outcome, ScriptBlock, Task, TaskKey } from '../model/index.ts'
import type { AgentPermissions } from './definition.ts'

/** What an agent gets to know of a task. */
export interface TaskPacket {
  readonly key: TaskKey
  readonly task: Task
  readonly document: string
  readonly plan: string
  /** Outputs of the tasks it needs, by key. */
  readonly inputs: Readonly<Record<TaskKey, Readonly<Record<string, Json>>>>
  /** Facts that were observed in this run, by name. Default: none. */
  readonly facts?: Readonly<Record<string, FactValue>>
  /** Why earlier rounds were not good enough, oldest first. */
  readonly notes: readonly string[]
}

/** Whether an agent can work now, and if not, what to do about it. */
export type Readiness =
  /** The note says what it does not do. */
  | { readonly ready: true; readonly note?: string }
  | { readonly ready: false; readonly reason: string }

/** A question to a person. */
export interface Question {
  /** Unique within the task's round. */
  readonly id: string
  readonly text: string
  /** Answers to choose from; empty for free text. */
  readonly choices: readonly string[]
  /** What an answer may tell beside its choice, as `{ choice, report: { [field]: text } }`. Default: nothing. */
  readonly fields?: readonly string[]
}

export interface Answer {
  readonly value: Json
  readonly by: string
}

/** One try of a round. */
export interface Attempt {
  /** run/generation/task/round, each percent-encoded. */
  readonly key: string
  /** 1 for the first. */
  readonly number: number
  readonly signal: AbortSignal
  /** Absolute path. */
  readonly workspace: string
  readonly commands: Commands
  /** What an earlier attempt saved. */
  readonly saved?: Json
  readonly progress: (note: string) => void
  readonly save: (value: Json) => Promise<void>
  /** Resolves with the recorded answer; without one the attempt ends here and the task waits, holding no slot. */
  readonly ask: (question: Question) => Promise<Answer>
}

/** Resolves with an outcome, failed ones too; rejects only on a defect of the agent itself. Stops soon after the signal aborts. */
export interface Agent {
  readonly name: string
  readonly capabilities: readonly string[]
  /** Bounds for the commands of its tasks. Default: none but the run's own. */
  readonly permissions?: AgentPermissions
  /** The script that it would run for a task: permission is asked for it before. Null, or absent: none. */
  readonly script?: (task: Task) => string | null
  /** What it would run for a task in the sandbox, which needs no permission. Null, or absent: nothing. */
  readonly code?: (task: Task) => ScriptBlock | null
  /** Who performs a task in its place and is recorded for it, such as a person; null: the agent itself. Default: null. */
  readonly standIn?: (task: Task) => Agent | null
  ready(): Promise<Readiness>
  perform(packet: TaskPacket, attempt: Attempt): Promise<Outcome>
}

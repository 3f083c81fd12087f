import type { Check, Expectation } from './check.ts'
import type { Effect, Fact, Goal, Probe } from './goal.ts'
import type { Place, Provenance } from './place.ts'
import type { ScriptBlock } from './script-block.ts'

/** How far something is, in one word. `null` in a plan: the document does not say. */
export type Status = 'done' | 'running' | 'pending' | 'failed' | 'blocked' | 'skipped'

/** How the tasks of a phase are ordered. */
export type Mode = 'sequential' | 'parallel' | 'hybrid' | 'swarm' | 'iterative'

export type Priority = 'P0' | 'P1' | 'P2' | 'P3'

/** A key within one document: stable across edits elsewhere, without `#` and `/`. */
export type Slug = string

/** What is to be done: the meaning of one document, or of a goal that the planner solved. */
export interface Plan {
  /** The document's path relative to the workspace, with `/`; any name for a plan made in code. */
  readonly document: string
  readonly title: string
  readonly strategy: Mode | null
  readonly tasks: readonly Task[]
  /** Execution phases, in the order of the document. */
  readonly phases: readonly Phase[]
  readonly gates: readonly Gate[]
  readonly contingencies: readonly Contingency[]
  /** Every agent that is named, in the order of the document. */
  readonly agents: readonly string[]
  readonly metrics: readonly Metric[]
  readonly risks: readonly Risk[]
  readonly deliverables: readonly string[]
  /** What the plan is for; its conditions are the plan's last gate. */
  readonly goal?: Goal
  /** What is known of the world at the start. */
  readonly facts?: readonly Fact[]
  /** How facts are observed, at the start and behind tasks. */
  readonly probes?: readonly Probe[]
  /** How many of a resource there are, at least 1: so many tasks have it in use at once. Default 1 of each. */
  readonly capacities?: Readonly<Record<string, number>>
  /** Why title and strategy are what they are. */
  readonly provenance?: readonly Provenance[]
}

/** One thing to do. */
export interface Task {
  /** Unique within the document; what `needs`, events and commands use. */
  readonly key: Slug
  /** The id as the document writes it, or null when it gives none. */
  readonly id: string | null
  /** The text without id, status mark and emphasis. */
  readonly title: string
  readonly place: Place | null
  readonly status: Status | null
  readonly agent: string | null
  /** The execution phase or group that shows as the task's own: its title is `phaseTitle`. */
  readonly phase: Slug | null
  /** The title of the heading that the task belongs to, whether or not that is an execution phase. */
  readonly group: string | null
  /** The task that this one is a part of. A parent without a command is done when its parts are. */
  readonly parent: Slug | null
  readonly priority: Priority | null
  /** What must be done before: slugs of this document, or `document#slug` of another. Without repetition. */
  readonly needs: readonly string[]
  /** Dependencies on things that no document here defines. */
  readonly externals: readonly External[]
  /** The shell script that performs the task, exactly as it would be run; null when there is none or it cannot run. */
  readonly command: string | null
  readonly commandPlace: Place | null
  /** The JavaScript or TypeScript below it, which nothing but an agent that runs scripts looks at. Absent: there is none. */
  readonly script?: ScriptBlock
  /** What a person or agent is to be told beyond the title. */
  readonly prompt: string | null
  readonly effort: Effort | null
  /** ISO date, such as `2025-10-16`. */
  readonly due: string | null
  readonly outputs: readonly string[]
  /** What whoever performs it is to tell: names of outputs. Default: nothing in particular. */
  readonly report?: readonly string[]
  /** Conditions on facts that must hold at the start (planner). */
  readonly requires?: readonly Effect[]
  /** Facts that hold after it (planner). */
  readonly effects?: readonly Effect[]
  /** What a second run of the same attempt does. Default `idempotent`. `once` is never run again blindly after a crash. */
  readonly repeat?: 'harmless' | 'idempotent' | 'once'
  /** Names of things of which only so many may be in use at once. */
  readonly resources?: readonly string[]
  /** How often a failed attempt is tried again. Default: the run's policy. */
  readonly retry?: Retry
  /** Time for one attempt, milliseconds. Default: the run's. */
  readonly timeout?: number
  /** The script that undoes the task. */
  readonly compensation?: string
  readonly provenance: readonly Provenance[]
}

/** When a failed attempt is followed by another one in the same round. */
export interface Retry {
  /** All attempts of a round, the first included. */
  readonly attempts: number
  /** Milliseconds before the second attempt. Default: the run's. */
  readonly delay?: number | undefined
  /** What failures are tried again: those that say trying again may help, or any. Default `transient`. */
  readonly on?: 'transient' | 'any' | undefined
}

/** Something needed that lies outside the documents. */
export interface External {
  readonly text: string
  /** The document says that it is there (✅); otherwise it is unresolved. */
  readonly satisfied: boolean
  readonly place: Place | null
}

/** Minutes, at least and at most; a day has 8 hours. */
export interface Effort {
  readonly minimum: number
  readonly maximum: number
}

/** A stretch of work with a barrier before it where the document says so. */
export interface Phase {
  readonly key: Slug
  readonly title: string
  readonly place: Place | null
  readonly mode: Mode | null
  readonly status: Status | null
  readonly agent: string | null
  /** Phases that must be finished before this one starts. */
  readonly needs: readonly Slug[]
  /** The tasks it runs, in the order of the document. */
  readonly tasks: readonly Slug[]
  /** Of an iterative phase: how often its tasks run at most until its gate passes. Default 5. */
  readonly iterations?: number
  /** Of a swarm: how many of its tasks run at once. Default: as many as the run allows. */
  readonly workers?: number
  readonly provenance: readonly Provenance[]
}

/** A quality gate: criteria that are judged when what it follows is done. */
export interface Gate {
  readonly key: Slug
  readonly title: string
  readonly place: Place | null
  /** The phase that it closes; null for a gate that closes a group or the plan. */
  readonly phase: Slug | null
  /** The tasks that it stands behind. A gate that closes the plan stands behind all. */
  readonly after: readonly Slug[]
  /** True when it stands at the end of the plan. */
  readonly closing: boolean
  readonly criteria: readonly Criterion[]
  /** Why it stands where it stands; a plan made in code has none. */
  readonly provenance?: readonly Provenance[]
}

/** A check with an expectation; without a check it can only be claimed. */
export interface Criterion {
  /** Unique within its gate. */
  readonly key: Slug
  /** The text without its trailing result. */
  readonly text: string
  readonly place: Place | null
  readonly status: Status | null
  readonly check: Check | null
  /** All must hold. Empty with a check: the check's own success (exit code 0). */
  readonly expectations: readonly Expectation[]
  /** The expectation as the document words it. */
  readonly expect: string | null
  readonly provenance?: readonly Provenance[]
}

/** What to do when something fails. */
export interface Contingency {
  readonly trigger: string
  readonly place: Place | null
  readonly actions: readonly string[]
  readonly kind: 'contingency' | 'rollback' | 'risk'
  readonly owner: string | null
}

/** A row of a table with targets. */
export interface Metric {
  readonly name: string
  readonly target: string | null
  readonly current: string | null
  readonly place: Place | null
}

export interface Risk {
  readonly risk: string
  readonly mitigation: string | null
  readonly place: Place | null
}

import { builtInAgents, type Agent } from '../agents/index.ts'
import {
  systemClock,
  systemRandom,
  type Clock,
  type Json,
  type Milliseconds,
  type Random,
} from '../base/index.ts'
import {
  confined,
  processIdentity,
  redactor,
  type Commands,
  type Confine,
} from '../commands/index.ts'
import {
  approvalChecker,
  commandChecker,
  factChecker,
  fileChecker,
  metricChecker,
  scriptChecker,
  workspaceFiles,
  type Checker,
  type Files,
} from '../gates/index.ts'
import { memoryJournal, type Holder, type Journal } from '../journal/index.ts'
import type { Permissions, TaskKey } from '../model/index.ts'
import type { Listener } from '../observe/index.ts'
import type { Sandbox, Tool } from '../sandbox/index.ts'
import type { Conceal } from './conceal.ts'
import type { Limits } from './limits.ts'
import type { Replanner } from './replanner.ts'
import { defaultRetry, type RetryPolicy } from './retry.ts'
import type { FailurePolicy, Standing } from './spec.ts'
import type { Again } from './standings.ts'
import type { OpenRequest } from './state.ts'

/** Puts requests to a person. */
export interface Asker {
  /** Who answers, for the journal. */
  readonly by: string
  /** Null: not now; the task or gate goes on waiting. `always` is kept by the asker. Stops soon after the signal aborts. */
  permission(
    request: Extract<OpenRequest, { kind: 'permission' }>,
    signal: AbortSignal,
  ): Promise<'once' | 'always' | 'never' | null>
  /** Null: not now. */
  question(
    request: Extract<OpenRequest, { kind: 'question' }>,
    signal: AbortSignal,
  ): Promise<Json | null>
}

export interface RunOptions {
  /** Where events are kept. Default: memory, so that nothing survives the process. */
  readonly journal?: Journal
  /** Where commands run, absolute. Default: the working folder. */
  readonly workspace?: string
  /** Agents beside `shell`, `manual` and `script`; a task whose agent has the name or a capability of one of these is performed by it. */
  readonly agents?: readonly Agent[]
  /** Who performs tasks of agents that there are not. Default: the shell those with a command, a person the others. */
  readonly defaultAgent?: string
  /** How many tasks of an agent, and how many users of a resource, there may be at once. Default: one user of each resource. */
  readonly limits?: Partial<Limits>
  /**
   * Where scripts of agents, gates and probes run; whoever opened it closes it. Default: nowhere, so that they wait for a person, and
   * prove nothing.
   */
  readonly sandbox?: Sandbox
  /** What scripts of gates, of probes and of the agent `script` may look at, such as the workspace's files. Default: nothing. */
  readonly view?: readonly Tool[]
  /** Checks beside ours: commands, metrics, files, scripts, facts, approvals. A checker of the same kind replaces ours. */
  readonly checkers?: readonly Checker[]
  /** How processes are started. Default: in the workspace, by `confine`. */
  readonly commands?: Commands
  /**
   * Whether commands run in bubblewrap, where they reach the workspace and the system's programs, and no network. Default: by where each
   * comes from: `prefer` for those of documents, `require` for those of agents.
   */
  readonly confine?: Confine
  /** How gates look at files. Default: those of the workspace. */
  readonly files?: Files
  /** Tells the state of what gates measure, so that evidence can be told to be stale. Default: it is not known. */
  readonly tree?: () => Promise<string | null>
  /**
   * Texts that are hidden in everything that is recorded, each at least 4 characters long. Default: none; values of secret variables
   * of this process, and texts that look like secrets, are hidden in any case.
   */
  readonly secrets?: readonly string[]
  /** Which commands of the documents may run. Default: none; they wait. */
  readonly permissions?: Permissions
  /** How many tasks and gates run at once. Default 4. */
  readonly concurrency?: number
  /** Time for one command. Default 10 minutes. */
  readonly timeout?: Milliseconds
  /** When failed attempts are tried again. Default: those that say it may help, three attempts, after 1 s and 2 s. */
  readonly retry?: Partial<RetryPolicy>
  /** Finds another way when a plan with a goal has failed. Default: nobody does, and the run has failed. */
  readonly replanner?: Replanner
  /** Puts questions to a person. Default: nobody is asked, and what needs an answer waits. */
  readonly asker?: Asker
  readonly listeners?: readonly Listener[]
  /** Interrupts the run when it aborts: what runs is stopped, and `resume` goes on. */
  readonly signal?: AbortSignal
  readonly clock?: Clock
  readonly random?: Random
  /** Who holds the lease. Default: this process. */
  readonly holder?: Holder
}

export interface ExecuteOptions extends RunOptions {
  /** Runs tasks that the document claims as done, and fails gates that have a criterion without a check. Default false. */
  readonly strict?: boolean
  /** What a failure stops. Default `finish-branch`: only what rests on it. */
  readonly policy?: FailurePolicy
  /** Whether what the documents state for failures is carried out. Default true. */
  readonly contingencies?: boolean
  /** How often a replanner may find another way to a plan's goal. Default 5. */
  readonly replans?: number
  /** Tasks that need not or must not run, beside what the documents' own statuses say. Default: none. */
  readonly standings?: Readonly<Record<TaskKey, Standing>>
  /** Runs tasks again although they are done: all, or these. Default: none. */
  readonly again?: Again
  /** Default: made from the date. Rejects `journal/…` when there is such a run. */
  readonly id?: string
}

/** Options with every default filled in. */
export interface Settings {
  readonly journal: Journal
  readonly workspace: string
  readonly agents: readonly Agent[]
  readonly defaultAgent: string | null
  readonly limits: Limits
  readonly checkers: readonly Checker[]
  readonly commands: Commands
  readonly files: Files
  readonly tree: () => Promise<string | null>
  readonly conceal: Conceal
  readonly permissions: Permissions
  readonly concurrency: number
  readonly retry: RetryPolicy
  readonly replanner: Replanner | null
  readonly asker: Asker | null
  readonly listeners: readonly Listener[]
  readonly signal: AbortSignal | null
  readonly clock: Clock
  readonly random: Random
  readonly holder: Holder
}

export function settings(options: RunOptions): Settings {
  const workspace = options.workspace ?? process.cwd()
  const secrets = options.secrets ?? []
  const time = options.timeout === undefined ? {} : { timeout: options.timeout }
  const { sandbox = null, view = [] } = options
  return {
    journal: options.journal ?? memoryJournal(),
    workspace,
    agents: [...(options.agents ?? []), ...builtInAgents({ ...time, sandbox, view })],
    checkers: [
      ...(options.checkers ?? []),
      commandChecker(time),
      metricChecker(time),
      fileChecker(),
      scriptChecker({ sandbox, view }),
      factChecker(),
      approvalChecker(),
    ],
    defaultAgent: options.defaultAgent ?? null,
    limits: { agents: options.limits?.agents ?? {}, resources: options.limits?.resources ?? {} },
    commands:
      options.commands ??
      confined({ workspace, secrets, ...(options.confine ? { confine: options.confine } : {}) }),
    conceal: redactor({ environment: process.env, secrets }),
    files: options.files ?? workspaceFiles(workspace),
    tree: options.tree ?? (async () => null),
    permissions: options.permissions ?? { allow: [], deny: [], all: null },
    concurrency: Math.max(1, options.concurrency ?? 4),
    retry: { ...defaultRetry, ...options.retry },
    replanner: options.replanner ?? null,
    asker: options.asker ?? null,
    listeners: options.listeners ?? [],
    signal: options.signal ?? null,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    holder: options.holder ?? processIdentity(),
  }
}

import type { Json } from '../base/index.ts'
import type { Gate, Phase, Plan, Task, TaskKey } from '../model/index.ts'
import { taskKey } from '../model/index.ts'
import { hashOf } from './hash.ts'

/** Why a task need not, or must not, run in this run. */
export interface Standing {
  /**
   * `proven`: our journal has its result. `claimed`: the document says done, and nobody saw it. `skipped`: the document says so.
   * `blocked`: the document says so, a person must release it. `excluded`: the document has an error there. `left-out`: whoever
   * started the run did not choose it; what rests on it runs as if it were done, and gates that judge it are left out too.
   */
  readonly kind: 'proven' | 'claimed' | 'skipped' | 'blocked' | 'excluded' | 'left-out'
  readonly reason: string
  /** Of what is proven, what it told then; absent: nothing. */
  readonly outputs?: Readonly<Record<string, Json>>
}

/**
 * What a failure that no contingency mends stops: `finish-branch` what rests on it, `fail-fast` everything, `continue` nothing, not
 * even what rests on it. The run has failed in any case.
 */
export type FailurePolicy = 'finish-branch' | 'fail-fast' | 'continue'

/** All that a run's decisions rest on, frozen when it starts and kept in the journal under its hash. */
export interface RunSpec {
  readonly schema: 'goap/spec@1'
  readonly plans: readonly Plan[]
  readonly standings: Readonly<Record<TaskKey, Standing>>
  /** Fails gates that have a criterion without a check. */
  readonly strict: boolean
  /** What a failure stops. Default `finish-branch`. */
  readonly policy?: FailurePolicy
  /** Whether the contingencies of the documents are carried out. Default true. */
  readonly contingencies?: boolean
  /** How often a planner may find another way to a plan's goal. Default: never. */
  readonly replans?: number
  /** Hash of what each document defines, without statuses, measured values and prose. */
  readonly definitions: Readonly<Record<string, string>>
}

/** What a run is to do beside its plans. */
export interface FreezeOptions {
  readonly strict: boolean
  readonly policy?: FailurePolicy | undefined
  readonly contingencies?: boolean | undefined
  readonly replans?: number | undefined
}

/** Freezes plans for a run. */
export function freeze(
  plans: readonly Plan[],
  standings: Readonly<Record<TaskKey, Standing>>,
  { strict, policy, contingencies, replans }: FreezeOptions,
): RunSpec {
  const definitions = Object.fromEntries(
    plans.map((plan) => [plan.document, planDefinition(plan)] as const),
  )
  return {
    schema: 'goap/spec@1',
    plans,
    standings,
    strict,
    definitions,
    ...(policy === undefined || policy === 'finish-branch' ? {} : { policy }),
    ...(contingencies === false ? { contingencies } : {}),
    ...(replans === undefined || replans === 0 ? {} : { replans }),
  }
}

/** Hash of what a plan defines: tasks, needs, phases, gates, commands and texts; ticks and measured values do not change it. */
export function planDefinition(plan: Plan): string {
  return hashOf({
    tasks: plan.tasks.map(taskDefinition),
    phases: plan.phases.map(definedPhase),
    gates: plan.gates.map(definedGate),
    contingencies: plan.contingencies.map(({ trigger, actions, kind }) => ({
      trigger,
      actions,
      kind,
    })),
    goal: plan.goal ?? null,
    facts: plan.facts ?? null,
    ...(plan.probes === undefined ? {} : { probes: plan.probes }),
    ...(plan.capacities === undefined ? {} : { capacities: plan.capacities }),
  })
}

const definitions = new WeakMap<Task, string>()

/** Hash of what a task defines: a result speaks of the same task as long as it stays the same. */
export function taskDefinition(task: Task): string {
  const known = definitions.get(task)
  if (known !== undefined) return known
  const made = hashOf(defined(task))
  definitions.set(task, made)
  return made
}

/** Task hashes of a plan, by key over several documents. */
export function taskDefinitions(plans: readonly Plan[]): ReadonlyMap<TaskKey, string> {
  return new Map(
    plans.flatMap((plan) =>
      plan.tasks.map((task) => [taskKey(plan.document, task.key), taskDefinition(task)] as const),
    ),
  )
}

function defined(task: Task): unknown {
  const { status: _status, place: _place, commandPlace: _command, provenance: _why, script, ...rest } = task // prettier-ignore
  const code = script && { script: { language: script.language, code: script.code } }
  return { ...rest, ...code, externals: rest.externals.map(({ text }) => text) }
}

function definedPhase({ key, title, mode, needs, tasks }: Phase): unknown {
  return { key, title, mode, needs, tasks }
}

function definedGate({ key, phase, after, closing, criteria }: Gate): unknown {
  return {
    key,
    phase,
    after,
    closing,
    criteria: criteria.map((one) => ({
      key: one.key,
      text: one.text,
      check: one.check,
      expectations: one.expectations,
    })),
  }
}

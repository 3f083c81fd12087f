import { at, type Json } from '../base/index.ts'
import type { Commands } from '../commands/index.ts'
import { evaluate as evaluateGate, type RunView } from '../gates/index.ts'
import {
  commandOf,
  compares,
  effectText,
  expressionOf,
  factNamed,
  factsRead,
  probeOf,
  valueWanted,
  type CriterionResult,
  type Effect,
  type Evidence,
  type FactValue,
  type Happening,
  type Outcome,
  type Plan,
  type Probe,
  type Task,
  type WorldState,
} from '../model/index.ts'
import { remembered, type Engine } from './engine.ts'
import type { Settings } from './options.ts'
import type { RunState } from './state.ts'

// Facts are observed, not believed: by their probes, before what requires them and behind what changes them.

/** What kind of value a fact has. */
export type FactKind = 'boolean' | 'number' | 'string'

/** What a probe gave. */
export interface Observation {
  readonly fact: string
  /** Null: it gave no value. */
  readonly value: FactValue | null
  readonly reason: string
  readonly evidence: readonly Evidence[]
}

/** A fact and how it is observed. */
export interface Probed {
  readonly fact: string
  readonly probe: Probe
}

/** The facts among these that have a probe, each once. */
export function probed(plan: Plan, facts: readonly string[]): readonly Probed[] {
  return [...new Set(facts)].flatMap((fact) => {
    const probe = probeOf(plan.probes ?? [], fact)
    return probe ? [{ fact, probe }] : []
  })
}

/** What a task requires and what it changes, as far as it is to be observed: required facts only when that was not done yet. */
export function probesOf(
  state: RunState,
  plan: Plan,
  task: Task,
): { readonly before: readonly Probed[]; readonly behind: readonly Probed[] } {
  const unseen = (task.requires ?? []).flatMap(factsRead).filter((fact) => !state.observed.has(fact)) // prettier-ignore
  return {
    before: probed(plan, unseen),
    behind: probed(
      plan,
      (task.effects ?? []).map(({ fact }) => fact),
    ),
  }
}

/** The commands that probes run. */
export function commandsOf(all: readonly Probed[]): readonly string[] {
  return [
    ...new Set(
      all.flatMap(({ probe }) => {
        const runs = commandOf(probe.check)
        return runs?.runnable ? [runs.command] : []
      }),
    ),
  ]
}

/** Runs probes, one after the other. Rejects when the signal aborts. */
export async function observe(
  engine: Engine,
  { subject, plan, probes }: { readonly subject: string; readonly plan: Plan; readonly probes: readonly Probed[] }, // prettier-ignore
  signal: AbortSignal,
): Promise<readonly Observation[]> {
  const { settings, recorder } = engine
  const commands = remembered(engine, subject)
  const kind = (fact: string): FactKind => kindOf(plan, fact)
  const state = recorder.state()
  const run = runView(state, plan)
  return look(settings, { commands, facts: state.observed, kindOf: kind, probes, signal, run })
}

interface Looking {
  readonly commands: Commands
  readonly facts: WorldState
  readonly kindOf: (fact: string) => FactKind
  readonly probes: readonly Probed[]
  readonly signal: AbortSignal
  /** Absent: there is no run. */
  readonly run?: RunView
}

/** What scripts may know of a run, for those of one plan. */
export function runView({ graph, nodes }: RunState, { title, document, metrics }: Plan): RunView {
  const outputs = graph.nodes.flatMap(({ key }, position) => {
    const node = at(nodes, position)
    return node.kind === 'task' && (node.life === 'succeeded' || node.life === 'stood')
      ? [[key, node.outputs] as const]
      : []
  })
  return { plan: title, document, outputs: Object.fromEntries(outputs), metrics }
}

/** The same without a run. */
export async function look(
  { files, tree, clock, checkers }: Settings,
  { commands, facts, kindOf, probes, signal, run }: Looking,
): Promise<readonly Observation[]> {
  if (probes.length === 0) return []
  const context = { commands, signal, facts, files, tree, clock, ...(run ? { run } : {}) }
  const criteria = probes.map(({ fact, probe }) => ({
    key: fact, text: fact, place: null, status: null, expect: null, check: probe.check, expectations: probe.expectations,
  })) // prettier-ignore
  const gate = { key: 'probes', title: 'Probes', place: null, phase: null, after: [], closing: false, criteria } // prettier-ignore
  const { criteria: results } = await evaluateGate(gate, checkers, context, false)
  signal.throwIfAborted()
  return results.map((result, index) => {
    const { fact, probe } = probes[index] ?? { fact: result.key, probe: null }
    const value = probe ? valueOf(kindOf(fact), probe, result) : null
    return { fact, value, reason: result.reason, evidence: result.evidence }
  })
}

/** What was observed, for the journal; a probe without a value tells nothing. */
export function observedEvents(all: readonly Observation[]): readonly Happening[] {
  return all.flatMap(({ fact, value, evidence }) =>
    value === null
      ? []
      : [{ type: 'fact.observed', name: fact, value, evidence: evidence.at(-1) ?? null } as const],
  )
}

/** The first condition that is known not to hold, in words; null when there is none. What is unknown stops nothing. */
export function unmet(state: RunState, conditions: readonly Effect[]): string | null {
  for (const condition of conditions) {
    const value = state.facts.get(condition.fact)
    const wanted = valueWanted(condition, (fact) => state.facts.get(fact))
    if (value !== undefined && wanted !== undefined && !compares(value, condition.compare, wanted))
      return `it requires ${effectText(condition)}, and ${factNamed(condition.fact, value)}`
  }
  return null
}

/** A success whose effects were not observed is none. */
export function proven(outcome: Outcome, task: Task, seen: readonly Observation[]): Outcome {
  if (outcome.kind !== 'succeeded') return outcome
  const evidence = [...outcome.evidence, ...seen.flatMap((one) => one.evidence)]
  for (const effect of task.effects ?? []) {
    const found = seen.find(({ fact }) => fact === effect.fact)
    // What an expression came to before the task is not known any more.
    if (!found || effect.change !== undefined || expressionOf(effect) !== null) continue
    const why =
      found.value === null
        ? `${effect.fact} could not be observed: ${found.reason}`
        : compares(found.value, effect.compare, effect.value)
          ? null
          : factNamed(effect.fact, found.value)
    if (why !== null)
      return {
        kind: 'failed',
        reason: `it did not come to ${effectText(effect)}: ${why}`,
        transient: false,
        evidence,
        usage: outcome.usage,
      }
  }
  return { ...outcome, evidence }
}

/** What kind of value a plan gives a fact: that of the first value anywhere; what it never names is true or false. */
export function kindOf({ goal, facts, tasks }: Plan, fact: string): FactKind {
  const named = (one: { readonly fact: string }): boolean => one.fact === fact
  const conditions = [...(goal?.conditions ?? []), ...tasks.flatMap(({ requires = [], effects = [] }) => [...requires, ...effects])] // prettier-ignore
  // What is calculated with is a number, whatever it is compared with.
  if (conditions.some((one) => expressionOf(one) !== null && factsRead(one).includes(fact))) return 'number' // prettier-ignore
  const value = conditions.find(named)?.value ?? facts?.find(({ name }) => name === fact)?.value
  return typeof value === 'number' ? 'number' : typeof value === 'string' ? 'string' : 'boolean'
}

function valueOf(
  type: FactKind,
  { expectations }: Probe,
  { verdict, evidence }: CriterionResult,
): FactValue | null {
  if (type === 'boolean' || expectations.length > 0)
    return verdict === 'passed' ? true : verdict === 'failed' ? false : null
  const measure = evidence.find((one) => one.kind === 'measure')
  if (measure) return type === 'number' ? measure.value : String(measure.value)
  const script = evidence.find((one) => one.kind === 'script')
  if (script) return scriptValue(type, script.value)
  const command = evidence.find((one) => one.kind === 'command')
  if (command?.exit !== 0) return null
  const last = command.tail.trimEnd().split('\n').at(-1)?.trim() ?? ''
  if (type === 'string') return last === '' ? null : last
  const number = Number(last)
  return last !== '' && Number.isFinite(number) ? number : null
}

/** A text for a fact with words, a number for one with numbers; anything else is no value of it. */
function scriptValue(type: FactKind, value: Json | undefined): FactValue | null {
  if (type === 'number') return typeof value === 'number' ? value : null
  if (typeof value === 'string') return value === '' ? null : value
  return typeof value === 'number' ? String(value) : null
}

import { forText, freeKey, slug } from '../../base/index.ts'
import {
  bound,
  effectText,
  factName,
  valueWanted,
  type FactValue,
  probeOf,
  type Action,
  type Criterion,
  type Effect,
  type Gate,
  type Plan,
  type Probe,
  type Problem,
  type Task,
} from '../../model/index.ts'

/** An action of a problem at its place in a plan. */
export interface PlannedStep {
  /** Position in `Problem.actions`. */
  readonly action: number
  /** The objects for its parameters, in their order. */
  readonly objects: readonly string[]
  /** Positions of the steps that must be done before, all smaller than its own. */
  readonly needs: readonly number[]
}

export interface PlanOfOptions {
  /** What the tasks' ids begin with: `A1`, `A2`, … Default `A`. */
  readonly series?: string
}

/**
 * The plan that carries the steps out: a task for each, with what must hold before and behind it, and a gate at the end for the goal.
 * A condition without a probe can only be claimed. Facts and probes go along, so that the plan can be planned again.
 */
export function planOf(
  problem: Problem,
  steps: readonly PlannedStep[],
  { series = 'A' }: PlanOfOptions = {},
): Plan {
  const keyOf = (index: number): string => `${series}${index + 1}`.toLowerCase()
  const tasks = steps.map((step, index) =>
    taskOf(problem, step, keyOf(index), step.needs.map(keyOf)),
  )
  return {
    document: problem.document,
    title: problem.title,
    strategy: null,
    tasks,
    phases: [],
    gates: [
      ...steps.flatMap((step, index) => gateBehind(problem, step, keyOf(index))),
      goalGate(problem, tasks),
    ],
    contingencies: [],
    agents: [...new Set(tasks.flatMap(({ agent }) => (agent === null ? [] : [agent])))],
    metrics: [],
    risks: [],
    deliverables: [],
    goal: {
      name: problem.goal.name,
      conditions: problem.goal.conditions.map(placeless),
      document: problem.goal.document ?? problem.document,
      ...(problem.goal.digest === undefined ? {} : { digest: problem.goal.digest }),
    },
    facts: problem.facts.map(placeless),
    ...(problem.probes.length === 0 ? {} : { probes: problem.probes.map(placeless) }),
    ...(Object.keys(problem.capacities).length === 0 ? {} : { capacities: problem.capacities }),
  }
}

function actionOf({ actions }: Problem, { action }: PlannedStep): Action {
  const found = actions[action]
  if (!found) throw new RangeError(`the problem has no action ${action}`)
  return found
}

/** What the parameters of a step stand for. */
function objectsOf(action: Action, { objects }: PlannedStep): ReadonlyMap<string, string> {
  return new Map((action.parameters ?? []).map(({ name }, index) => [name, objects[index] ?? '']))
}

function taskOf(problem: Problem, step: PlannedStep, key: string, needs: readonly string[]): Task {
  const action = actionOf(problem, step)
  const objects = objectsOf(action, step)
  const known = knownValue(problem)
  const { duration, resources, retry, timeout, repeat, compensation } = action
  const minutes = duration === undefined ? null : duration / 60_000
  return {
    key,
    id: key.toUpperCase(),
    title: titleOf(action, step),
    place: null,
    status: 'pending',
    agent: action.agent === undefined ? null : filled(action.agent, objects),
    phase: null,
    group: 'Tasks',
    parent: null,
    priority: null,
    needs,
    externals: [],
    command: action.command === undefined ? null : inShell(action.command, objects),
    commandPlace: null,
    ...(action.script === undefined
      ? {}
      : { script: { language: action.script.language, code: action.script.code } }),
    prompt: action.prompt === undefined ? null : filled(action.prompt, objects),
    effort: minutes === null ? null : { minimum: minutes, maximum: minutes },
    due: null,
    outputs: [],
    ...(action.preconditions.length === 0
      ? {}
      : { requires: grounded(action.preconditions, objects).map(known) }),
    effects: grounded(action.effects, objects).map(known),
    ...(repeat === undefined ? {} : { repeat }),
    ...(resources === undefined || resources.length === 0
      ? {}
      : { resources: resources.map((one) => filled(one, objects)) }),
    ...(retry === undefined ? {} : { retry }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(compensation === undefined ? {} : { compensation: inShell(compensation, objects) }),
    provenance: [],
  }
}

/** What a step is called: the same for the same action with the same objects. */
export function titleOf(
  { name, parameters = [] }: Action,
  { objects }: Pick<PlannedStep, 'objects'>,
): string {
  // A name that tells its parameters, such as "Deploy {service}", says it better than a list behind it.
  const told = filled(
    name,
    new Map(parameters.map((one, index) => [one.name, objects[index] ?? ''])),
  )
  return told !== name || objects.length === 0 ? told : `${name} ${objects.join(', ')}`
}

/** Conditions with objects in place of parameters. */
export function grounded(
  all: readonly Effect[],
  objects: ReadonlyMap<string, string>,
): readonly Effect[] {
  return all.map((one) => {
    const { fact, value, ...rest } = placeless(one)
    return {
      ...rest,
      fact: bound(fact, objects),
      value: typeof value === 'string' ? bound(value, objects) : value,
    }
  })
}

/** Replaces an expression by what it comes to, where it depends on no fact that actions change: `fuel -= distance(a, b)` is `fuel -= 5`. */
function knownValue({ actions, facts }: Problem): (one: Effect) => Effect {
  const changing = new Set(actions.flatMap(({ effects }) => effects.map(({ fact }) => factName(fact).name))) // prettier-ignore
  const values = new Map(facts.map(({ name, value }) => [name, value]))
  const valueOf = (fact: string): FactValue | undefined => changing.has(factName(fact).name) ? undefined : values.get(fact) // prettier-ignore
  return (one) => {
    const value = valueWanted(one, valueOf)
    return value === undefined || value === one.value ? one : { ...one, value }
  }
}

const oneWord = forText(String.raw`^[\p{L}\p{N}_@%+=:,./-]+$`, 'u')
const holes = forText(String.raw`(?<!\$)\{([\p{L}\p{N}_-]+)\}`, 'gu')

/** `{service}` and `?service` replaced by the object's name. */
function filled(text: string, objects: ReadonlyMap<string, string>): string {
  return bound(
    inBraces(text, objects, (name) => name),
    objects,
  )
}

/** `{service}` in a script replaced by the object's name, as one word of the shell; `${service}` stays what it is for the shell. */
function inShell(script: string, objects: ReadonlyMap<string, string>): string {
  return inBraces(script, objects, (name) =>
    oneWord(name).test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`,
  )
}

function inBraces(
  text: string,
  objects: ReadonlyMap<string, string>,
  written: (name: string) => string,
): string {
  return text.replaceAll(holes(text), (whole, name: string) => {
    const object = objects.get(name)
    return object === undefined ? whole : written(object)
  })
}

function gateBehind(problem: Problem, step: PlannedStep, task: string): readonly Gate[] {
  const action = actionOf(problem, step)
  const { criteria = [] } = action
  if (criteria.length === 0) return []
  return [
    {
      key: `gate-${task}`,
      title: `${titleOf(action, step)}: proven`,
      place: null,
      phase: null,
      after: [task],
      closing: false,
      criteria: criteria.map((one) => ({ ...one, place: null })),
    },
  ]
}

function goalGate({ goal, probes }: Problem, tasks: readonly Task[]): Gate {
  const used = new Map<string, number>()
  return {
    key: 'quality-gate',
    title: 'Quality Gate',
    place: null,
    phase: null,
    after: tasks.map(({ key }) => key),
    closing: true,
    criteria: goal.conditions.map((one) => criterionOf(one, probes, used)),
  }
}

/** Its key is the one that a reader of the plan would give it. */
function criterionOf(
  condition: Effect,
  probes: readonly Probe[],
  used: Map<string, number>,
): Criterion {
  // prettier-ignore
  const text = effectText(condition)
  const probe = probeOf(probes, condition.fact)
  return {
    key: freeKey(used, slug(text) || 'criterion'),
    text,
    place: null,
    status: null,
    check: probe ? { kind: 'fact', name: condition.fact } : null,
    expectations: probe
      ? [{ kind: 'value', compare: condition.compare, value: condition.value }]
      : [],
    expect: null,
  }
}

function placeless<T extends object>(one: T): Omit<T, 'place'> {
  const { place: _place, ...rest } = one as T & { readonly place?: unknown }
  return rest
}

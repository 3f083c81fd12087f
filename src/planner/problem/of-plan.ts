import {
  expressionOf,
  factName,
  type Action,
  type FactDeclaration,
  type FactValue,
  type Plan,
  type Problem,
  type Task,
} from '../../model/index.ts'

/**
 * The problem that a plan solves, as far as the plan tells it: its tasks are the actions. Null for a plan without a goal, or without
 * a task that changes anything.
 */
export function problemOf(plan: Plan): Problem | null {
  const tasks = plan.tasks.filter(({ effects = [] }) => effects.length > 0)
  if (!plan.goal || tasks.length === 0) return null
  const actions = [...new Map(tasks.map((task) => [task.title, actionOf(task, plan)])).values()]
  const { document, title, goal, facts = [], probes = [] } = plan
  const used = [
    ...goal.conditions,
    ...actions.flatMap(({ preconditions, effects }) => [...preconditions, ...effects]),
    ...facts.map(({ name, value }) => ({ fact: name, compare: '=' as const, value })),
  ].map((one) => (expressionOf(one) === null ? one : { fact: one.fact, value: 0 }))
  return {
    document,
    title,
    goal,
    facts,
    probes,
    declarations: declared(used),
    types: [],
    objects: [...new Set(used.flatMap(({ fact }) => factName(fact).terms))].map((name) => ({
      name,
      type: 'object',
    })),
    actions,
    capacities: plan.capacities ?? {},
  }
}

function actionOf(task: Task, { gates }: Plan): Action {
  const { title, requires = [], effects = [], effort, agent, command, script, prompt } = task
  const { resources, compensation, repeat, retry, timeout } = task
  const criteria = gates.flatMap(({ closing, after, criteria: all }) =>
    !closing && after.length === 1 && after[0] === task.key ? all : [],
  )
  return {
    name: title,
    preconditions: requires,
    effects,
    cost: effort ? (effort.minimum + effort.maximum) / 2 : 1,
    ...(effort ? { duration: ((effort.minimum + effort.maximum) / 2) * 60_000 } : {}),
    ...(agent === null ? {} : { agent }),
    ...(command === null ? {} : { command }),
    ...(script === undefined ? {} : { script }),
    ...(prompt === null ? {} : { prompt }),
    ...(criteria.length === 0 ? {} : { criteria }),
    ...(resources === undefined ? {} : { resources }),
    ...(compensation === undefined ? {} : { compensation }),
    ...(repeat === undefined ? {} : { repeat }),
    ...(retry === undefined ? {} : { retry }),
    ...(timeout === undefined ? {} : { timeout }),
  }
}

/** What kind of fact each is, by its values: the first that is no boolean decides, and texts are an enumeration. */
function declared(
  used: readonly { readonly fact: string; readonly value: FactValue }[],
): readonly FactDeclaration[] {
  const byName = Map.groupBy(used, ({ fact }) => factName(fact).name)
  return [...byName].map(([name, all]) => {
    const values = all.map(({ value }) => value)
    const texts = values.filter((value) => typeof value === 'string')
    const type = texts.length > 0 ? 'enumeration' : values.some((value) => typeof value === 'number') ? 'number' : 'boolean' // prettier-ignore
    const terms = factName(all[0]?.fact ?? '').terms
    return {
      name,
      parameters: terms.map((_, index) => ({ name: `p${index + 1}`, type: 'object' })),
      type,
      values: type === 'enumeration' ? [...new Set(texts)] : [],
      origin: 'inferred',
    }
  })
}

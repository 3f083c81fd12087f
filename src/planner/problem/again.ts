import {
  compares,
  effectText,
  factName,
  valueWanted,
  type Action,
  type Effect,
  type Fact,
  type FactValue,
  type Problem,
  type Task,
  type WorldState,
} from '../../model/index.ts'

/** What has happened on the way, as far as it matters for another way. */
export interface Experience {
  /** The world as it is now. */
  readonly facts: WorldState
  /** Tasks that failed, and how often. */
  readonly failures: readonly { readonly task: Task; readonly count: number }[]
  /** Tasks that were done and say how they are undone, and the world before them. */
  readonly done: readonly { readonly task: Task; readonly before: WorldState }[]
}

/**
 * The problem from here on: it begins in the world as it is, and what was done can be undone, where that can be done at all, as any
 * other action. What a failed task left behind is undone before anything else.
 */
export function problemNow(problem: Problem, { facts, failures, done }: Experience): Problem {
  const declared = new Set(problem.declarations.map(({ name }) => name))
  const now: readonly Fact[] = [...facts].flatMap(([name, value]) =>
    declared.has(factName(name).name) ? [{ name, value }] : [],
  )
  const undoing = done.flatMap((one) => undo(one, facts))
  const leftOvers = failures.flatMap(({ task, count }) =>
    cleanUp(task, leftOver(task, count), facts),
  )
  const clean = leftOvers.map(({ fact }) => fact)
  const required: readonly Effect[] = clean.map((fact) => ({ fact, compare: '=', value: false }))
  return {
    ...problem,
    facts: [...now, ...clean.map((name) => ({ name, value: true }))],
    declarations: [
      ...withValues(problem, now),
      ...clean.map(
        (name) =>
          ({ name, parameters: [], type: 'boolean', values: [], origin: 'inferred' }) as const,
      ),
    ],
    actions: [
      // In their places: what failed is known by its place and objects.
      ...problem.actions.map((action) => ({
        ...action,
        preconditions: [...action.preconditions, ...required],
      })),
      ...undoing.map((action) => ({
        ...action,
        preconditions: [...action.preconditions, ...required],
      })),
      ...leftOvers.map(({ action }) => action),
    ],
  }
}

/** A fact may have been observed to have a value that no document names. */
function withValues({ declarations }: Problem, now: readonly Fact[]): Problem['declarations'] {
  return declarations.map((one) => {
    if (one.type !== 'enumeration') return one
    const seen = now.flatMap(({ name, value }) =>
      factName(name).name === one.name ? [String(value)] : [],
    )
    const more = [...new Set(seen)].filter((value) => !one.values.includes(value))
    return more.length === 0 ? one : { ...one, values: [...one.values, ...more] }
  })
}

/** The action that undoes a task, while what the task came to is still so. */
function undo({ task, before }: Experience['done'][number], facts: WorldState): readonly Action[] {
  const settings = (task.effects ?? []).filter(
    ({ change, compare }) => change === undefined && compare === '=',
  )
  const effects = settings.flatMap(({ fact, value }): readonly Effect[] => {
    const old = valueBefore(before.get(fact), value)
    return old === undefined || old === value ? [] : [{ fact, compare: '=', value: old }]
  })
  const isStill = settings.every(({ fact, compare, value }) => {
    const now = facts.get(fact)
    return now !== undefined && compares(now, compare, value)
  })
  if (effects.length === 0 || !isStill) return []
  return [{ ...undoing(task), preconditions: settings.map(plain), effects }]
}

/** Unknown is the same as false for what is true or false; what another fact was before is not known then. */
function valueBefore(before: FactValue | undefined, value: FactValue): FactValue | undefined {
  return before ?? (value === true ? false : undefined)
}

/** The fact that a task left something behind when it failed for the so-many-th time. */
function leftOver({ title }: Task, count: number): string {
  return `left_over_${title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '_')}_${count}`
}

/** What a failed task left behind, unless that was undone already. */
function cleanUp(
  task: Task,
  fact: string,
  facts: WorldState,
): readonly { readonly fact: string; readonly action: Action }[] {
  if (task.compensation === undefined || facts.get(fact) === false) return []
  const preconditions: readonly Effect[] = [{ fact, compare: '=', value: true }]
  const effects: readonly Effect[] = [{ fact, compare: '=', value: false }]
  return [{ fact, action: { ...undoing(task), preconditions, effects } }]
}

function undoing({
  title,
  compensation = '',
  agent,
}: Task): Omit<Action, 'preconditions' | 'effects'> {
  return {
    name: `Undo: ${title}`,
    cost: 1,
    command: compensation,
    ...(agent === null ? {} : { agent }),
    repeat: 'idempotent',
  }
}

function plain({ fact, compare, value }: Effect): Effect {
  return { fact, compare, value }
}

/** What failed, for a person: `push (2 times)`. */
export function failedText({ failures }: Pick<Experience, 'failures'>): string {
  return failures
    .map(({ task: { title }, count }) => (count > 1 ? `${title} (${count} times)` : title))
    .join(', ')
}

/** The conditions of a goal that do not hold yet, in words. */
export function openGoals({ goal }: Problem, facts: WorldState): readonly string[] {
  return goal.conditions.flatMap((one) => {
    const value = facts.get(one.fact)
    const wanted = valueWanted(one, (fact) => facts.get(fact))
    return value !== undefined && wanted !== undefined && compares(value, one.compare, wanted)
      ? []
      : [effectText(one)]
  })
}

import { GoapError, nearest } from '../base/index.ts'
import { isCalled } from '../graph/index.ts'
import type { Gate, Plan } from '../model/index.ts'

/** A gate of a plan, with those of its criteria that are meant. */
export interface SelectedGate {
  readonly plan: Plan
  /** With only the criteria that are meant. */
  readonly gate: Gate
}

/**
 * The gates of plans that names mean; without names all. A name is a gate's key or title, a criterion's key with or without
 * `gate/` before it, a phase's key, title or number, or the id or key of a task that a gate judges. Throws `workspace/unknown-gate`.
 */
export function selectGates(
  plans: readonly Plan[],
  names: readonly string[],
): readonly SelectedGate[] {
  const all = plans.flatMap((plan) => plan.gates.map((gate) => ({ plan, gate })))
  if (names.length === 0) return all
  const wanted = names.map((name) => ({ name, matches: matcher(name) }))
  for (const { name, matches } of wanted) if (!all.some((one) => matches(one).length > 0)) throw unknown(name, plans) // prettier-ignore
  return all.flatMap(({ plan, gate }) => {
    const meant = new Set(wanted.flatMap(({ matches }) => matches({ plan, gate })))
    const criteria = gate.criteria.filter(({ key }) => meant.has(key))
    return criteria.length === 0 ? [] : [{ plan, gate: { ...gate, criteria } }]
  })
}

/** The keys of the criteria of a gate that a name means. */
function matcher(name: string): (one: SelectedGate) => readonly string[] {
  const wanted = name.trim().toLowerCase()
  const is = (text: string | null): boolean => text?.toLowerCase() === wanted
  return ({ plan, gate }) => {
    const all = gate.criteria.map(({ key }) => key)
    if (is(gate.key) || is(gate.title)) return all
    const phase = plan.phases.find(({ key }) => key === gate.phase)
    if (phase && isCalled(phase, name)) return all
    const judges = plan.tasks.some(
      (task) => gate.after.includes(task.key) && (is(task.id) || is(task.key)),
    )
    return judges ? all : all.filter((key) => is(key) || is(`${gate.key}/${key}`))
  }
}

function unknown(name: string, plans: readonly Plan[]): GoapError {
  const task = plans.some(({ tasks }) => tasks.some(({ id, key }) => [id, key].some((one) => one?.toLowerCase() === name.toLowerCase()))) // prettier-ignore
  if (task)
    return new GoapError('workspace/unknown-gate', `No gate judges the task "${name}".`, {
      hint: 'See `goap gates FILE` for the gates there are.',
    })
  const names = plans.flatMap(({ gates, phases }) => [
    ...gates.flatMap(({ key, criteria }) => [key, ...criteria.map((one) => one.key)]),
    ...phases.map(({ key }) => key),
  ])
  const near = nearest(name.toLowerCase(), names)
  return new GoapError(
    'workspace/unknown-gate',
    `Nothing that can be verified is called "${name}".`,
    near === undefined ? {} : { hint: `Did you mean "${near}"?` },
  )
}

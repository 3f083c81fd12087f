import type { Json } from '../../base/index.ts'
import type { Effect, Plan } from '../../model/index.ts'
import { parseCondition, printCondition } from '../condition.ts'
import { read } from '../read/index.ts'
import { repairs } from '../read/text/mojibake.ts'
import { isCarried } from './carried.ts'
import { fenced, insideOf, withFence } from './fence.ts'
import { render, type Rendered } from './render.ts'
import { same, samePlan, stripped } from './same.ts'

/**
 * A plan in the canonical dialect (docs/plan-format.md): Markdown that a person likes to read, and, where Markdown could not say it
 * or would be read otherwise, a ```goap fence at its end with just these things. `read(print(plan)).plan` says the same as `plan`;
 * places, provenance and the name of the document are no part of that.
 */
export function print(plan: Plan): string {
  const rendered = legible(render(plan))
  const back = read(rendered.text, plan.document).plan
  const fence = differences(plan, rendered, back)
  if (Object.keys(fence).length === 0) return rendered.text
  const inside = insideOf(rendered.text, fence)
  const text = fenced(rendered.text, inside)
  const says = { text, inside, fence }
  if (isCarried(says, back, plan) || samePlan(read(text, plan.document).plan, plan)) return text
  return withFence(rendered.text, { ...differences(plan, rendered, back, true) })
}

type Record_ = Readonly<Record<string, unknown>>

/** Without what would be read as repaired: the repaired characters themselves. */
function legible(rendered: Rendered): Rendered {
  let text = ''
  let from = 0
  for (const { start, end, character } of repairs(rendered.text)) {
    text += rendered.text.slice(from, start) + character
    from = end
  }
  return { ...rendered, text: text + rendered.text.slice(from) }
}

/** What the Markdown does not say, as the fields of a fence; with `whole` all tasks, phases and gates. */
function differences(plan: Plan, rendered: Rendered, back: Plan, whole = false): Record_ {
  const paired =
    !whole &&
    pairs(rendered.tasks, back.tasks) &&
    rendered.phases.length === back.phases.length &&
    rendered.gates.length === back.gates.length
  const wanted = fieldsOf(plan)
  const found = fieldsOf(back)
  const fence: Record<string, unknown> = {}
  for (const name of [
    'title',
    'strategy',
    'agents',
    'contingencies',
    'metrics',
    'risks',
    'deliverables',
    'goal',
    'facts',
    'probes',
    'capacities',
  ] as const)
    // prettier-ignore
    if (!same(wanted[name], found[name]) && wanted[name] !== undefined) fence[name] = wanted[name]
  if (!paired) {
    fence['instead'] = {
      tasks: plan.tasks.map((task) => written(stripped(task), true)),
      phases: plan.phases.map((phase) => written(stripped(phase), true)),
      gates: plan.gates.map((gate) => written(stripped(gate), true)),
    }
    return fence
  }
  const names = {
    task: renames(rendered.tasks, back.tasks),
    phase: renames(rendered.phases, back.phases),
  }
  const task = (key: string): string => names.task.get(key) ?? key
  const phase = (key: string): string => names.phase.get(key) ?? key
  const tasks = entries(rendered.tasks, back.tasks, (one) => ({
    ...one,
    needs: one.needs.map(task),
    parent: one.parent === null ? null : task(one.parent),
    phase: one.phase === null ? null : phase(one.phase),
  }))
  const phases = entries(rendered.phases, back.phases, (one) => ({
    ...one,
    needs: one.needs.map(phase),
    tasks: one.tasks.map(task),
  }))
  const gates = entries(rendered.gates, back.gates, (one) => ({
    ...one,
    after: one.after.map(task),
    phase: one.phase === null ? null : phase(one.phase),
  }))
  for (const [name, all] of Object.entries({ tasks, phases, gates }))
    if (Object.keys(all).length > 0) fence[name] = all
  const order = orders(plan, rendered)
  if (Object.keys(order).length > 0) fence['order'] = order
  return fence
}

function pairs(printed: Rendered['tasks'], back: Plan['tasks']): boolean {
  return (
    printed.length === back.length &&
    printed.every((task, index) => {
      const other = back[index]
      return other !== undefined && (other.id === task.id || other.title === task.title)
    })
  )
}

function renames(
  printed: readonly { readonly key: string }[],
  back: readonly { readonly key: string }[],
): ReadonlyMap<string, string> {
  return new Map(back.map(({ key }, index) => [key, printed[index]?.key ?? key] as const))
}

/** The fields in which what was read differs from what was meant, by the keys that were read. */
function entries<T extends { readonly key: string }>(
  printed: readonly T[],
  back: readonly T[],
  renamed: (one: T) => T,
): Record_ {
  const result: Record<string, unknown> = {}
  back.forEach((one, index) => {
    const meant = printed[index]
    if (!meant) return
    const wanted = objectOf(stripped(meant))
    const found = objectOf(stripped({ ...renamed(one), key: one.key }))
    const differing = Object.keys(wanted).filter((name) => !same(wanted[name], found[name]))
    if (differing.length > 0)
      result[one.key] = written(Object.fromEntries(differing.map((name) => [name, wanted[name]])))
  })
  return result
}

function objectOf(value: Json): Readonly<Record<string, Json | undefined>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}
}

/** The order in which fields are written. */
const order = [
  'key', 'id', 'title', 'text', 'mode', 'status', 'agent', 'phase', 'group', 'parent', 'priority', 'needs', 'tasks', 'after', 'closing',
  'externals', 'command', 'script', 'prompt', 'effort', 'due', 'outputs', 'report', 'check', 'expectations', 'expect', 'criteria',
] // prettier-ignore

/** Fields in their order, conditions as short texts where these are read as the same; `brief` leaves out what is nothing anyway. */
function written(fields: unknown, brief = false): unknown {
  if (typeof fields !== 'object' || fields === null) return fields
  const all = Object.entries(fields)
    // Fields that a task may do without are something even when they are empty.
    .filter(([name, value]) => !brief || optional.has(name) || !isNothing(value))
    .toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return Object.fromEntries(
    all.map(([name, value]: [string, unknown]) => [name, fieldOf(name, value)] as const),
  )
}

const optional = new Set(['requires', 'effects', 'resources', 'report'])

function rank(name: string): number {
  return order.includes(name) ? order.indexOf(name) : order.length
}

function isNothing(value: unknown): boolean {
  return value === null || value === false || (Array.isArray(value) && value.length === 0)
}

function fieldOf(name: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const items: readonly unknown[] = value
  if (name === 'requires' || name === 'effects') return items.map(condition)
  return name === 'criteria' ? items.map((one) => written(one, true)) : value
}

/** A condition as a short text where that is read as the same. */
function condition(value: unknown): unknown {
  const text = isEffect(value) ? printCondition(value) : undefined
  return text !== undefined && same(parseCondition(text), stripped(value)) ? text : value
}

/** Of a plan's conditions all are; what is read of one as a text is compared with it anyway. */
function isEffect(value: unknown): value is Effect {
  return typeof value === 'object' && value !== null && 'fact' in value && 'compare' in value && 'value' in value // prettier-ignore
}

function orders(plan: Plan, rendered: Rendered): Record_ {
  const result: Record<string, unknown> = {}
  for (const name of ['tasks', 'phases', 'gates'] as const) {
    const [wanted, printed] = [plan[name].map(({ key }) => key), rendered[name].map(({ key }) => key)] // prettier-ignore
    if (!same(wanted, printed)) result[name] = wanted
  }
  return result
}

function fieldsOf({
  title,
  strategy,
  agents,
  contingencies,
  metrics,
  risks,
  deliverables,
  goal,
  facts,
  probes,
  capacities,
}: Plan): Record<string, unknown> {
  // prettier-ignore
  return {
    title,
    strategy,
    agents,
    contingencies: stripped(contingencies),
    metrics: stripped(metrics),
    risks: stripped(risks),
    deliverables,
    goal: goal && { ...goal, conditions: goal.conditions.map(condition) },
    probes: probes && stripped(probes),
    capacities,
    facts: facts && Object.fromEntries(facts.map(({ name, value }) => [name, value])),
  }
}

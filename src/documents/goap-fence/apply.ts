import type { Criterion, Gate, Phase, Plan, Task } from '../../model/index.ts'
import type { Fence } from './schema.ts'

/** New keys by those that were read. */
export interface Names {
  readonly tasks: ReadonlyMap<string, string>
  readonly phases: ReadonlyMap<string, string>
  readonly gates: ReadonlyMap<string, string>
}

/** The plan with what a fence says of it; `unknown` are names in it that nothing in the document has. */
export function applied(
  plan: Plan,
  fence: Fence,
): {
  readonly plan: Plan
  readonly unknown: readonly (readonly [string, string])[]
  readonly names: Names
} {
  const base = fence.instead ? insteadOf(plan, fence.instead) : plan
  const names = {
    tasks: renames(fence.tasks),
    phases: renames(fence.phases),
    gates: renames(fence.gates),
  }
  const task = (key: string): string => names.tasks.get(key) ?? key
  const phase = (key: string): string => names.phases.get(key) ?? key
  const tasks = base.tasks.map((one): Task => {
    const kept = {
      ...one,
      needs: one.needs.map(task),
      parent: one.parent === null ? null : task(one.parent),
      phase: one.phase === null ? null : phase(one.phase),
    }
    const { externals, ...said } = fence.tasks?.[one.key] ?? {}
    return {
      ...kept,
      ...defined(said),
      ...(externals ? { externals: externals.map((each) => ({ ...each, place: null })) } : {}),
    }
  })
  const phases = base.phases.map((one): Phase => ({
    ...one,
    needs: one.needs.map(phase),
    tasks: one.tasks.map(task),
    ...defined(fence.phases?.[one.key] ?? {}),
  })) // prettier-ignore
  const gates = base.gates.map((one): Gate => {
    const { criteria, ...said } = fence.gates?.[one.key] ?? {}
    return {
      ...one,
      after: one.after.map(task),
      phase: one.phase === null ? null : phase(one.phase),
      ...defined(said),
      ...(criteria ? { criteria: criteria.map((said) => criterionOf(said, one.criteria)) } : {}),
    }
  })
  const { contingencies, metrics, risks, facts } = fence
  const whole: Plan = {
    ...base,
    ...defined({
      title: fence.title,
      strategy: fence.strategy,
      agents: fence.agents,
      deliverables: fence.deliverables,
      goal: fence.goal,
      probes: fence.probes,
      capacities: fence.capacities,
    }),
    ...(contingencies ? { contingencies: contingencies.map(placeless) } : {}),
    ...(metrics ? { metrics: metrics.map(placeless) } : {}),
    ...(risks ? { risks: risks.map(placeless) } : {}),
    ...(facts ? { facts: Object.entries(facts).map(([name, value]) => ({ name, value })) } : {}),
    tasks: ordered(tasks, fence.order?.tasks),
    phases: ordered(phases, fence.order?.phases),
    gates: ordered(gates, fence.order?.gates),
  }
  const missing = (room: 'tasks' | 'phases' | 'gates'): (readonly [string, string])[] => {
    const known = new Set(base[room].map(({ key }) => key))
    return Object.keys(fence[room] ?? {}).flatMap((key) => (known.has(key) ? [] : [[room, key] as const])) // prettier-ignore
  }
  const unknown = [...missing('tasks'), ...missing('phases'), ...missing('gates')]
  return { plan: whole, unknown, names }
}

function renames(
  entries: Readonly<Record<string, { key?: string | undefined }>> | undefined,
): ReadonlyMap<string, string> {
  // prettier-ignore
  return new Map(
    Object.entries(entries ?? {}).flatMap(([key, said]) =>
      said.key === undefined ? [] : [[key, said.key] as const],
    ),
  )
}

type Said<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Fields that are said; those that are absent stay as they were read. */
function defined<T extends object>(said: T): Said<T> {
  const fields = Object.entries(said).filter(([, value]) => value !== undefined)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same fields, without those that have no value
  return Object.fromEntries(fields) as Said<T>
}

function placeless<T extends object>(said: T): T & { readonly place: null } {
  return { ...said, place: null }
}

/** It stands where the Markdown has one of the same key and words. */
function criterionOf(
  said: Omit<Criterion, 'place' | 'provenance'>,
  read: readonly Criterion[],
): Criterion {
  // prettier-ignore
  const written = read.find(({ key, text }) => key === said.key && text === said.text)
  return { ...said, place: written?.place ?? null }
}

function ordered<T extends { readonly key: string }>(
  all: readonly T[],
  order: readonly string[] | undefined,
): readonly T[] {
  if (!order) return all
  const rank = new Map(order.map((key, index) => [key, index] as const))
  return all.toSorted((a, b) => (rank.get(a.key) ?? Infinity) - (rank.get(b.key) ?? Infinity))
}

function insteadOf(plan: Plan, { tasks, phases, gates }: NonNullable<Fence['instead']>): Plan {
  return {
    ...plan,
    tasks: tasks.map(({ externals, ...said }): Task => ({
      id: null, status: null, agent: null, phase: null, group: null, parent: null, priority: null, needs: [], command: null,
      prompt: null, effort: null, due: null, outputs: [], place: null, commandPlace: null, provenance: [],
      ...defined(said), externals: (externals ?? []).map(placeless),
    })),
    phases: phases.map((said): Phase => ({
      mode: null, status: null, agent: null, needs: [], tasks: [], place: null, provenance: [], ...defined(said),
    })),
    gates: gates.map(({ criteria, ...said }): Gate => ({
      phase: null, after: [], closing: false, place: null, ...defined(said), criteria: (criteria ?? []).map((one) => criterionOf(one, [])),
    })),
  } // prettier-ignore
}

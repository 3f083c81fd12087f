import type { Mode } from '../../../model/index.ts'
import type { Dependencies, Order } from './ledger.ts'
import type { Draft } from '../tasks/identity.ts'
import { groupsBySection, type Group } from './groups.ts'
import { append } from '../text/maps.ts'
import { headingMode, strategyMode, valueMode } from './modes.ts'
import { enclosing, type Field, type Outline, type Section } from '../text/sections.ts'
import type { Piece } from '../text/text.ts'

/** A mode and the words that name it. */
export interface ModeClaim {
  readonly mode: Mode
  readonly place: Piece
  readonly origin: 'stated' | 'inferred'
}

/** What a phase is: an execution group with its order. */
export interface PhaseDraft {
  readonly group: Group
  readonly mode: ModeClaim | null
  /** The tasks that it runs: each task is run by one phase, and by those around that. */
  readonly tasks: readonly Draft[]
  readonly needs: readonly {
    readonly phase: Group
    readonly place: Piece | null
    readonly origin: 'stated' | 'inferred'
  }[]
}

/** The strategy line of the document. Null when there is none. */
export function strategyOf(outline: Outline): ModeClaim | null {
  const fields: Field[] = []
  for (const section of outline.all)
    if (section.depth <= 2 || section.role === 'analysis' || section.role === 'quiet')
      for (const field of section.fields) fields.push(field)
  const stated =
    fields.find((field) => field.key === 'strategy') ?? fields.find((field) => field.key === 'mode')
  if (stated) return claim(strategyMode(stated.value.text), stated.value, 'stated')
  for (const section of outline.all)
    if (
      section.kind === 'heading' &&
      section.depth > 1 &&
      section.title.text.includes(':') &&
      /\bstrategy\b.*:/i.test(section.title.text)
    ) {
      const found = claim(strategyMode(section.title.text), section.title, 'stated')
      if (found) return found
    }
  const orchestrator = fields.find((field) => /orchestrator/i.test(field.name))
  return orchestrator
    ? claim(strategyMode(orchestrator.value.text), orchestrator.value, 'stated')
    : null
}

function claim(mode: Mode | null, place: Piece, origin: ModeClaim['origin']): ModeClaim | null {
  return mode === null ? null : { mode, place, origin }
}

/** The phases with mode, tasks and order (R8, R14). */
export function phasesOf(
  groups: readonly Group[],
  dependencies: Dependencies,
  strategy: ModeClaim | null,
): readonly PhaseDraft[] {
  const phases = groups.filter((group) => group.execution && worthy(group))
  const bySection = groupsBySection(phases)
  const around = new Map(phases.map((phase) => [phase, outer(phase, bySection)] as const))
  const runs = runners(phases, bySection, around)
  const stated = new Map(phases.map((group) => [group, statedMode(group)] as const))
  const orders = orderOf(phases, dependencies, (group) => {
    const [parent] = around.get(group) ?? []
    const said = parent && stated.get(parent)?.mode
    return said === 'parallel' || said === 'swarm'
  })
  return phases.map((group) => ({
    group,
    mode: modeOfGroup([group, ...(around.get(group) ?? [])], stated, strategy),
    tasks: runs.get(group) ?? [],
    needs: needsOf(group, orders, dependencies),
  }))
}

/** Who stands beside whom, prepared once. */
interface OrderContext {
  readonly stated: ReadonlyMap<Group, readonly Order[]>
  readonly siblings: ReadonlyMap<Section | null, readonly Group[]>
  readonly index: ReadonlyMap<Group, number>
  readonly beside: ReadonlyMap<Group, ReadonlySet<Group>>
  readonly series: ReadonlySet<Group>
  /** Whether the phase around it says that its parts run beside each other. */
  readonly isFree: (group: Group) => boolean
}

function orderOf(
  phases: readonly Group[],
  dependencies: Dependencies,
  isFree: OrderContext['isFree'],
): OrderContext {
  const known = new Set(phases)
  const siblings = Map.groupBy(phases, parentOf)
  const index = new Map(
    [...siblings.values()].flatMap((each) => each.map((group, at) => [group, at] as const)),
  )
  const beside = new Map<Group, Set<Group>>()
  for (const [one, two] of dependencies.beside) {
    for (const [from, to] of [
      [one, two],
      [two, one],
    ] as const)
      beside.set(from, (beside.get(from) ?? new Set()).add(to))
  }
  const stated = Map.groupBy(
    dependencies.orders.filter((order) => known.has(order.to)),
    (order) => order.from,
  )
  const series = new Set([...siblings.values()].flatMap(seriesIn))
  return { stated, siblings, index, beside, series, isFree }
}

/** A heading without number, mode and tasks is no phase, nor is one without tasks below notes or a log: there phases are only spoken of. */
function worthy(group: Group): boolean {
  if (group.tasks.length === 0 && group.places.every(isInNotes)) return false
  return (
    group.number !== null ||
    group.tasks.length > 0 ||
    group.places.some((place) => headingMode(place.title.text) !== null)
  )
}

function isInNotes({ section }: Group['places'][number]): boolean {
  const above = section?.parent ?? null
  return enclosing(above, ({ role, named }) => named && (role === 'log' || role === 'reference')) !== null // prettier-ignore
}

/** The phase's own mode, else that of the nearest phase around it that has one, else the plan's. What is not pure is of a phase alone. */
function modeOfGroup(
  groups: readonly Group[],
  stated: ReadonlyMap<Group, ModeClaim | null>,
  strategy: ModeClaim | null,
): ModeClaim | null {
  const [own, ...around] = groups.map((group) => stated.get(group) ?? null)
  if (own) return own
  const inherited = around.find((one) => one !== null) ?? strategy
  const passes = inherited && ['sequential', 'parallel', 'swarm'].includes(inherited.mode)
  return passes ? { ...inherited, origin: 'inferred' } : null
}

function statedMode(group: Group): ModeClaim | null {
  for (const { title } of group.places) {
    const found = claim(headingMode(title.text) ?? namedMode(group, title.text), title, 'stated')
    if (found) return found
  }
  for (const { section, value } of group.places) {
    const field = section?.fields.find((each) => each.key === 'mode')
    const found = field ? claim(valueMode(field.value.text), field.value, 'stated') : null
    if (found) return found
    const behind = value && claim(valueMode(value.text), value, 'stated')
    if (
      behind &&
      /^\W*(?:sequential|parallel|hybrid|swarm|iterative|concurrent|serial)/i.test(value.text)
    )
      return behind
  }
  return labelledMode(group)
}

/** "Group 1: Parallel agents" says how the group runs; "Month 8: Parallel & Privacy" what it is about. */
function namedMode({ number }: Group, title: string): Mode | null {
  if (number === null) return null
  const isGroup = /^(?:group|wave|batch|track|stage)$/.test(number.kind)
  const found = isGroup ? /:\s*(parallel|sequential)\b/i.exec(title) : /:\s*(parallel|sequential)(?: execution)?\s*(?:\([^()]*\))?\W*$/i.exec(title) // prettier-ignore
  const name = found?.[1]?.toLowerCase()
  return name === 'parallel' || name === 'sequential' ? name : null
}

/** `**Run in parallel:**` above a phase's list; with `**Sequential:**` above another one the phase is hybrid. */
function labelledMode(group: Group): ModeClaim | null {
  const claims = group.places.flatMap(({ section }) =>
    (section?.children ?? []).flatMap(({ kind, title }) => {
      const pure =
        kind !== 'heading' &&
        /^(?:(?:run|execute[ds]?|tasks?|do) )?(?:in )?(?:sequential(?:ly)?|parallel|concurrent(?:ly)?|serial(?:ly)?)(?: (?:tasks?|execution|track|steps))?$/i.test(
          title.text.replace(/\*\*|:$/g, '').trim(),
        )
      return pure ? (claim(headingMode(`(${title.text})`), title, 'stated') ?? []) : []
    }),
  )
  const [first, ...rest] = claims
  if (!first) return null
  return rest.some(({ mode }) => mode !== first.mode) ? { ...first, mode: 'hybrid' } : first
}

/** Which phase runs a task: the innermost that holds its definition, else the first that mentions it. */
function runners(
  phases: readonly Group[],
  bySection: ReadonlyMap<Section, Group>,
  around: ReadonlyMap<Group, readonly Group[]>,
): ReadonlyMap<Group, readonly Draft[]> {
  const runner = new Map<Draft, Group>()
  for (const phase of phases)
    for (const task of phase.tasks) {
      const holder = enclosing(task.definition.section, (at) => bySection.has(at))
      const own = holder ? bySection.get(holder) : undefined
      const known = runner.get(task)
      if (own) runner.set(task, own)
      else if (!known || (!known.firm.has(task) && phase.firm.has(task))) runner.set(task, phase)
    }
  const result = new Map<Group, Draft[]>()
  for (const [task, phase] of runner) {
    append(result, phase, task)
    for (const each of around.get(phase) ?? []) append(result, each, task)
  }
  for (const [phase, tasks] of result) {
    if (isInOrder(tasks, phase.tasks)) continue
    const order = new Map(phase.tasks.map((task, index) => [task, index]))
    tasks.sort((a, b) => (order.get(a) ?? Infinity) - (order.get(b) ?? Infinity))
  }
  return result
}

/** Whether all tasks come in the order of others, as they mostly do. */
function isInOrder(tasks: readonly Draft[], others: readonly Draft[]): boolean {
  let at = 0
  for (const task of tasks) {
    while (at < others.length && others[at] !== task) at++
    if (at++ === others.length) return tasks.length < 2
  }
  return true
}

function outer(phase: Group, bySection: ReadonlyMap<Section, Group>): readonly Group[] {
  const found: Group[] = []
  for (let at = phase.places[0]?.section?.parent ?? null; at; at = at.parent) {
    const around = bySection.get(at)
    if (around && around !== phase && !found.includes(around)) found.push(around)
  }
  return found
}

/** Stated order, else the phase before it in the document, unless both are in a parallel one; a phase beside another one shares that one's needs. */
function needsOf(
  group: Group,
  context: OrderContext,
  dependencies: Dependencies,
): PhaseDraft['needs'] {
  const needs = (context.stated.get(group) ?? []).map(({ to, place, origin }) => ({
    phase: to,
    place,
    origin,
  }))
  if (needs.length > 0 && !dependencies.partial.has(group)) return needs
  if (dependencies.stated.has(group) && needs.length === 0) return []
  if (context.isFree(group)) return needs
  const siblings = context.siblings.get(parentOf(group)) ?? []
  let index = (context.index.get(group) ?? 0) - 1
  const passes = (other: Group): boolean =>
    context.beside.get(group)?.has(other) === true || isOfAnotherSeries(group, other, context)
  while (index >= 0 && passes(siblings[index] ?? group)) index--
  const before = siblings[index]
  if (!before || needs.some((need) => need.phase === before) || reaches(before, group, context))
    return needs
  return [...needs, { phase: before, place: null, origin: 'inferred' }]
}

/** Weeks behind phases tell the same work once more: the first week does not wait for the last phase. A step 0 in front of phases does not. */
function isOfAnotherSeries(group: Group, other: Group, { series }: OrderContext): boolean {
  return series.has(group) && series.has(other) && group.number?.kind !== other.number?.kind
}

/** Those of the groups beside each other that are counted from the beginning, two or more of their kind. */
function seriesIn(groups: readonly Group[]): readonly Group[] {
  const kinds = Map.groupBy(groups, ({ number }) => number?.kind)
  return [...kinds].flatMap(([kind, members]) =>
    kind !== undefined &&
    members.length > 1 &&
    /^(?:[01a]|[a-z]\.?1)$/.test(members[0]?.number?.number ?? '')
      ? members
      : [],
  )
}

function parentOf(group: Group): Section | null {
  const section = group.places[0]?.section ?? null
  return enclosing(section?.parent ?? null, (at) => at.role === 'phase' && at.named)
}

/** Whether the stated order lets `from` wait for `to`, so that the document's order would close a circle. */
function reaches(from: Group, to: Group, { stated }: OrderContext): boolean {
  const seen = new Set([from])
  const open = [from]
  for (let at = open.pop(); at; at = open.pop()) {
    if (at === to) return true
    for (const { to: next } of stated.get(at) ?? []) {
      if (seen.has(next)) continue
      seen.add(next)
      open.push(next)
    }
  }
  return false
}

import { append } from '../text/maps.ts'
import type { Piece } from '../text/text.ts'
import type { Draft } from '../tasks/identity.ts'
import type { Section } from '../text/sections.ts'
import type { Edge } from './ledger.ts'
import type { ModeClaim, PhaseDraft } from './phases.ts'

/** A sequential phase without any edge runs its tasks one after the other: edges that are inferred (R8). */
export function chains(
  phases: readonly PhaseDraft[],
  tasks: readonly Draft[],
  parents: ReadonlyMap<Draft, Draft>,
  edges: readonly Edge[],
  strategy: ModeClaim | null,
): readonly Edge[] {
  const lists = orderedLists(tasks)
  if (strategy?.mode !== 'sequential' && !phases.some(isChained) && lists.size === 0) return []
  const needs = Map.groupBy(edges, ({ from }) => from)
  const linked = new Set(edges.map(({ from, to }) => `${from.key}\n${to.key}`))
  const innermost = new Map<Draft, PhaseDraft>()
  for (const phase of phases.toSorted((one, other) => other.tasks.length - one.tasks.length))
    for (const task of phase.tasks) innermost.set(task, phase)
  const chain = (members: readonly Draft[], place: Piece): readonly Edge[] => {
    const whole = members.filter((task) => !parents.has(task))
    const inside = new Set(members)
    if (members.some((task) => needs.get(task)?.some(({ to }) => inside.has(to)))) return []
    return whole.slice(1).flatMap((from, index) => {
      const to = whole[index]
      if (!to || linked.has(`${to.key}\n${from.key}`)) return []
      const inner = innermost.get(from)
      // Two tasks of a phase within go as that one says.
      if (inner === innermost.get(to) && inner && inner.mode?.mode !== 'sequential') return []
      return [{ from, to, rule: 'R8', origin: 'inferred', place } as const]
    })
  }
  if (phases.every((phase) => phase.tasks.length === 0) && strategy?.mode === 'sequential')
    return chain(tasks, strategy.place)
  const found = phases.flatMap(({ mode, tasks: members }) => {
    if (mode?.mode === 'sequential') return chain(members, mode.place)
    return mode === null ? marked(members, needs) : []
  })
  const known = new Set(found.map(({ from }) => from))
  for (const [section, members] of lists)
    if (!members.some((task) => known.has(task))) found.push(...chain(members, section.title))
  return found
}

function isChained({ mode, tasks }: PhaseDraft): boolean {
  return tasks.length > 1 && (mode === null ? tasks.some(isBeside) : mode.mode === 'sequential')
}

/** `**Actions (ordered)**`: the tasks of lists whose label says that they follow one another. */
function orderedLists(tasks: readonly Draft[]): ReadonlyMap<Section, readonly Draft[]> {
  const result = new Map<Section, Draft[]>()
  for (const task of tasks) {
    const { section, form } = task.definition
    if (form === 'list' && section.role === 'tasks' && inOrder.test(section.title.text))
      append(result, section, task)
  }
  return result
}

const inOrder = /\((?:ordered|in (?:this )?order|sequential(?:ly)?|in sequence)\)/i

/** Where some tasks are marked `[P]`, the others take turns with them: each waits for all since the last that is not marked. */
function marked(
  members: readonly Draft[],
  needs: ReadonlyMap<Draft, readonly Edge[]>,
): readonly Edge[] {
  if (!members.some(isBeside) || members.some((task) => needs.has(task))) return []
  const edges: Edge[] = []
  let last: Draft | null = null
  let since: Draft[] = []
  for (const from of members) {
    const before = isBeside(from)
      ? last
        ? [last]
        : []
      : since.length > 0
        ? since
        : last
          ? [last]
          : []
    const place = from.definition.piece
    for (const to of before) edges.push({ from, to, rule: 'R8', origin: 'inferred', place })
    if (isBeside(from)) since.push(from)
    else {
      last = from
      since = []
    }
  }
  return edges
}

function isBeside(task: Draft): boolean {
  return task.mentions.some(({ beside }) => beside)
}

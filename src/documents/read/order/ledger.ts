import type { Provenance } from '../../../model/index.ts'
import type { Draft } from '../tasks/identity.ts'
import type { Group } from './groups.ts'
import { append } from '../text/maps.ts'
import type { Need } from './needs.ts'
import type { Piece } from '../text/text.ts'

/** `from` waits for `to`. */
export interface Edge {
  readonly from: Draft
  readonly to: Draft
  readonly rule: 'R5' | 'R6' | 'R7' | 'R8'
  readonly origin: Provenance['origin']
  readonly place: Piece
}

/** `from` waits for `to`, group by group. */
export interface Order {
  readonly from: Group
  readonly to: Group
  readonly origin: Provenance['origin']
  readonly place: Piece
}

/** A need that is no edge, and whose it is. */
export interface Loose {
  readonly task: Draft | null
  readonly need: Need
}

export interface Dependencies {
  readonly edges: readonly Edge[]
  /** Arrows of drawings that the words contradict: left out. */
  readonly opposed: readonly Edge[]
  /** The same edges where they are stated once more. */
  readonly repeated: readonly Edge[]
  readonly orders: readonly Order[]
  /** Groups that say themselves what they wait for, if only "None". */
  readonly stated: ReadonlySet<Group>
  /** Groups of whose needs not all could be resolved, so that the document's order counts as well. */
  readonly partial: ReadonlySet<Group>
  /** Groups that run beside another one: [group, beside]. */
  readonly beside: readonly (readonly [Group, Group])[]
  readonly loose: readonly Loose[]
}

/** Where the dependencies of a document are written down as they are found; the first statement of each counts. */
export interface Ledger {
  edge(from: Draft, to: Draft, rule: Edge['rule'], origin: Provenance['origin'], place: Piece): void
  order(from: Group, to: Group, origin: Provenance['origin'], place: Piece): void
  /** Waits for a group's last tasks; which these are shows only when all edges are known. */
  later(wait: Wait): void
  /** "Phase 1 must complete first". */
  first(group: Group, place: Piece): void
  beside(group: Group, other: Group): void
  states(group: Group): void
  leavesOpen(group: Group): void
  needs(task: Draft, needs: readonly Need[]): void
  groupNeeds(group: Group, needs: readonly Need[]): void
  /** Everything that was written down, with the edges that waited for all others. */
  close(): Dependencies
}

/** The first tasks of `from` wait for the last ones of `to`. */
export interface Wait {
  readonly from: readonly Draft[]
  readonly to: readonly Draft[]
  readonly place: Piece
  readonly rule: Edge['rule']
  readonly origin: Provenance['origin']
}

/** An empty ledger for these tasks and groups. */
export function openLedger(tasks: readonly Draft[], groups: readonly Group[]): Ledger {
  const edges = new Map<string, Edge>()
  const orders = new Map<string, Order>()
  const stated = new Set<Group>()
  const partial = new Set<Group>()
  const first = new Set<Group>()
  const beside: (readonly [Group, Group])[] = []
  const loose: Loose[] = []
  const repeated: Edge[] = []
  const deferred: Wait[] = []
  const ledger: Ledger = {
    edge(from, to, rule, origin, place) {
      const key = `${from.key}\n${to.key}`
      if (edges.has(key)) repeated.push({ from, to, rule, origin, place })
      else edges.set(key, { from, to, rule, origin, place })
    },
    order(from, to, origin, place) {
      const key = `${from.key}\n${to.key}`
      if (from !== to && !orders.has(key)) orders.set(key, { from, to, origin, place })
    },
    later: (wait) => void deferred.push(wait),
    first(group, place) {
      if (!group.execution || first.has(group)) return
      first.add(group)
      for (const other of groups.slice(groups.indexOf(group) + 1))
        if (other.execution) ledger.order(other, group, 'stated', place)
    },
    beside: (group, other) => void beside.push([group, other]),
    states: (group) => void stated.add(group),
    leavesOpen: (group) => void partial.add(group),
    needs(task, needs) {
      for (const need of needs) if (!taskNeed(ledger, tasks, task, need)) loose.push({ task, need })
    },
    groupNeeds(group, needs) {
      if (needs.some(isOpen)) partial.add(group)
      for (const need of needs)
        if (!groupNeed(ledger, groups, group, need)) loose.push({ task: null, need })
    },
    close() {
      // A group's own words first, so that an edge tells them rather than a drawing as its reason.
      const waits = [...orders.values()].flatMap(({ from, to, place }) =>
        from.execution && to.execution
          ? []
          : [{ from: from.tasks, to: to.tasks, place, rule: 'R6', origin: 'inferred' } as const],
      )
      const inner = innerEdges(edges.values())
      for (const wait of [...waits, ...deferred]) settle(ledger, wait, inner)
      // What is said in words counts more than a drawing of the opposite.
      const isOpposed = ({ from, to, rule }: Edge): boolean => {
        const reverse = edges.get(`${to.key}\n${from.key}`)
        return rule === 'R7' && reverse !== undefined && reverse.rule !== 'R7'
      }
      const all = [...edges.values()]
      const allOrders = [...orders.values()]
      return {
        edges: all.filter((edge) => !isOpposed(edge)),
        opposed: all.filter(isOpposed),
        repeated,
        orders: allOrders,
        stated,
        partial,
        beside,
        loose,
      }
    },
  }
  return ledger
}

/** Whether a need leaves open what is meant. */
export function isOpen(need: Need): boolean {
  return need.kind === 'dangling' || (need.kind === 'external' && !need.satisfied)
}

/** Writes a task's need down as edges. False when it names nothing of the document. */
function taskNeed(ledger: Ledger, tasks: readonly Draft[], task: Draft, need: Need): boolean {
  const { place } = need
  switch (need.kind) {
    case 'tasks': {
      const several = need.tasks.length > 1
      // A range may include the task itself; a task that names itself is a circle, which the checks report.
      for (const to of need.tasks)
        if (to !== task || !several) ledger.edge(task, to, several ? 'R5' : 'R6', 'stated', place)
      return true
    }
    case 'group':
      ledger.later({ from: [task], to: need.group.tasks, place, rule: 'R6', origin: 'stated' })
      return true
    case 'all':
      for (const to of earlier(tasks, task)) ledger.edge(task, to, 'R6', 'stated', place)
      return true
    default:
      return false
  }
}

function groupNeed(ledger: Ledger, groups: readonly Group[], group: Group, need: Need): boolean {
  const { place } = need
  switch (need.kind) {
    case 'group':
      ledger.order(group, need.group, 'stated', place)
      return true
    case 'tasks':
      ledger.later({ from: group.tasks, to: need.tasks, place, rule: 'R6', origin: 'stated' })
      return true
    case 'all':
      for (const other of groups.slice(0, groups.indexOf(group)))
        if (other.execution && group.execution) ledger.order(group, other, 'inferred', place)
      return true
    default:
      return false
  }
}

/** "All above" means at most so many: longer tables would need quadratic space. */
const mostAbove = 500

/** Rows above a row of the same table; without a table, all tasks above. */
function earlier(tasks: readonly Draft[], task: Draft): readonly Draft[] {
  const { form, block } = task.definition
  const before = tasks.slice(0, tasks.indexOf(task))
  const rows = before.filter((other) => form !== 'table' || other.definition.block === block)
  return rows.slice(-mostAbove)
}

/** The first tasks of one set wait for the last tasks of the other. */
function settle(ledger: Ledger, { from, to, place, rule, origin }: Wait, inner: Inner): void {
  const [dependents, prerequisites] = [new Set(from), new Set(to)]
  const firsts = from.filter((task) => !inner.needs(task, dependents))
  const lasts = to.filter((task) => !inner.needed(task, prerequisites) && !dependents.has(task))
  // Two groups of hundreds of tasks without any order inside are no plan; the last task stands for the others then.
  const ends = firsts.length * lasts.length > 50_000 ? lasts.slice(-1) : lasts
  for (const first of firsts) for (const last of ends) ledger.edge(first, last, rule, origin, place)
}

/** Which tasks of a set have needs within it, and which are needed within it. */
interface Inner {
  needs(task: Draft, within: ReadonlySet<Draft>): boolean
  needed(task: Draft, within: ReadonlySet<Draft>): boolean
}

function innerEdges(edges: Iterable<Edge>): Inner {
  const up = new Map<Draft, Draft[]>()
  const down = new Map<Draft, Draft[]>()
  for (const { from, to } of edges) {
    append(up, from, to)
    append(down, to, from)
  }
  return {
    needs: (task, within) => within.size > 1 && touches(up.get(task), within),
    needed: (task, within) => within.size > 1 && touches(down.get(task), within),
  }
}

function touches(others: readonly Draft[] | undefined, within: ReadonlySet<Draft>): boolean {
  return others !== undefined && others.some((other) => within.has(other))
}

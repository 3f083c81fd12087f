import type { TaskGraph } from '../graph/index.ts'
import type { Journal } from '../journal/index.ts'
import { taskKey, type Gate, type Plan, type Task } from '../model/index.ts'
import type { Waiting } from '../observe/index.ts'
import type { LiveRun } from './live-runs.ts'
import { standingsNow, type StandingNow } from './standing-now.ts'

/** A task or gate that comes next, or what keeps it from that. */
export interface NextEntry {
  readonly key: string
  readonly plan: Plan
  /** Null for a gate. */
  readonly task: Task | null
  readonly gate: Gate | null
  /** Open tasks that wait for it, directly or by way of others. */
  readonly unlocks: number
  /** Milliseconds of work from its start to the end of the longest chain that begins with it. */
  readonly ahead: number
  /** The unfinished run that it is a part of. */
  readonly run: string | null
  /** Why it is held up, or that it was cut off; '' otherwise. */
  readonly reason: string
  /** What a person is asked before it can go on. */
  readonly asked: Waiting | null
}

/** A run that waits to be resumed. */
export interface UnfinishedRun {
  readonly run: string
  /** Documents that plan something else now than when it began. */
  readonly changed: readonly string[]
}

export interface Next {
  /**
   * What can be started now, the most pressing first: by priority, then by the longest chain ahead, then as written. A gate is here
   * when all that it stands behind is over, and it is to be judged.
   */
  readonly ready: readonly NextEntry[]
  /** What is under way: by a run whose process lives, or as the documents say. */
  readonly running: readonly NextEntry[]
  /** What waits for a person's answer or permission. */
  readonly asked: readonly NextEntry[]
  /** What is blocked or has failed and keeps others waiting. */
  readonly stuck: readonly NextEntry[]
  /** Tasks that wait for others. */
  readonly waiting: number
  /** Runs that nobody executes now. */
  readonly unfinished: readonly UnfinishedRun[]
}

/** What can be started now: by unfinished runs, by the journal, and by what the documents say. */
export async function nextOf(plans: readonly Plan[], journal: Journal | null): Promise<Next> {
  const { graph } = await import('../graph/index.ts')
  const built = graph(plans)
  const { standings, live } = await standingsNow(built, journal)
  const entries = await entriesOf(built, standings)
  const parts = new Set(plans.flatMap(({ document, tasks }) => tasks.flatMap(({ parent }) => (parent === null ? [] : [taskKey(document, parent)])))) // prettier-ignore
  const own = entries.filter(({ key }) => !parts.has(key))
  const of = (kind: StandingNow['kind']): readonly Placed[] =>
    own.filter(({ key }) => standings.get(key)?.kind === kind)
  const ready = of('open').filter(({ waits }) => !waits)
  return {
    ready: ready.toSorted((a, b) => rank(a) - rank(b) || b.ahead - a.ahead).map(plainEntry),
    running: of('running').map(plainEntry),
    asked: of('asked').map(plainEntry),
    // A gate that failed is judged again once what is open before it is over.
    stuck: of('stuck')
      .filter(({ waits, gate }) => !(waits && gate))
      .map(plainEntry),
    waiting: of('open').filter(({ waits, task }) => waits && task !== null).length,
    unfinished: await unfinishedOf(live, plans),
  }
}

interface Placed extends NextEntry {
  /** Whether something that it needs is open. */
  readonly waits: boolean
}

function plainEntry({ waits: _waits, ...entry }: Placed): NextEntry {
  return entry
}

/** Above so many nodes what waits for a node is not counted: it takes the square of their number. */
const countable = 5000

async function entriesOf(
  built: TaskGraph,
  standings: ReadonlyMap<string, StandingNow>,
): Promise<readonly Placed[]> {
  const { schedule } = await import('../graph/index.ts')
  const { nodes, needs, dependents } = built
  const spans = new Map(schedule(built).items.map(({ key, start, end }) => [key, end - start] as const)) // prettier-ignore
  const isOver = nodes.map(({ key }) => (standings.get(key)?.kind ?? 'over') === 'over')
  const open: boolean[] = []
  const waits = nodes.map((_, index) => {
    const found = (needs[index] ?? []).some((need) => open[need])
    // A gate whose verdict was good is to be judged again when something before it is open again; the ends of phases only wait.
    open[index] = nodes[index]?.kind === 'task' ? isOver[index] !== true : found || isOver[index] !== true // prettier-ignore
    return found
  })
  const ahead = nodes.map(() => 0)
  const behind = nodes.map(() => new Set<number>())
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index]
    const own = node?.kind === 'task' && isOver[index] !== true ? (spans.get(node.key) ?? 0) : 0
    const followers = dependents[index] ?? []
    ahead[index] = own + Math.max(0, ...followers.map((other) => ahead[other] ?? 0))
    if (nodes.length > countable) continue
    for (const other of followers) {
      if (nodes[other]?.kind === 'task' && isOver[other] !== true) behind[index]?.add(other)
      for (const each of behind[other] ?? []) behind[index]?.add(each)
    }
  }
  return nodes.flatMap(({ key, plan, task, gate }, index) => {
    const { run = null, reason = '', asked = null } = standings.get(key) ?? {}
    if (!task && !gate) return []
    const unlocks = behind[index]?.size ?? 0
    return [{ key, plan, task: task ?? null, gate: gate ?? null, unlocks, ahead: ahead[index] ?? 0, run, reason, asked, waits: waits[index] === true }] // prettier-ignore
  })
}

async function unfinishedOf(
  live: readonly LiveRun[],
  plans: readonly Plan[],
): Promise<readonly UnfinishedRun[]> {
  const { planDefinition } = await import('../engine/index.ts')
  const now = new Map(plans.map((plan) => [plan.document, plan] as const))
  return live
    .filter(({ isExecuted }) => !isExecuted)
    .map((one) => {
      const changed = one.plans.filter((before) => {
        const plan = now.get(before.document)
        return plan !== undefined && planDefinition(plan) !== planDefinition(before)
      })
      return { run: one.record.run, changed: changed.map(({ document }) => document) }
    })
}

/** P0 first; what has no priority comes between P1 and P2. */
function rank({ task }: NextEntry): number {
  const priority = task?.priority ?? null
  return priority === null ? 1.5 : Number(priority.slice(1))
}

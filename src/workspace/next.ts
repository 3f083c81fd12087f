import type { Journal } from '../journal/index.ts'
import { taskKey, type Plan, type Task, type TaskKey } from '../model/index.ts'

/** A task that can be started now, or what keeps it from that. */
export interface NextTask {
  readonly key: TaskKey
  readonly plan: Plan
  readonly task: Task
  /** Tasks that wait for it, directly or by way of others. */
  readonly unlocks: number
  /** Milliseconds of work from its start to the end of the longest chain that begins with it. */
  readonly ahead: number
}

export interface Next {
  /** What can be started now, the most pressing first: by priority, then by the longest chain ahead, then as written. */
  readonly ready: readonly NextTask[]
  /** What the documents say is under way. */
  readonly running: readonly NextTask[]
  /** What is blocked or failed and keeps others waiting. */
  readonly stuck: readonly NextTask[]
  /** Tasks that wait for others. */
  readonly waiting: number
}

/** What can be started now, by the journal and by what the documents say. */
export async function nextOf(plans: readonly Plan[], journal: Journal | null): Promise<Next> {
  const [{ graph, schedule }, { standingsOf }] = await Promise.all([
    import('../graph/index.ts'),
    import('../engine/index.ts'),
  ])
  const built = graph(plans)
  const keys = plans.flatMap(({ document, tasks }) =>
    tasks.map(({ key }) => taskKey(document, key)),
  )
  const results = journal ? await journal.results(keys) : new Map()
  const standings = standingsOf(plans, results, { strict: false, again: null, given: {} })
  const spans = new Map(
    schedule(built).items.map(({ key, start, end }) => [key, end - start] as const),
  )
  const over = built.nodes.map(({ key, kind }) => {
    const standing = kind === 'task' ? standings[key]?.kind : undefined
    return standing === 'proven' || standing === 'claimed' || standing === 'skipped'
  })
  // Gates and the ends of phases are passed as soon as nothing before them is open.
  const open = built.nodes.map(() => false)
  const ahead = built.nodes.map(() => 0)
  const behind = built.nodes.map(() => new Set<number>())
  built.nodes.forEach(({ kind }, index) => {
    const waits = (built.needs[index] ?? []).some((need) => open[need])
    open[index] = kind === 'task' ? over[index] !== true : waits
  })
  for (let index = built.nodes.length - 1; index >= 0; index--) {
    const node = built.nodes[index]
    const own = node?.kind === 'task' && over[index] !== true ? (spans.get(node.key) ?? 0) : 0
    const followers = built.dependents[index] ?? []
    ahead[index] = own + Math.max(0, ...followers.map((other) => ahead[other] ?? 0))
    const all = behind[index]
    if (built.nodes.length <= 5000)
      for (const other of followers) {
        if (built.nodes[other]?.kind === 'task' && over[other] !== true) all?.add(other)
        for (const each of behind[other] ?? []) all?.add(each)
      }
  }
  const parts = new Set(plans.flatMap(({ document, tasks }) => tasks.flatMap(({ parent }) => (parent === null ? [] : [taskKey(document, parent)])))) // prettier-ignore
  const [ready, running, stuck]: NextTask[][] = [[], [], []]
  let waiting = 0
  built.nodes.forEach(({ key, plan, task }, index) => {
    if (!task || over[index] || parts.has(key)) return
    const entry = { key, plan, task, unlocks: behind[index]?.size ?? 0, ahead: ahead[index] ?? 0 }
    const waits = (built.needs[index] ?? []).some((need) => open[need])
    const failed = task.status === 'failed' || results.get(key)?.outcome === 'failed'
    if (standings[key]?.kind === 'blocked' || failed) stuck?.push(entry)
    else if (task.status === 'running') running?.push(entry)
    else if (waits) waiting++
    else ready?.push(entry)
  })
  return {
    ready: (ready ?? []).toSorted((a, b) => rank(a) - rank(b) || b.ahead - a.ahead),
    running: running ?? [],
    stuck: stuck ?? [],
    waiting,
  }
}

/** P0 first; what has no priority comes between P1 and P2. */
function rank({ task: { priority } }: NextTask): number {
  return priority === null ? 1.5 : Number(priority.slice(1))
}

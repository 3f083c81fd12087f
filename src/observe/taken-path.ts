import type { Milliseconds, Timestamp } from '../base/index.ts'
import type { TaskGraph } from '../graph/index.ts'
import type { History } from './history.ts'

/** A link of the chain that decided how long a run took. */
export interface PathStep {
  /** Key of a task or gate. */
  readonly key: string
  readonly round: number
  readonly started: Timestamp
  readonly ended: Timestamp
  /** Time between the end of the step before (or the start of the run) and this one's start. */
  readonly waited: Milliseconds
  /**
   * Why it did not start earlier. `need`: the step before was needed. `slot`: as many as may run at once were running, and the step
   * before made room. `start`: it began with the run, or nothing that was executed kept it from that.
   */
  readonly because: 'start' | 'need' | 'slot'
  /** It stood still meanwhile: for a person, or because no process executed the run. */
  readonly held: 'person' | 'paused' | null
}

interface Work {
  readonly key: string
  readonly round: number
  readonly started: Timestamp
  readonly ended: Timestamp
}

/** The chain of executed tasks and gates that ended last, walked back from its end; empty while nothing has ended. */
export function takenPath(graph: TaskGraph, told: History): readonly PathStep[] {
  const works = worksOf(told)
  const byKey = Map.groupBy(works, ({ key }) => key)
  const inOrder = works.toSorted((left, right) => left.ended - right.ended)
  const begin = told.stretches[0]?.from ?? 0
  const path: PathStep[] = []
  const seen = new Set<Work>()
  for (let work = inOrder.at(-1); work && !seen.has(work);) {
    seen.add(work)
    const { because, before } = predecessor(work)
    const from: Timestamp = before?.ended ?? begin
    const waited = Math.max(0, work.started - from)
    path.push({ ...work, waited, because, held: heldBetween(told, work.key, from, work.ended) })
    work = before
  }
  return path.toReversed()

  function predecessor(work: Work): {
    because: PathStep['because']
    before: Work | undefined
  } {
    const needs = [...needed(graph, work, byKey)].flatMap((key) => byKey.get(key) ?? [])
    const need = latest(needs, work)
    const ready = told.ready.get(work.key) ?? need?.ended ?? begin
    // A task that was ready earlier than it started took the place of another, unless it waited for a person.
    if (
      work.started - ready > notice &&
      heldBetween(told, work.key, ready, work.started) === null
    ) {
      const gave = latest(inOrder, work)
      if (gave && gave.ended > ready) return { because: 'slot', before: gave }
    }
    return need ? { because: 'need', before: need } : { because: 'start', before: undefined }
  }
}

/** Milliseconds that a start may take by itself. */
const notice: Milliseconds = 20

/** Rounds of tasks and gates as stretches of time. What ended without having started took no time. */
function worksOf({ attempts, evaluations }: History): Work[] {
  const works: Work[] = []
  for (const [key, all] of [...attempts, ...evaluations]) {
    for (const [round, same] of Map.groupBy<
      number,
      { round: number; started: Timestamp; ended: Timestamp | null }
    >(all, (one) => one.round)) {
      const [first] = same
      const ended = same.at(-1)?.ended
      if (first && ended != null) works.push({ key, round, started: first.started, ended })
    }
  }
  return works
}

/** The executed tasks and gates that this one needs, through ends of phases; of a later round also itself and what judged it. */
function needed(
  graph: TaskGraph,
  { key, round }: Work,
  executed: ReadonlyMap<string, unknown>,
): Set<string> {
  const position = graph.position.get(key)
  const keys = new Set<string>()
  if (position === undefined) return keys
  const open = new Set(graph.needs[position])
  if (round > 0) for (const one of [position, ...(graph.dependents[position] ?? [])]) open.add(one)
  for (const one of open) {
    const node = graph.nodes[one]
    if (!node) continue
    if (executed.has(node.key)) keys.add(node.key)
    // A phase, or something that was not executed, passes on what it needs itself.
    else for (const need of graph.needs[one] ?? []) open.add(need)
  }
  return keys
}

/** Of these the one that ended last before the work started. */
function latest(works: readonly Work[], { key, round, started }: Work): Work | undefined {
  let found: Work | undefined
  for (const one of works) {
    if (one.ended > started || (one.key === key && one.round >= round)) continue
    if (!found || one.ended >= found.ended) found = one
  }
  return found
}

function heldBetween(
  { requests, stretches }: History,
  key: string,
  from: Timestamp,
  to: Timestamp,
): PathStep['held'] {
  const asked = requests.some(({ subject, at }) => subject === key && at >= from && at <= to)
  if (asked) return 'person'
  const stood = stretches.some((one, index) => index > 0 && one.from > from && one.from <= to)
  return stood ? 'paused' : null
}

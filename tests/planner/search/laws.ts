import { search, type GroundTask, type SearchOptions } from '../../../src/planner/index.ts'
import { compileTask } from '../../../src/planner/search/compiled-task.ts'
import { smallCosts } from '../../../src/planner/search/costs.ts'
import { Effort } from '../../../src/planner/search/effort.ts'
import { FF } from '../../../src/planner/search/heuristics/ff.ts'
import { landmarksOf } from '../../../src/planner/search/heuristics/landmarks.ts'
import { Memory } from '../../../src/planner/search/memory.ts'
import { pairsOf } from '../../../src/planner/search/mutexes.ts'
import type { Stage, StageEnd } from '../../../src/planner/search/stage.ts'
import { NovelGreedy } from '../../../src/planner/search/width/novel-greedy.ts'
import { WidthSearch } from '../../../src/planner/search/width/width-search.ts'
import { cheapest, costOfPlan } from './exhaustive.ts'

/** Every way to search that must give a right answer on every task. */
export const ways: readonly SearchOptions[] = [
  {},
  { optimal: true },
  { anytime: 1000 },
  { algorithm: 'lazy' },
  { algorithm: 'lazy', heuristic: 'hadd' },
  { algorithm: 'lazy', heuristic: 'goalcount' },
  { algorithm: 'eager' },
  { algorithm: 'eager', heuristic: 'lmcut', optimal: true },
  { algorithm: 'astar' },
  { algorithm: 'astar', heuristic: 'blind' },
  { algorithm: 'astar', heuristic: 'hmax' },
  { algorithm: 'astar', heuristic: 'ff' },
  { algorithm: 'astar', heuristic: 'hadd', optimal: true },
  { algorithm: 'astar', heuristic: 'goalcount' },
]

/** Throws where the answer of one of these ways is wrong. */
export function answersRightly(task: GroundTask, all: readonly SearchOptions[] = ways): void {
  const best = cheapest(task)
  for (const options of all) {
    const result = search(task, options, () => 0)
    const wrong = (what: string): Error =>
      new Error(`${JSON.stringify(options)}: ${what}; cheapest ${best}, got ${JSON.stringify(result)}`) // prettier-ignore
    const mustBeCheapest = options.optimal === true || options.anytime !== undefined || (options.algorithm === 'astar' && ['blind', 'hmax', 'lmcut', undefined].includes(options.heuristic)) // prettier-ignore
    if (result.limit !== null) throw wrong('a limit without one being set')
    if (result.steps === null) {
      if (result.status !== 'unsolvable' || result.proof === null || result.bound !== Infinity || result.cost !== null) throw wrong('no plan, and not proven') // prettier-ignore
      if (best < Infinity) throw wrong('there is a plan')
      continue
    }
    const cost = costOfPlan(task, result.steps)
    if (!near(cost, result.cost ?? NaN)) throw wrong(`the plan costs ${cost}`)
    if (result.proof !== null) throw wrong('a plan, and the proof of none')
    if (result.bound > best * (1 + 1e-9)) throw wrong('the bound is too high')
    if (result.status === 'optimal' ? !near(cost, best) || result.bound !== result.cost : result.status !== 'satisficing' || mustBeCheapest) throw wrong('the status is wrong') // prettier-ignore
  }
}

/**
 * Throws where one of the searches by novelty, which the portfolio comes to on larger tasks only, does not find a plan if and only if there
 * is one; the incomplete ones give up where they find none, and prove nothing.
 */
export function noveltyAnswersRightly(task: GroundTask): void {
  const compiled = compileTask(task)
  const memory = new Memory(Infinity)
  const ff = new FF(compiled, smallCosts(compiled.costs, true).costs, memory)
  const effort = new Effort(() => 0, Infinity, Infinity)
  const landmarks = landmarksOf(compiled, pairsOf(compiled, Infinity), Infinity) ?? undefined
  for (const [make, last] of [
    [(): Stage => new WidthSearch(compiled, ff, effort, memory), 'exhausted'],
    [(): Stage => new WidthSearch(compiled, ff, effort, memory, { landmarks }), 'exhausted'],
    [(): Stage => new WidthSearch(compiled, ff, effort, memory, { onlyNew: true }), 'given up'],
    [(): Stage => new WidthSearch(compiled, ff, effort, memory, { landmarks, onlyNew: true }), 'given up'], // prettier-ignore
    [(): Stage => new NovelGreedy(compiled, 'ff', ff, effort, memory), 'exhausted'],
  ] as const) {
    const run = (): StageEnd => {
      const stage = make()
      let end = stage.advance(1)
      while (end === null) end = stage.advance(3)
      stage.free()
      return end
    }
    const end = run()
    const before = memory.used
    run()
    if (memory.used !== before) throw new Error(`${memory.used - before} bytes were not given back`)
    if (end.kind === 'plan') costOfPlan(task, end.steps)
    else if (end.kind !== last) throw new Error(`by novelty: ${end.kind} instead of ${last}`)
    else if (last === 'exhausted' && cheapest(task) < Infinity)
      throw new Error('by novelty: there is a plan')
  }
}

export function near(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
}

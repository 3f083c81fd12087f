import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/base/index.ts'
import { causalLinks, deorder, validateGroundPlan, type GroundTask } from '../../../src/planner/index.ts' // prettier-ignore
import { compileTask } from '../../../src/planner/search/compiled-task.ts'
import { IncrementalLmCut } from '../../../src/planner/search/heuristics/incremental-lm-cut.ts'
import { LmCut } from '../../../src/planner/search/heuristics/lm-cut.ts'
import { Memory } from '../../../src/planner/search/memory.ts'
import { conditionHolds, Walk } from '../../../src/planner/search/state.ts'
import { applied, cheapest, startOf } from './exhaustive.ts'
import { answersRightly, noveltyAnswersRightly } from './laws.ts'
import { richTask } from './rich-task.ts'

// Tasks with effects under conditions and derived facts.

const tasks = Array.from({ length: 160 }, (_, number) => richTask(number))
const memory = new Memory(Infinity)

test('every way to search gives what exhaustive search gives', { timeout: 60_000 }, () => {
  for (const [number, task] of tasks.entries())
    expect(() => (answersRightly(task), noveltyAnswersRightly(task)), `task ${number}`).not.toThrow() // prettier-ignore
  const costs = tasks.map((task) => cheapest(task))
  expect(costs.filter((cost) => cost === Infinity).length).toBeGreaterThan(20)
  expect(costs.filter((cost) => cost > 0 && cost < Infinity).length).toBeGreaterThan(20)
})

test('in every state the facts are those that follow by definition, and LM-cut and h_max do not overestimate', () => {
  for (const task of tasks) {
    const compiled = compileTask(task)
    const [lmCut, max, kept] = [new LmCut(compiled, memory), new LmCut(compiled, memory, true), new IncrementalLmCut(compiled, memory)] // prettier-ignore
    const walk = new Walk(compiled)
    const random = seededRandom(task.actions.length)
    let [world, state, last] = [startOf(task), -1, -1]
    for (let tries = 0; tries < 10 && task.actions.length > 0; tries++) {
      if (tries > 0) {
        last = Math.floor(random.next() * task.actions.length)
        if (!walk.step(last)) continue
        world = applied(task, task.actions[last]!, world)
        kept.expand(state)
      }
      state++
      const { words, numbers } = walk
      const held = Array.from({ length: compiled.facts }, (_, fact) => conditionHolds(compiled, words, numbers, 0, fact)) // prettier-ignore
      expect(held.filter(Boolean)).toHaveLength(world.facts.size)
      const best = cheapest(task, world) * compiled.costs.scale * (1 + 1e-9)
      expect(lmCut.evaluate(words, numbers, 0)).toBeLessThanOrEqual(best)
      expect(max.evaluate(words, numbers, 0)).toBeLessThanOrEqual(best)
      expect(kept.evaluateSuccessor(words, numbers, 0, Infinity, last, state)).toBeLessThanOrEqual(best) // prettier-ignore
    }
  }
})

test('every order that a deordered plan allows reaches the goal', () => {
  let freed = 0
  for (let seed = 0; seed < 400; seed++) {
    const random = seededRandom(seed)
    const below = (limit: number): number => Math.floor(random.next() * limit)
    const { task, steps } = walked(richTask(seed), below)
    const { needs } = deorder(task, steps)
    expect(causalLinks(task, steps).every(({ from, to }) => (from ?? -1) < (to ?? steps.length))).toBe(true) // prettier-ignore
    for (let round = 0; round < 6; round++) {
      const plan = anyOrder(needs, below).map((step) => steps[step] ?? -1)
      if (plan.some((action, index) => action !== steps[index])) freed++
      expect(validateGroundPlan(task, plan).failure, `seed ${seed}`).toBeNull()
    }
  }
  expect(freed).toBeGreaterThan(400)
})

/** A walk from the start, and as its goal some of what holds behind it. */
function walked(
  given: GroundTask,
  below: (limit: number) => number,
): { readonly task: GroundTask; readonly steps: readonly number[] } {
  const free = { ...given, goal: [], numericGoal: [] }
  const steps: number[] = []
  for (let tries = 0; tries < 60 && steps.length < 12 && free.actions.length > 0; tries++) {
    const action = below(free.actions.length)
    if (validateGroundPlan(free, [...steps, action]).valid) steps.push(action)
  }
  const goal = [...free.facts.keys()].filter((fact) => below(3) === 0 && validateGroundPlan({ ...free, goal: [fact] }, steps).valid) // prettier-ignore
  return { task: { ...free, goal }, steps }
}

function anyOrder(
  needs: readonly (readonly number[])[],
  below: (limit: number) => number,
): readonly number[] {
  const waiting = new Set(needs.keys())
  const order: number[] = []
  while (waiting.size > 0) {
    const ready = [...waiting].filter((one) => needs[one]?.every((need) => !waiting.has(need)))
    const next = ready[below(ready.length)] ?? -1
    waiting.delete(next)
    order.push(next)
  }
  return order
}

import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/base/index.ts'
import type { GroundTask } from '../../../src/planner/index.ts'
import { compileTask, type CompiledTask } from '../../../src/planner/search/compiled-task.ts'
import { smallCosts } from '../../../src/planner/search/costs.ts'
import { FF } from '../../../src/planner/search/heuristics/ff.ts'
import { IncrementalLmCut } from '../../../src/planner/search/heuristics/incremental-lm-cut.ts'
import { landmarksOf } from '../../../src/planner/search/heuristics/landmarks.ts'
import { LmCut } from '../../../src/planner/search/heuristics/lm-cut.ts'
import { RelaxedExploration } from '../../../src/planner/search/heuristics/relaxed-exploration.ts'
import { Memory } from '../../../src/planner/search/memory.ts'
import { pairsOf } from '../../../src/planner/search/mutexes.ts'
import { orderedRelaxedPlan } from '../../../src/planner/search/relaxed-plan.ts'
import { conditionHolds, Walk } from '../../../src/planner/search/state.ts'
import { applied, cheapest, startOf } from './exhaustive.ts'
import { independentWorks } from '../tasks.ts'
import { randomTask } from './random-task.ts'

const tasks = Array.from({ length: 300 }, (_, number) => randomTask(number))
const withoutNumbers = tasks.filter(({ variables }) => variables.length === 0)
const memory = new Memory(Infinity)

/** Calls `look` in the states of a random walk of a few steps, with the cost of the cheapest plan from each. */
function walked(
  task: GroundTask,
  look: (compiled: CompiledTask, walk: Walk, best: number, action: number) => void,
): void {
  const compiled = compileTask(task)
  const walk = new Walk(compiled)
  const random = seededRandom(task.actions.length)
  let world = startOf(task)
  look(compiled, walk, cheapest(task, world), -1)
  for (let tries = 0; tries < 12 && task.actions.length > 0; tries++) {
    const action = Math.floor(random.next() * task.actions.length)
    if (!walk.step(action)) continue
    world = applied(task, task.actions[action]!, world)
    look(compiled, walk, cheapest(task, world), action)
  }
}

/** h_max or h_add of every fact, by going over all actions until nothing changes. */
function naive(task: GroundTask, combine: (costs: readonly number[]) => number): number {
  const cost = task.facts.map((_, fact) => (task.init.includes(fact) ? 0 : Infinity))
  for (let changed = true; changed;) {
    changed = false
    for (const action of task.actions) {
      const total = action.cost + combine(action.pre.map((fact) => cost[fact]!))
      for (const fact of action.add) {
        if (total >= cost[fact]!) continue
        cost[fact] = total
        changed = true
      }
    }
  }
  return combine(task.goal.map((fact) => cost[fact]!))
}

const most = (costs: readonly number[]): number => Math.max(0, ...costs)
const sum = (costs: readonly number[]): number => costs.reduce((all, cost) => all + cost, 0)

describe('LM-cut and h_max', () => {
  test('never overestimate, and say Infinity only where there is no plan', () => {
    for (const task of tasks) {
      const compiled = compileTask(task)
      const [lmCut, max] = [new LmCut(compiled, memory), new LmCut(compiled, memory, true)]
      walked(task, (_, { words, numbers }, best) => {
        const cut = lmCut.evaluate(words, numbers, 0) / compiled.costs.scale
        expect(cut).toBeLessThanOrEqual(best * (1 + 1e-9))
        expect(max.evaluate(words, numbers, 0) / compiled.costs.scale).toBeLessThanOrEqual(cut)
      })
    }
  })

  test('h_max is what going over all actions gives', () => {
    for (const task of withoutNumbers) {
      const compiled = compileTask(task)
      const { words, numbers } = new Walk(compiled)
      expect(new LmCut(compiled, memory, true).evaluate(words, numbers, 0) / compiled.costs.scale).toBeCloseTo(naive(task, most), 9) // prettier-ignore
    }
  })

  test('with the cuts of the states before, LM-cut does not overestimate either', () => {
    for (const task of tasks) {
      const lmCut = new IncrementalLmCut(compileTask(task), memory)
      let state = -1
      walked(task, (compiled, { words, numbers }, best, action) => {
        if (state >= 0) lmCut.expand(state)
        state++
        const estimate = lmCut.evaluateSuccessor(words, numbers, 0, Infinity, action, state)
        expect(estimate / compiled.costs.scale).toBeLessThanOrEqual(best * (1 + 1e-9))
      })
    }
  })
})

describe('h_FF and h_add', () => {
  test('the relaxed plan reaches the goal without deletes, and there is none exactly where nothing reaches it', () => {
    for (const task of withoutNumbers) {
      const compiled = compileTask(task)
      const { costs } = smallCosts(compiled.costs, true)
      const ff = new FF(compiled, costs, memory)
      const { words, numbers } = new Walk(compiled)
      const estimate = ff.evaluate(words, numbers, 0)
      expect(estimate < Infinity).toBe(naive(task, most) < Infinity)
      if (estimate === Infinity) continue
      const reached = new Set(task.init)
      const plan = orderedRelaxedPlan(compiled, ff.exploration)
      for (const action of plan) {
        expect(task.actions[action]!.pre.every((fact) => reached.has(fact))).toBe(true)
        for (const fact of task.actions[action]!.add) reached.add(fact)
      }
      expect(task.goal.every((fact) => reached.has(fact))).toBe(true)
      expect(sum(plan.map((action) => costs[action]!))).toBe(estimate)
    }
  })

  test('h_add is what going over all actions gives', () => {
    for (const task of withoutNumbers) {
      const { costs: small, factor } = smallCosts(compileTask(task).costs, false)
      if (factor > 1) continue
      const whole = { ...task, actions: task.actions.map((action, i) => ({ ...action, cost: small[i]! })) } // prettier-ignore
      const compiled = compileTask(whole)
      const { words, numbers } = new Walk(compiled)
      expect(new FF(compiled, small, memory, 'hadd').evaluate(words, numbers, 0)).toBe(naive(whole, sum)) // prettier-ignore
    }
  })

  test('a number that has to grow is counted by how often', () => {
    const task: GroundTask = {
      facts: [],
      variables: [{ name: 'budget', value: 0 }],
      actions: [{ name: '(earn)', pre: [], add: [], delete: [], cost: 1, changes: [{ variable: 0, kind: 'increase', value: 2 }] }], // prettier-ignore
      init: [],
      goal: [],
      numericGoal: [{ variable: 0, compare: '≥', value: 9 }],
    }
    const compiled = compileTask(task)
    const { words, numbers } = new Walk(compiled)
    expect(new FF(compiled, Int32Array.of(1), memory).evaluate(words, numbers, 0)).toBe(5)
  })

  test('sums that double with every layer do not overflow', () => {
    const layers = 60
    const facts = Array.from({ length: 2 * layers }, (_, i) => i)
    const actions = facts.slice(2).map((fact) => {
      const below = fact - (fact % 2) - 2
      return { name: `(a${fact})`, pre: [below, below + 1], add: [fact], delete: [], cost: 1 }
    })
    const task: GroundTask = { facts: facts.map(String), variables: [], actions, init: [0, 1], goal: [facts.length - 2, facts.length - 1], numericGoal: [] } // prettier-ignore
    const compiled = compileTask(task)
    const { words, numbers } = new Walk(compiled)
    const exploration = new RelaxedExploration(compiled, new Int32Array(actions.length).fill(1), memory) // prettier-ignore
    expect(exploration.explore(words, numbers, 0)).toBe(true)
    expect(Math.max(...exploration.cost)).toBe(layers - 1)
    expect(new FF(compiled, new Int32Array(actions.length).fill(1), memory).evaluate(words, numbers, 0)).toBe(actions.length) // prettier-ignore
  })

  test('it tells the actions that the state allows', () => {
    for (const task of tasks) {
      const compiled = compileTask(task)
      const ff = new FF(compiled, smallCosts(compiled.costs, true).costs, memory)
      const { words, numbers } = new Walk(compiled)
      ff.evaluate(words, numbers, 0)
      const told = [...ff.applicable.subarray(0, ff.applicableCount)].toSorted((a, b) => a - b)
      expect(told).toEqual(task.actions.flatMap((_, action) => (new Walk(compiled).step(action) ? [action] : []))) // prettier-ignore
      for (const action of ff.preferred.subarray(0, ff.preferredCount)) expect(told).toContain(action) // prettier-ignore
    }
  })
})

test('without the actions that add a landmark, nothing reaches the goal', () => {
  let checked = 0
  for (const task of withoutNumbers) {
    const compiled = compileTask(task)
    if (naive(task, most) === Infinity) continue
    const landmarks = landmarksOf(compiled, pairsOf(compiled, 1e6), 1e6)
    const start = new Walk(compiled)
    const found = new Set(landmarks?.conditions)
    for (let condition = 0; condition < compiled.facts; condition++) {
      if (conditionHolds(compiled, start.words, start.numbers, 0, condition)) continue
      const adders = compiled.addedBy.items.subarray(compiled.addedBy.start[condition], compiled.addedBy.start[condition + 1]) // prettier-ignore
      const without = { ...task, actions: task.actions.filter((_, action) => !adders.includes(action)) } // prettier-ignore
      const isLandmark = compiled.goal.includes(condition) || naive(without, most) === Infinity
      if (found.has(condition)) checked++
      expect(found.has(condition) ? isLandmark : !compiled.goal.includes(condition)).toBe(true)
    }
  }
  expect(checked).toBeGreaterThan(100)
})

test('facts that are said not to go together never do', () => {
  for (const task of tasks)
    walked(task, (compiled, { words, numbers }) => {
      const pairs = pairsOf(compiled, 1e6)
      const held = Array.from({ length: compiled.conditions }, (_, i) => i).filter((condition) => conditionHolds(compiled, words, numbers, 0, condition)) // prettier-ignore
      for (const a of held) for (const b of held) expect(pairs?.mayHold(a, b)).toBe(true)
    })
})

test('what takes more than its budget is given up', () => {
  const compiled = compileTask(tasks[1]!)
  expect(pairsOf(compiled, 0)).toBeNull()
  expect(landmarksOf(compiled, null, 0)).toBeNull()
})

test('landmarks are given up where it gets late', () => {
  const compiled = compileTask(independentWorks(2))
  expect(landmarksOf(compiled, null, Infinity, () => false)?.conditions).toHaveLength(3)
  expect(landmarksOf(compiled, null, Infinity, () => true)).toBeNull()
})

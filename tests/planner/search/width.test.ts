import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/base/index.ts'
import type { GroundTask } from '../../../src/planner/index.ts'
import { compileTask } from '../../../src/planner/search/compiled-task.ts'
import { smallCosts } from '../../../src/planner/search/costs.ts'
import { Effort } from '../../../src/planner/search/effort.ts'
import { FF } from '../../../src/planner/search/heuristics/ff.ts'
import { landmarksOf } from '../../../src/planner/search/heuristics/landmarks.ts'
import { listsOf } from '../../../src/planner/search/lists.ts'
import { Memory, OutOfMemory } from '../../../src/planner/search/memory.ts'
import { orderedRelaxedPlan } from '../../../src/planner/search/relaxed-plan.ts'
import type { Stage, StageEnd } from '../../../src/planner/search/stage.ts'
import { numbersOf } from '../../../src/planner/search/state.ts'
import { States } from '../../../src/planner/search/states.ts'
import { Successive } from '../../../src/planner/search/successive.ts'
import { Turns } from '../../../src/planner/search/turns.ts'
import { everything, Novelty } from '../../../src/planner/search/width/novelty.ts'
import { RelaxedPlanConditions } from '../../../src/planner/search/width/relaxed-plan-conditions.ts'
import { WidthSearch, type WidthOptions } from '../../../src/planner/search/width/width-search.ts'
import { counter } from '../tasks.ts'
import { noveltyAnswersRightly } from './laws.ts'
import { randomTask } from './random-task.ts'

test('searches by novelty find a plan if and only if exhaustive search finds one', () => {
  for (let number = 0; number < 1000; number++)
    expect(() => noveltyAnswersRightly(randomTask(number)), `task ${number}`).not.toThrow()
})

describe('width search', () => {
  /** Rooms in a row, each behind the door of the one before, and only the last is a goal. */
  const rooms = (size: number): GroundTask => {
    const numbers = Array.from({ length: size }, (_, i) => i)
    return {
      facts: numbers.map((i) => `in${i}`),
      variables: [],
      actions: numbers.slice(1).map((i) => ({ name: `(enter ${i})`, pre: [i - 1], add: [i], delete: [i - 1], cost: 1 })), // prettier-ignore
      init: [0],
      goal: [size - 1],
      numericGoal: [],
    }
  }

  const run = (task: GroundTask, options: WidthOptions = {}): StageEnd => {
    const compiled = compileTask(task)
    const memory = new Memory(Infinity)
    const ff = new FF(compiled, smallCosts(compiled.costs, true).costs, memory)
    const effort = new Effort(() => 0, Infinity, Infinity)
    return new WidthSearch(compiled, ff, effort, memory, options).advance(Infinity) ?? { kind: 'exhausted' } // prettier-ignore
  }

  test('with only what is new gives up where more is needed, which proves nothing', () => {
    expect(run(counter(6), { onlyNew: true })).toEqual({ kind: 'given up' })
    expect(run(counter(6))).toMatchObject({ kind: 'plan' })
  })

  test('counts goals, or landmarks', () => {
    const task = rooms(9)
    const landmarks = landmarksOf(compileTask(task), null, Infinity) ?? undefined
    expect(landmarks?.conditions).toHaveLength(9)
    const plan = { kind: 'plan', steps: task.actions.map((_, action) => action) }
    expect(run(task, { onlyNew: true })).toEqual(plan)
    expect(run(task, { onlyNew: true, landmarks })).toEqual(plan)
  })
})

test('what the actions of a relaxed plan bring about, as taken from its actions', () => {
  let conditions = 0
  for (let number = 0; number < 300; number++) {
    const task = compileTask(randomTask(number))
    const { exploration } = new FF(task, smallCosts(task.costs, true).costs, new Memory(Infinity))
    if (!exploration.explore(task.start, numbersOf(task, task.start), 0)) continue
    const found = new RelaxedPlanConditions(task).of(exploration)
    const { start, items } = task.mayAdd
    const expected = orderedRelaxedPlan(task, exploration).flatMap((action) => [...items.subarray(start[action], start[action + 1])]) // prettier-ignore
    expect(new Set(found)).toEqual(new Set(expected.filter((one) => exploration.supporter[one]! >= 0))) // prettier-ignore
    expect([...found]).toEqual([...found].toSorted((a, b) => a - b))
    conditions += found.length
  }
  expect(conditions).toBeGreaterThan(300)
})

test('the state that came last is forgotten, and is new again', () => {
  const facts = Array.from({ length: 40 }, (_, i) => i)
  const task = compileTask({
    facts: facts.map((i) => `on${i}`),
    variables: [],
    actions: facts.map((i) => ({ name: `(switch ${i})`, pre: [], add: [i], delete: [], cost: 1 })),
    init: [],
    goal: facts,
    numericGoal: [],
  })
  const states = new States(task, new Memory(Infinity))
  const random = seededRandom(1)
  const known = new Map<string, number>([['', 0]])
  let forgotten = 0
  while (states.count < 2000) {
    const from = Math.floor(random.next() * states.count)
    const action = Math.floor(random.next() * facts.length)
    const before = states.count
    const key = [...new Set([...states.way(from), action])].toSorted((a, b) => a - b).join(' ')
    const successor = states.successor(from, action)
    expect(successor).toBe(known.get(key) ?? before)
    if (successor !== before) continue
    if (random.next() < 0.5) {
      states.forget()
      forgotten++
    } else known.set(key, successor)
  }
  expect(states.count).toBe(known.size)
  expect(forgotten).toBeGreaterThan(500)
})

describe('how new a state is', () => {
  const bits = (...conditions: readonly number[]): Uint32Array => {
    const words = new Uint32Array(2)
    for (const condition of conditions) words[condition >>> 5]! |= 1 << (condition & 31)
    return words
  }
  /** Of 40 conditions and two actions: one adds 3, the other 39. */
  const novelty = (room: number): Novelty => new Novelty(40, listsOf([[3], [39]]), new Memory(Infinity), room) // prettier-ignore

  test('1 with a condition that was not there before, 2 with such a pair, 3 otherwise', () => {
    const one = novelty(1e6)
    expect(one.measure(bits(1, 2), 0, everything)).toBe(1)
    expect(one.measure(bits(1, 2), 0, everything)).toBe(3)
    expect(one.measure(bits(2, 3), 0, everything)).toBe(1)
    expect(one.measure(bits(1, 3), 0, everything)).toBe(2)
    expect(one.measure(bits(1, 3), 0, everything)).toBe(3)
  })

  test('of each class by itself', () => {
    const one = novelty(1e6)
    expect(one.measure(bits(1), 0, everything)).toBe(1)
    expect(one.measure(bits(1), 7, everything)).toBe(1)
    expect(one.measure(bits(1), 7, everything)).toBe(3)
  })

  test('found from what an action adds, in whichever order the pair came', () => {
    const one = novelty(1e6)
    expect(one.measure(bits(1), 0, everything)).toBe(1)
    expect(one.measure(bits(1, 39), 0, 1)).toBe(1)
    expect(one.measure(bits(3), 0, 0)).toBe(1)
    expect(one.measure(bits(3, 39), 0, 0)).toBe(2)
    expect(one.measure(bits(3, 39), 0, 1)).toBe(3)
  })

  test('without pairs where there is no room for them', () => {
    const one = novelty(0)
    expect(one.measure(bits(1, 2), 0, everything)).toBe(1)
    expect(one.measure(bits(2, 3), 0, everything)).toBe(1)
    expect(one.measure(bits(1, 3), 0, everything)).toBe(3)
  })
})

describe('stages in turns', () => {
  /** Does so much work with each expansion. */
  const worker = (name: string, effort: Effort, work: number): Stage => ({
    name,
    bound: 0,
    advance: (expansions) => {
      effort.expanded += expansions
      effort.work += expansions * work
      return null
    },
    free: () => {},
  })

  test('whoever has worked least for its share is next, and who joins later does not catch up', () => {
    const effort = new Effort(() => 0, Infinity, Infinity)
    const turns = new Turns(effort)
    const take = (): string | null => {
      const stage = turns.next()
      stage?.advance(1)
      return stage && stage.name
    }
    turns.enter(() => worker('first', effort, 10), 2)
    expect(Array.from({ length: 4 }, take)).toEqual(['first', 'first', 'first', 'first'])
    turns.enter(() => worker('slow', effort, 15))
    turns.enter(() => {
      throw new OutOfMemory()
    })
    // 'first' has three turns of 10, halved, for each of 15.
    const shares = Array.from({ length: 9 }, take)
    expect(shares).toEqual(['first', 'slow', 'first', 'first', 'first', 'slow', 'first', 'first', 'first']) // prettier-ignore
  })

  test('nobody is left when all were dropped', () => {
    const effort = new Effort(() => 0, Infinity, Infinity)
    const turns = new Turns(effort)
    let freed = 0
    const only = { ...worker('only', effort, 1), free: () => void freed++ }
    turns.enter(() => only)
    turns.drop(only)
    turns.drop(only)
    expect(turns.next()).toBeNull()
    expect(freed).toBe(1)
  })
})

describe('two stages, one after the other', () => {
  const ending = (name: string, ends: readonly (StageEnd | null)[], freed: string[]): Stage => {
    const left = [...ends]
    return {
      name,
      bound: 0,
      advance: () => left.shift() ?? null,
      free: () => void freed.push(name),
    }
  }

  test('the second takes the place of the first that has given up', () => {
    const freed: string[] = []
    const stage = new Successive(ending('first', [null, { kind: 'given up' }], freed), () =>
      ending('second', [null, { kind: 'given up' }], freed),
    )
    expect([stage.advance(1), stage.name, freed.length]).toEqual([null, 'first', 0])
    expect([stage.advance(1), stage.name, freed.length]).toEqual([null, 'second', 1])
    expect([stage.advance(1), stage.advance(1)]).toEqual([null, { kind: 'given up' }])
    stage.free()
    expect(freed).toEqual(['first', 'second'])
  })

  test('the first ends both with anything else, and is freed once where the second cannot be made', () => {
    const freed: string[] = []
    const none = (): Stage => {
      throw new OutOfMemory()
    }
    expect(new Successive(ending('first', [{ kind: 'exhausted' }], freed), none).advance(1)).toEqual({ kind: 'exhausted' }) // prettier-ignore
    const stage = new Successive(ending('first', [{ kind: 'given up' }], freed), none)
    expect(() => stage.advance(1)).toThrow(OutOfMemory)
    stage.free()
    expect(freed).toEqual(['first'])
  })
})

test('a part of the memory has a limit of its own, and counts for the whole', () => {
  const whole = new Memory(1000)
  const part = whole.part(1 / 2)
  part.take(400)
  expect([whole.used, part.left, whole.left]).toEqual([400, 100, 600])
  expect(() => part.take(101)).toThrow(OutOfMemory)
  whole.take(550)
  expect(part.left).toBe(50)
  expect(() => part.grow(50, 1)).toThrow(OutOfMemory)
  part.giveBack(400)
  expect(whole.used).toBe(550)
})

import { describe, expect, test } from 'vitest'
import { Effort } from '../../../src/planner/search/effort.ts'
import { listsOf } from '../../../src/planner/search/lists.ts'
import { Memory, OutOfMemory } from '../../../src/planner/search/memory.ts'
import type { Stage } from '../../../src/planner/search/stage.ts'
import { Turns } from '../../../src/planner/search/turns.ts'
import { everything, Novelty } from '../../../src/planner/search/width/novelty.ts'
import { noveltyAnswersRightly } from './laws.ts'
import { randomTask } from './random-task.ts'

test('searches by novelty find a plan if and only if exhaustive search finds one', () => {
  for (let number = 0; number < 1000; number++)
    expect(() => noveltyAnswersRightly(randomTask(number)), `task ${number}`).not.toThrow()
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

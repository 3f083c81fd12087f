import { describe, expect, test } from 'vitest'
import { groundTask } from '../../../src/planner/index.ts'
import { givenTasks, reading } from '../tasks.ts'

const given = givenTasks()

describe.skipIf(given.length === 0)(
  'the given planning tasks (set GOAP_SHARED to their folder)',
  () => {
    test.each(given)('$name is read and grounded', ({ domain, problem }) => {
      const { task, findings } = reading(domain, problem)
      expect(findings).toEqual([])
      const ground = task && groundTask(task)
      expect(ground?.actions.length).toBeGreaterThan(20)
      expect(ground?.goal.length).toBeGreaterThan(0)
      for (const { pre, add, delete: gone } of ground?.actions ?? []) {
        for (const list of [pre, add, gone])
          expect(list).toEqual([...new Set(list)].toSorted((a, b) => a - b))
        expect(add.filter((fact) => gone.includes(fact))).toEqual([])
      }
    })
  },
)

test.runIf(given.length === 0)(
  'the given planning tasks are not here: GOAP_SHARED names no folder with them',
  () => {
    expect(process.env['GOAP_SHARED']).toBeUndefined()
  },
)

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { waysToRun } from './backends.ts'
import { givenHostile } from './hostile.ts'

test('hostile code has a file for each backend, so that they are tested beside each other', () => {
  const files = readdirSync(join(import.meta.dirname, 'hostile'))
  expect(files.toSorted()).toEqual(Object.keys(waysToRun).map((name) => `${name.replace(' ', '-')}.test.ts`).toSorted()) // prettier-ignore
})

test.runIf(givenHostile().length === 0)(
  'the given hostile code is not here: GOAP_SHARED names no folder with it',
  () => {
    expect(givenHostile()).toEqual([])
  },
)

import { expect, test } from 'vitest'
import { codeAt } from '../../src/base/index.ts'

test('the unit of a text at an index, NaN beyond its ends', () => {
  const text = 'a✅—🔄'
  for (let index = -1; index <= text.length; index++)
    expect(codeAt(text, index)).toBe(text.charCodeAt(index))
})

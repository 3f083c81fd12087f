import { expect, test } from 'vitest'
import { limitsOf, meteredBackend } from '../../src/sandbox/index.ts'
import { sandboxContract } from '../contracts/sandbox.ts'

sandboxContract('wasm', meteredBackend)

test.each([
  ['"😀ü"; let = = 3', 'syntax', 1, 14],
  ['1\n"😀ü"; null.x', 'thrown', 2, 8],
])('columns of %j are counted in UTF-16 units', async (code, reason, line, column) => {
  await using backend = await meteredBackend()
  const result = await backend.execute(
    { code, limits: limitsOf(), why: 'a test' },
    new AbortController().signal,
  )
  expect(result).toMatchObject({ status: 'error', reason, error: { line, column } })
})

import { expect, test } from 'vitest'
import { limitsOf, type SandboxResult } from '../../src/sandbox/index.ts'
import { isolatedBackend } from '../../src/sandbox/isolated/isolated.ts'
import { sandboxContract } from '../contracts/sandbox.ts'

test('without its package the backend says what to install, and refuses scripts as no fault of theirs', async () => {
  await using backend = await isolatedBackend({ addon: '/no/such/addon.node', confine: 'off' })
  const standing = await backend.ready()
  expect(standing).toMatchObject({
    ready: false,
    reason: expect.stringContaining('does not start'),
  })
  const script = { code: '1', limits: limitsOf(), why: 'a test' }
  await expect(backend.execute(script, new AbortController().signal)).rejects.toMatchObject({
    code: 'sandbox/backend-failed',
  })
})

test('an isolate whose memory V8 cannot get under control costs its process, and no more', async () => {
  await using backend = await isolatedBackend({ processes: 1 })
  const standing = await backend.ready()
  if (!standing.ready) return
  const limits = limitsOf('default', { memory: 16 * 1024 * 1024, wall: 20_000 })
  const run = async (code: string): Promise<SandboxResult> =>
    backend.execute({ code, limits, why: 'a test' }, new AbortController().signal)
  for (let round = 0; round < 3; round++) {
    expect(await run('const m = new Map(); for (let i = 0; ; i++) m.set(i, [i])')).toMatchObject({
      status: 'violation',
      reason: 'memory',
    })
    expect(await run('1 + 1')).toMatchObject({ status: 'success', value: 2 })
  }
})

sandboxContract('isolated-vm', async () => isolatedBackend({ processes: 2 }))

import { MessagePort } from 'node:worker_threads'
import { expect, test, vi } from 'vitest'
import { presets } from '../../src/sandbox/index.ts'
import { meteredApart } from '../../src/sandbox/metered/apart.ts'
import { meteredBackend } from '../../src/sandbox/metered/backend.ts'
import { prepared, preparedBy, type Prepared } from '../../src/sandbox/metered/prepared.ts'
import type { MeteredTask } from '../../src/sandbox/metered/worker.ts'
import { webAssembly } from '../../src/wasm/index.ts'

const never = new AbortController().signal
const script = { code: '1 + 1', limits: presets.default, why: 'a test' }

/** What a thread is given at its start; empty for any other message. */
function startOf(message: MeteredTask): readonly (Prepared | null)[] {
  return message.kind === 'start' ? [message.given] : []
}

test('one thread makes what all need: the others, and the thread of the caller, are given the module and run with it', async () => {
  await expect(preparedBy(() => Promise.reject(new Error('the first fails')))).rejects.toThrow('the first fails') // prettier-ignore
  using posted = vi.spyOn(MessagePort.prototype, 'postMessage')
  await using apart = meteredApart({ threads: 3 })
  const results = await Promise.all([1, 2, 3].map(() => apart.execute(script, never)))
  expect(results.map((result) => result.status === 'success' && result.value)).toEqual([2, 2, 2])
  const starts = posted.mock.calls.flatMap(([message]) => startOf(message))
  expect(starts).toHaveLength(3)
  expect(starts[0]).toBeNull()
  const { engine, findings } = await prepared()
  for (const given of starts.slice(1)) {
    expect(given?.engine.module).toBe(engine.module)
    expect(given?.findings).toBe(findings)
  }
  expect(engine.module).toBeInstanceOf(webAssembly.Module)
  await using here = meteredBackend()
  expect({ ...(await here.execute(script, never)), ms: 0 }).toEqual({ ...results[0], ms: 0 })
})

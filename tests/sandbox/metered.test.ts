import { expect, test } from 'vitest'
import { limitsOf, meteredBackend, type Tool } from '../../src/sandbox/index.ts'
import { webAssembly } from '../../src/wasm/index.ts'
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

test('a source for which there is no memory is no error of its own', async () => {
  await using backend = await meteredBackend()
  const code = 'const all = [1, 2, 3]; all.map((one) => one * 2).join()'
  const tools = [{ name: 'tool', call: () => 1 }]
  for (let memory = 0; memory <= 6_000; memory += 500) {
    const script = { code, tools, input: 1, limits: limitsOf('default', { memory }), why: '' }
    expect(await backend.execute(script, new AbortController().signal), String(memory)).toMatchObject({ status: 'violation', reason: 'memory' }) // prettier-ignore
  }
})

test('no promise is made for a script that waits for nothing, and each begins in a fresh world all the same', async () => {
  await using backend = await meteredBackend()
  const begin = (code: string, tools: readonly Tool[] = []) =>
    backend.begin?.({ code, tools, limits: limitsOf(), why: '' }, new AbortController().signal)
  expect(begin('1')).toBeInstanceOf(Promise)
  await backend.warm([])
  const codes = ['typeof left', 'globalThis.left = 1', 'null.x', 'while (true) { left() }', '}', 'typeof left'] // prettier-ignore
  const ends = [...codes, ...codes].map((code) => begin(code))
  expect(ends.map((end) => end instanceof Promise)).toEqual(ends.map(() => false))
  const told = ends.map((end) => end instanceof Promise || (end?.status === 'success' ? end.value : end?.status)) // prettier-ignore
  const once = ['undefined', 1, 'error', 'error', 'error', 'undefined']
  expect(told).toEqual([...once, ...once])
  const waiting = begin('later()', [{ name: 'later', call: async () => 7 }])
  expect(waiting).toBeInstanceOf(Promise)
  expect(await waiting).toMatchObject({ status: 'success', value: 7 })
  await backend[Symbol.asyncDispose]()
  await expect(begin('1')).rejects.toThrow('The sandbox "wasm" was closed.')
})

test('as many instances are ready as were asked for, and none of them after they were let go of', async () => {
  await using backend = await meteredBackend({ idle: 3 })
  const { promise, resolve } = Promise.withResolvers<number>()
  const tools = [{ name: 'later', call: () => promise }]
  const threeAtOnce = () =>
    Promise.all([1, 2, 3].map(() => backend.execute({ code: 'later()', tools, limits: limitsOf(), why: '' }, new AbortController().signal))) // prettier-ignore
  await backend.warm(tools, 3)
  const warm = madeDuring(threeAtOnce)
  resolve(7)
  expect((await warm.done).map((result) => result.status)).toEqual(['success', 'success', 'success']) // prettier-ignore
  expect(warm.made()).toBe(0)
  backend.cool?.(['other'])
  const again = madeDuring(threeAtOnce)
  await again.done
  expect(again.made()).toBe(0)
  backend.cool?.(['later'])
  const cold = madeDuring(threeAtOnce)
  await cold.done
  expect(cold.made()).toBeGreaterThan(0)
})

/** How many instances are made until the work is done. */
function madeDuring<T>(work: () => Promise<T>): {
  readonly done: Promise<T>
  readonly made: () => number
} {
  const { Instance } = webAssembly
  let made = 0
  const counting = new Proxy(Instance, {
    construct(target, values) {
      made++
      return Reflect.construct(target, values) as object
    },
  })
  Reflect.set(webAssembly, 'Instance', counting)
  return { done: work().finally(() => Reflect.set(webAssembly, 'Instance', Instance)), made: () => made } // prettier-ignore
}

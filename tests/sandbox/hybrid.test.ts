import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSandbox, strengthOf, type Abilities } from '../../src/sandbox/index.ts'
import { chooseBetween, manyTurns, muchFuel, type HybridQuestion } from '../../src/sandbox/hybrid.ts' // prettier-ignore
import { loopTurns } from '../../src/sandbox/loops.ts'
import type { Candidate } from '../../src/sandbox/route.ts'
import { fakeBackend } from './fake-backend.ts'

const wasm = candidate('wasm')
const confined = candidate('process', { compiled: true, fuel: false, deterministic: false, isolation: ['process', 'confined'] }) // prettier-ignore
const bare = candidate('process', { compiled: true, fuel: false, isolation: ['process'] })
const heap = candidate('isolated-vm', { compiled: true, isolation: ['heap'] })

function candidate(name: Candidate['name'], more: Partial<Abilities> = {}): Candidate {
  return { name, abilities: fakeBackend(name, more).abilities, missing: null }
}

const question: HybridQuestion = {
  needs: { language: 'js', deterministic: false, fuel: false },
  text: '1 + 1',
  lot: 0.7,
  spent: null,
  tools: 0,
  ratio: 0.5,
  allowWeaker: false,
}
const busy = { ...question, text: `for (let i = 0; i < ${manyTurns}; i++) f(i)` }

test('where nothing else decides, the lot does, and the ratio is the part of the interpreter', () => {
  expect(chooseBetween([wasm, confined], question)).toMatchObject({ name: 'process', why: 'hybrid: its lot is 0.700, the ratio 0.5' }) // prettier-ignore
  expect(chooseBetween([wasm, confined], { ...question, ratio: 0.8 })).toMatchObject({ name: 'wasm' }) // prettier-ignore
  expect(chooseBetween([wasm, confined], { ...question, ratio: 0, lot: 0 })).toMatchObject({ name: 'process' }) // prettier-ignore
  expect(chooseBetween([wasm, confined], { ...question, ratio: 1, lot: 0.999 })).toMatchObject({ name: 'wasm' }) // prettier-ignore
})

test('what computes much goes where code is compiled: by what it spent before, else by its loops', () => {
  expect(chooseBetween([wasm, confined], { ...busy, lot: 0 })).toMatchObject({ name: 'process', why: 'hybrid: its loops turn some 1e+6 times: compiled code is faster' }) // prettier-ignore
  expect(chooseBetween([wasm, confined], { ...question, lot: 0, spent: muchFuel })).toMatchObject({ name: 'process', why: `hybrid: it spent ${muchFuel} of fuel before: compiled code is faster` }) // prettier-ignore
  expect(chooseBetween([wasm, confined], { ...busy, spent: 10 })).toMatchObject({ name: 'wasm', why: 'hybrid: it spent only 10 of fuel before' }) // prettier-ignore
})

test('what needs a seed, fuel, tools or modules goes where that is', () => {
  const needs = { ...question.needs }
  for (const more of [{ deterministic: true }, { fuel: true }])
    expect(chooseBetween([wasm, confined], { ...busy, needs: { ...needs, ...more } })).toMatchObject({ name: 'wasm' }) // prettier-ignore
  expect(chooseBetween([wasm, confined], { ...question, tools: 1 })).toMatchObject({ name: 'wasm', why: 'hybrid: it calls tools, which are nearest there' }) // prettier-ignore
  const modules = candidate('wasm', { languages: ['js', 'ts', 'wasm'] })
  expect(chooseBetween([modules, confined], { ...busy, needs: { ...needs, language: 'wasm' } })).toMatchObject({ name: 'wasm' }) // prettier-ignore
  expect(chooseBetween([wasm, confined], { ...busy, needs: { ...needs, language: 'wasm' } })).toBeNull() // prettier-ignore
})

test('weaker isolation is never drawn by lot, and taken for speed only where that is allowed', () => {
  expect(chooseBetween([wasm, bare, heap], question)).toMatchObject({ name: 'wasm', why: 'hybrid: no backend that compiles isolates as well' }) // prettier-ignore
  expect(chooseBetween([wasm, bare, heap], { ...question, allowWeaker: true })).toMatchObject({ name: 'wasm' }) // prettier-ignore
  expect(chooseBetween([wasm, bare], busy)).toMatchObject({ name: 'wasm', why: 'hybrid: its loops turn some 1e+6 times, but no backend that compiles isolates as well' }) // prettier-ignore
  expect(chooseBetween([wasm, heap], { ...busy, allowWeaker: true })).toMatchObject({ name: 'isolated-vm', why: expect.stringContaining('with weaker isolation, which is allowed') }) // prettier-ignore
})

test('whatever is asked, the isolation is no weaker than the interpreter, unless that is allowed', () => {
  const walls = fc.subarray(['interpreter', 'heap', 'process', 'confined'] as const)
  const some = fc.record({ isolation: walls, compiled: fc.boolean(), fuel: fc.boolean(), deterministic: fc.boolean() }) // prettier-ignore
  const asked = fc.record({
    lot: fc.double({ min: 0, max: 0.999, noNaN: true }),
    spent: fc.option(fc.integer({ min: 0, max: 2 * muchFuel })),
    text: fc.constantFrom('1', busy.text),
    tools: fc.integer({ min: 0, max: 1 }),
    ratio: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(some, { maxLength: 3 }), asked, (others, more) => {
      const names = ['quickjs', 'process', 'isolated-vm'] as const
      const all = [wasm, ...others.map((one, index) => candidate(names[index] ?? 'process', one))]
      const answer = chooseBetween(all, { ...question, ...more })
      const taken = all.find(({ name }) => name === answer?.name)
      expect(taken && strengthOf(taken.abilities)).toBeGreaterThanOrEqual(strengthOf(wasm.abilities)) // prettier-ignore
    }),
  )
})

test.each([
  ['1 + 1', 1],
  ['for (let i = 0; i < 1e6; i++) s += i', 1e6],
  ['for (let i = 0; i < 1000; i++) { for (let j = 0; j < 1_000; j++) { x++ } }', 1e6],
  ['const N = 5000000; for (let i = 0; i < N; i++) x++', 5e6],
  ['for (let i = 0; i < 100; i++) x; for (let j = 0; j < 100; j++) y', 100],
  ['for (let i = 0; i < 10; i++) for (let j = 0; j < 10; j++) y; for (let k = 0; k < 7; k++) z', 100], // prettier-ignore
  ['let n = 2 ** 20; while (n--) f()', 2 ** 20],
  ['// for (;; i < 1e9)\n"for (; i < 1e9;)"; x = /for \\(; i < 1e9;\\)/; `for (; i < 1e9;)`', 1],
  ['a = b / 2; for (let i = 0; i < 300; i++) c = d / 2', 300],
  ['for (const one of all) f(one)', 1],
  ['for (', 1],
])('the loops of %s turn %d times', (code, turns) => {
  expect(loopTurns(code)).toBe(turns)
})

test.each(['"', '`\\', '=/[', '/*', 'for(', 'for(let i=0;i<3;i++){', ' /', '}'])(
  'a text made of %j is looked at once',
  (part) => {
    // Who looks again at what stands behind, for every part of it, takes minutes for this.
    expect(loopTurns(part.repeat(100_000 / part.length))).toBeGreaterThanOrEqual(1)
  },
)

test('the same script goes to the same backend in every sandbox, and the ratio is met', async () => {
  const places = async (ratio: number): Promise<readonly string[]> => {
    await using sandbox = openSandbox({
      backend: 'hybrid',
      wasmRatio: ratio,
      backends: {
        wasm: () => fakeBackend('wasm', { fuel: true }),
        quickjs: () => fakeBackend('quickjs', { missing: () => 'is not installed' }),
        process: () => fakeBackend('process', { compiled: true, isolation: ['confined'] }),
        'isolated-vm': () => Promise.reject(new Error('is not there')),
      },
    })
    const all = Array.from({ length: 300 }, (_, index) => sandbox.execute({ code: `${index}` }))
    return (await Promise.all(all)).map(({ backend }) => backend)
  }
  const [first, again] = [await places(0.3), await places(0.3)]
  expect(again).toEqual(first)
  const part = first.filter((name) => name === 'wasm').length / first.length
  expect(part).toBeGreaterThan(0.2)
  expect(part).toBeLessThan(0.4)
})

test('what a script was seen to spend decides when it comes again', async () => {
  const wasm = fakeBackend('wasm', { begins: false })
  await using sandbox = openSandbox({
    backend: 'hybrid',
    wasmRatio: 1,
    backends: {
      wasm: () => ({ ...wasm, execute: async (...all) => ({ ...(await wasm.execute(...all)), fuel: muchFuel }) }), // prettier-ignore
      quickjs: () => fakeBackend('quickjs', { missing: () => 'is not installed' }),
      process: () => fakeBackend('process', { compiled: true, isolation: ['confined'] }),
      'isolated-vm': () => fakeBackend('isolated-vm', { missing: () => 'is not installed' }),
    },
  })
  const backends = []
  for (let time = 0; time < 3; time++) backends.push((await sandbox.execute({ code: 'work()' })).backend) // prettier-ignore
  expect(backends).toEqual(['wasm', 'process', 'process'])
})

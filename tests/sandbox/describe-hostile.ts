import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limitsOf, type Backend, type Limits, type SandboxResult } from '../../src/sandbox/index.ts'
import { expectClean } from '../contracts/sandbox/subject.ts'
import { givenHostile, hostTools, isExpected, type Hostile } from './hostile.ts'
import { ownHostile } from './hostile-own.ts'

const limits = limitsOf('default', { wall: 150, fuel: Infinity })
const patient = limitsOf('default', { wall: 30_000, fuel: Infinity })
const never = new AbortController().signal

/**
 * Hostile code on one backend, one snippet after another in one world of tests: how it ends, and that
 * the backend is well after it. The deadlines themselves are looked at by tests/bench/hostile.ts, since a loaded machine keeps no time.
 */
export function describeHostile(name: string, open: () => Backend | Promise<Backend>): void {
  describe(`hostile code on ${name}`, () => {
    let backend: Backend
    let missing: string | undefined

    beforeAll(async () => {
      backend = await open()
      const standing = await backend.ready()
      if (!standing.ready) missing = `${standing.reason} ${standing.hint}`
    })
    afterAll(async () => backend[Symbol.asyncDispose]())

    const run = async (
      { code, language = 'js' }: Hostile,
      bounds: Limits,
    ): Promise<SandboxResult> =>
      backend.execute({ code, language, tools: hostTools, limits: bounds, why: 'a test' }, never)

    for (const hostile of [...givenHostile(), ...ownHostile])
      test(`${hostile.name} ends as ${hostile.expected.join(' or ')}`, async ({ skip }) => {
        if (missing !== undefined) skip(missing)
        const result = await run(hostile, limits)
        // What needs its time has more of it on a machine that has little.
        const again = isExpected(hostile, result) ? result : await run(hostile, patient)
        expect(isExpected(hostile, again), JSON.stringify(again).slice(0, 500)).toBe(true)
        await expectClean(backend)
      })

    test('the host goes on while hostile code runs', async ({ skip }) => {
      if (missing !== undefined) skip(missing)
      if (!backend.abilities.apart) skip(`${name} runs scripts on the thread of the host`)
      for (const code of ['for (;;);', '[].indexOf.call({ length: 2 ** 53 - 1 }, 1)']) {
        let ticks = 0
        const ticking = setInterval(() => ticks++, 5)
        const running = backend.execute({ code, limits, why: 'a test' }, never)
        await running.finally(() => clearInterval(ticking))
        expect(ticks).toBeGreaterThan(3)
      }
    })
  })
}

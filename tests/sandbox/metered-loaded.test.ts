import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  limitsOf,
  meteredBackend,
  type BoundScript,
  type SandboxResult,
} from '../../src/sandbox/index.ts'
import { Execution } from '../../src/sandbox/metered/execution.ts'
import { restore } from '../../src/sandbox/metered/image.ts'
import { allows, load, oftenEnough, unload } from '../../src/sandbox/metered/loaded.ts'
import type { Machine } from '../../src/sandbox/metered/machine.ts'
import { prepared } from '../../src/sandbox/metered/prepared.ts'
import { enter, makeWorld, type World } from '../../src/sandbox/metered/world.ts'
import { readSource } from '../../src/sandbox/source.ts'

const never = new AbortController().signal

const sources = [
  '1 + 1',
  '',
  'globalThis.left = (globalThis.left ?? 0) + 1; left',
  'const text = `a${1}b`; [text, /x(.)/.exec("xy")[1], typeof left]',
  'Object.prototype.left = 1; Array.prototype.push = () => 666; [].push(1)',
  'console.log(input); throw new TypeError("no " + typeof left)',
  'await Promise.resolve(); input',
  'Promise.resolve(1).then((one) => one + input.a)',
  'function deep() { return deep() + 1 } try { deep() } catch (error) { error.stack }',
  'tool({ a: [input] })',
  'class A { #x = 1; static { this.y = 2 } get x() { return this.#x } } [new A().x, A.y, A.toString().length]',
  '[Math.random(), Date.now(), performance.now()]',
  'for (;;);',
  'null.x',
  'new Array(1e6).fill(1).length',
  '({ toJSON() { return [globalThis.left, Symbol.for("left").toString()] } })',
]

function scriptOf(code: string, more: Partial<BoundScript> = {}): BoundScript {
  const limits = limitsOf('default', { fuel: 100_000, wall: 20_000 })
  return { code, limits, why: 'a test', input: { a: 4 }, seed: 7, tools: [{ name: 'tool', call: (x) => x }], ...more } // prettier-ignore
}

/** All that a result tells but for the time that it took. */
const told = (result: SandboxResult): SandboxResult => ({ ...result, ms: 0 })

describe('a source that comes again stays loaded, which shows', () => {
  test('in no result', { timeout: 60_000 }, async () => {
    await using backend = await meteredBackend({ idle: 1 })
    for (const code of sources) {
      await using fresh = await meteredBackend()
      const first = told(await fresh.execute(scriptOf(code), never))
      for (let time = 0; time < oftenEnough + 4; time++)
        expect(told(await backend.execute(scriptOf(code), never)), code).toEqual(first)
    }
  })

  test('in none where others run in between, with other tools, input and seeds', { timeout: 60_000 }, async () => {
    await using backend = await meteredBackend({ idle: 2 })
    const firsts = new Map<string, unknown>()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ code: fc.constantFrom(...sources.slice(0, 7)), times: fc.constantFrom(1, 2, oftenEnough + 2), seed: fc.nat(2), tools: fc.constantFrom([], scriptOf('').tools ?? []) }), { minLength: 1, maxLength: 6 }),
        async (turns) => {
          for (const { code, times, ...more } of turns)
            for (let time = 0; time < times; time++) {
              const result = told(await backend.execute(scriptOf(code, more), never))
              const key = JSON.stringify([code, more.seed, more.tools.length])
              if (!firsts.has(key)) firsts.set(key, result)
              expect(result, key).toEqual(firsts.get(key))
            }
        },
      ),
      { numRuns: 30 },
    )
  }) // prettier-ignore

  test('in none with less fuel, memory or stack', { timeout: 60_000 }, async () => {
    const code = 'const all = [1, 2, 3]; all.map((one) => one * 2).join()'
    await using backend = await meteredBackend({ idle: 1 })
    const { fuel } = await backend.execute(scriptOf(code), never)
    const needed = fuel ?? 0
    const bounds = [
      ...[0, 1, 100, needed - 300, needed - 200, needed - 150, needed - 100, needed - 50, needed - 1, needed].map((fuel) => ({ fuel })),
      ...[0, 1_000, 4_000, 100_000].map((memory) => ({ memory })),
      ...[0, 500, 1_000, 4_000, 20_000].map((stack) => ({ stack })),
    ] // prettier-ignore
    for (const bound of bounds) {
      await using fresh = await meteredBackend()
      const bounded = scriptOf(code, { limits: limitsOf('default', bound) })
      // Its bytecode is kept by both, so neither has to compile it within these bounds.
      await fresh.execute(scriptOf(code), never)
      const first = told(await fresh.execute(bounded, never))
      for (let time = 0; time < oftenEnough + 2; time++) await backend.execute(scriptOf(code), never) // prettier-ignore
      expect(told(await backend.execute(bounded, never)), JSON.stringify(bound)).toEqual(first)
      expect(first.fuel).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('an instance with a source loaded', async () => {
  const { engine, findings } = await prepared()
  const world: World = makeWorld(engine, findings, ['tool'])

  /** An instance in which a source is loaded; undefined if it is none that stays. */
  function loadedWith(code: string): Machine | undefined {
    const machine = enter(world)
    const made = run(machine, code).compile()
    if ('end' in made) throw new Error('It should be a program.')
    restore(machine, world.image)
    load(machine, world, made)
    return machine.loaded === undefined ? undefined : machine
  }

  function run(machine: Machine, code: string): Execution {
    const source = readSource(scriptOf(code))
    if ('status' in source) throw new Error('It should be readable.')
    return new Execution(machine, world, source, scriptOf(code), never, performance.now())
  }

  /** Where the memory differs from the image, or from how another copy has it. */
  function differs({ bytes, globals, js }: Machine, copy?: Uint8Array): number {
    const { image } = world
    const isSame = globals.every((global, index) => global.get() === image.globals[index])
    if (!isSame || js['get:pages']() !== image.pages) return 0
    return bytes.findIndex((byte, at) => byte !== ((copy === undefined ? image.bytes[at - image.start] : copy[at]) ?? 0)) // prettier-ignore
  }

  test.each(sources)('is as it was after loading, whatever ran: %s', async (code) => {
    const machine = loadedWith(code)
    if (machine?.loaded === undefined) throw new Error('It should stay loaded.')
    const before = machine.bytes.slice()
    expect(machine.loaded.parts.length).toBeGreaterThan(0)
    for (let time = 0; time < 3; time++) {
      const execution = run(machine, code)
      await execution.run(machine.loaded.code)
      execution.end()
      restore(machine, world.image)
      expect(differs(machine, before)).toBe(-1)
    }
    unload(machine, world)
    expect(differs(machine)).toBe(-1)
    // What it is put back to is the image again, too.
    const other = run(machine, 'globalThis.other = []; for (let i = 0; i < 3000; i++) other.push({ i })') // prettier-ignore
    const made = other.compile()
    restore(machine, world.image)
    if (!('end' in made)) await other.run(made)
    restore(machine, world.image)
    expect(differs(machine)).toBe(-1)
  })

  test('is one only if the source is short', () => {
    expect(loadedWith('"x"')).toBeDefined()
    expect(loadedWith(`"${'x'.repeat(20_000)}"`)).toBeUndefined()
    const machine = enter(world)
    const long = run(machine, Array.from({ length: 300 }, (_, n) => `function f${n}() { return ${n} }`).join('\n')).compile() // prettier-ignore
    if ('end' in long) throw new Error('It should be a program.')
    restore(machine, world.image)
    load(machine, world, long)
    unload(machine, world)
    expect(differs(machine)).toBe(-1)
  })

  test('is not for bounds that loading might meet', () => {
    const code = { bytes: new Uint8Array(1), isAsync: false, fuel: 700, isLong: false }
    const loaded = { fuel: 90 }
    expect(allows(limitsOf('default'), code, loaded)).toBe(true)
    expect(allows(limitsOf('restrictive', { fuel: 790 }), code, loaded)).toBe(true)
    for (const bound of [{ fuel: 789 }, { memory: 1_000_000 }, { stack: 50_000 }])
      expect(allows(limitsOf('default', bound), code, loaded)).toBe(false)
  })
})

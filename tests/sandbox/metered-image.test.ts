import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  limitsOf,
  meteredBackend,
  type Backend,
  type BoundScript,
} from '../../src/sandbox/index.ts'
import { Execution } from '../../src/sandbox/metered/execution.ts'
import { restore } from '../../src/sandbox/metered/image.ts'
import type { Machine } from '../../src/sandbox/metered/machine.ts'
import { markedEngine, plainEngine, type Engine } from '../../src/sandbox/metered/quickjs.ts'
import { enter, makeWorld, scout, type World } from '../../src/sandbox/metered/world.ts'
import { readSource } from '../../src/sandbox/source.ts'

const never = new AbortController().signal

/** Parts of scripts that leave all kinds of things behind, end in all kinds of ways, or look at what should not be there. */
const pieces = [
  'globalThis.left = { a: [1, 2, 3] };',
  'Object.prototype.left = 1; Array.prototype.push = () => 666;',
  'Promise.resolve().then(() => { globalThis.later = 1 });',
  'new Promise((resolve) => { globalThis.kept = resolve });',
  'const big = new Uint8Array(300_000).fill(7);',
  'let text = "x"; for (let i = 0; i < 16; i++) text += text;',
  'console.log(left, "printed"); function left() {}',
  'Symbol.for("left"); new WeakRef({}); new FinalizationRegistry(() => {}).register({}, 1);',
  'const made = {}; for (let i = 0; i < 500; i++) made["k" + i] = { i };',
  'tool({ a: 1 });',
  'JSON.parse("[".repeat(50) + "]".repeat(50));',
  '"aXbXc".replace(/x/gi, (s) => s + "y");',
  'try { null.x } catch (error) { error.stack }',
  'function deep() { return deep() + 1 } try { deep() } catch {}',
  'Math.random(); Date.now(); new Date().toString();',
  'for (;;);',
  'throw new Error("end");',
  'const many = []; for (;;) many.push(new Array(1e4).fill(1));',
  'Array.prototype.join.call({ length: 4e9 });',
  'await 1;',
  '[1, 2, 3].map((x) => x * 2)',
  '({ toJSON() { return [globalThis.left, typeof later] } })',
]

let engines: Readonly<Record<string, Engine>>
let world: World

beforeAll(async () => {
  engines = { marked: await markedEngine(), plain: await plainEngine() }
  const marked = await markedEngine()
  world = makeWorld(marked, scout(marked), ['tool'])
})

function scriptOf(code: string, more: Partial<BoundScript> = {}): BoundScript {
  const limits = limitsOf('default', { fuel: 300_000, wall: 20_000, memory: 4 * 1024 * 1024 })
  return { code, limits, why: 'a test', tools: [{ name: 'tool', call: (x) => x }], ...more }
}

/** Runs a script in an instance and leaves it as it is then. */
async function execute(machine: Machine, code: string, more: Partial<BoundScript> = {}) {
  const script = scriptOf(code, more)
  const source = readSource(script)
  if ('status' in source) throw new Error('It should be readable.')
  const execution = new Execution(machine, world, source, script, never, performance.now())
  const made = execution.compile()
  if ('end' in made) return { end: made.end, execution, code: undefined }
  restore(machine, world.image)
  return { end: await execution.run(made), execution, code: made }
}

/** Where the memory of an instance differs from the image first, from an address on; -1 if nowhere. */
function differs({ bytes, globals, js }: Machine, from = 0): number {
  const { image } = world
  const isSame = globals.every((global, index) => global.get() === image.globals[index])
  if (!isSame || js['get:pages']() !== image.pages) return 0
  return bytes.findIndex((byte, at) => at >= from && byte !== (image.bytes[at - image.start] ?? 0))
}

describe.each(['marked', 'plain'])('an instance of the engine %s', (kind) => {
  const engineOf = () => {
    const engine = engines[kind]
    if (engine === undefined) throw new Error('There is no such engine.')
    return engine
  }

  test('is as its image in every byte after whatever ran in it', { timeout: 120_000 }, async () => {
    const machine = enter({ ...world, engine: engineOf() })
    expect(differs(machine)).toBe(-1)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }),
        async (parts) => {
          await execute(machine, parts.join('\n'))
          restore(machine, world.image)
          // Below the image the stack may keep garbage far down, where nothing is marked.
          expect(differs(machine, kind === 'plain' ? world.image.start : 0)).toBe(-1)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('knows nothing of what ran before', { timeout: 120_000 }, async () => {
    const look =
      'const names = Object.getOwnPropertyNames(globalThis); for (const name in {}) names.push(name); [names.length, [].push(1), typeof left, typeof later, "aXb".replace(/x/i, "y")]'
    const machine = enter({ ...world, engine: engineOf() })
    const first = await execute(machine, look)
    restore(machine, world.image)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }),
        async (parts) => {
          await execute(machine, parts.join('\n'))
          restore(machine, world.image)
          const second = await execute(machine, look)
          expect([second.end, second.execution.fuel]).toEqual([first.end, first.execution.fuel])
          restore(machine, world.image)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('fuel', () => {
  let backend: Backend
  beforeAll(async () => {
    backend = await meteredBackend()
  })
  const work =
    'const all = []; for (let i = 0; i < 300; i++) all.push({ i, s: "x".repeat(i % 7) }); all.sort((a, b) => b.i - a.i).map((x) => x.s).join("").length + JSON.stringify(all).length'
  const run = async (code: string, more: Partial<BoundScript> = {}) =>
    backend.execute(scriptOf(code, { ...more, limits: limitsOf() }), never)

  test(
    'is the same in a thousand runs, first and later ones, short and long',
    { timeout: 120_000 },
    async () => {
      for (const [code, times] of [
        ['1 + 1', 1000],
        [work, 100],
        [`let n = 0; for (let i = 0; i < 50_000; i++) n += i; n`, 20],
      ] as const) {
        const spent = new Set<number | null>()
        for (let index = 0; index < times; index++) spent.add((await run(code)).fuel)
        expect(spent.size, code).toBe(1)
      }
    },
  )

  test('is the same whether writes are marked or not', async () => {
    const [marked, plain] = await Promise.all(
      Object.values(engines).map(async (engine) => execute(enter({ ...world, engine }), work)),
    )
    expect(marked?.execution.fuel).toBe(plain?.execution.fuel)
    expect(marked?.end).toEqual(plain?.end)
  })

  // Not compared with this process: where the prelude's text is another, as the runner of tests writes it anew, memory lies otherwise.
  test('is the same in other processes, and on threads of their own', () => {
    const room = resolve(import.meta.dirname, '../../src/sandbox/index.ts')
    const spawned = [false, true, false, true].map((apart) => {
      const program = `
        const { openSandbox } = await import(${JSON.stringify(room)})
        await using sandbox = openSandbox({ backend: 'wasm', apart: ${apart} })
        const { fuel } = await sandbox.execute({ code: ${JSON.stringify(work)} })
        console.log(fuel)`
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }) // prettier-ignore
      return Number(stdout)
    })
    expect(spawned[0]).toBeGreaterThan(50_000)
    expect(new Set(spawned).size).toBe(1)
  })
})

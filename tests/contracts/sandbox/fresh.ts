import { expect } from 'vitest'
import type { Json } from '../../../src/base/index.ts'
import type { Tool } from '../../../src/sandbox/index.ts'
import { brief, expectClean, type Subject } from './subject.ts'

/** Every execution begins in a new world, also beside others and after hostile ones; a seed makes it the same world. */
export function freshContract({ it, run, backend }: Subject): void {
  const spoilers: readonly (readonly [string, string, string])[] = [
    [
      'globals',
      'left = 1; globalThis.left2 = 2; var left3 = 3',
      'typeof left + typeof left2 + typeof left3',
    ],
    [
      'declarations',
      'let left4 = 1; const left5 = 2; class left6 {}',
      'typeof left4 + typeof left5 + typeof left6',
    ],
    [
      'symbols',
      'globalThis[Symbol.for("left")] = 1',
      'typeof globalThis[Symbol.for("left")] + "undefinedundefined"',
    ],
    [
      'prototypes',
      'Object.prototype.left = 1; Array.prototype.left = 1; Function.prototype.left = 1',
      'typeof ({}).left + typeof [].left + typeof (() => 1).left',
    ],
    [
      'pending jobs',
      '(async () => { for (let i = 0; i < 5; i++) await 0; globalThis.left = 1 })(); 1',
      'for (let i = 0; i < 9; i++) await 0\ntypeof left + "undefinedundefined"',
    ],
  ]
  for (const [what, spoil, look] of spoilers)
    it(`no ${what} of an earlier script are left`, async () => {
      expect(await run(spoil)).toMatchObject({ status: 'success' })
      expect(await run(look)).toMatchObject({ value: 'undefinedundefinedundefined' })
    })

  it('no function that serves the script is handed to it by the places of a stack', async () => {
    const tools = [
      { name: 'fail', call: () => { throw new Error('not this') } },
      { name: 'echo', call: (value: Json | undefined) => value },
    ] // prettier-ignore
    const code = `
      const found = []
      Error.prepareStackTrace = (error, sites) => {
        for (const site of sites) found.push([site.getFileName?.(), typeof site.getFunction?.(), typeof site.getThis?.()].join())
        return ''
      }
      const look = () => String(new Error('here').stack)
      try { fail() } catch (error) { String(error.stack) }
      echo({ toJSON: () => look().length })
      await echo(1)
      found.filter((one) => one.startsWith('goap:') && one !== 'goap:guest,undefined,undefined')
    `
    expect(await run(code, { tools })).toMatchObject({ status: 'success', value: [] })
  })

  it('no built-in function stays changed', async () => {
    const spoil = `
      Array.prototype.push = Array.prototype.map = () => 666
      JSON.stringify = JSON.parse = Math.max = Object.keys = String = () => 'forged'
      Promise.prototype.then = () => { throw 1 }
      delete globalThis.Map; globalThis.Set = 1; console.log = () => {}
      Object.freeze(Object.prototype); Object.defineProperty(globalThis, 'Error', { value: 1 })
      Error.prepareStackTrace = () => 'forged'; Error.stackTraceLimit = 0
      RegExp.prototype.exec = () => null; Object.defineProperty(Array.prototype, 0, { set() { throw 1 } })
      1
    `
    await run(spoil)
    const code = `
      console.log('true')
      const o = {}; o.toString = 1
      ;[[].push(1), JSON.stringify({ a: [1] }), Math.max(1, 2), typeof Map, new Set([1]).size, await 5, o.toString,
        new Error('x') instanceof Error, 'a'.match(/a/)[0], [1, 2].map((x) => x * 2)]
    `
    expect(await run(code)).toMatchObject({
      value: [1, '{"a":[1]}', 2, 'function', 1, 5, 1, true, 'a', [2, 4]],
      stdout: 'true\n',
    })
  })

  it('a world is new after every way to end', async () => {
    const limits = { wall: brief, output: 1000, hostCalls: 3, value: 1000 }
    const ping: Tool = { name: 'ping', call: () => 1 }
    for (const code of [
      'for (;;);',
      'throw 1',
      'let a = ',
      'function f() { return f() + 1 } f()',
      'new Promise(() => {})',
      'for (;;) console.log(1)',
      'for (;;) ping()',
      '"y".repeat(2000)',
      '() => 1',
      'const a = []; for (;;) a.push(new Array(1e5).fill(1))',
      'Array.prototype.join.call({ length: 4e9 })',
    ]) {
      const spoil = 'globalThis.left = 1; Object.prototype.left = 1; Array.prototype.sort = 1;'
      await run(spoil + code, { limits, tools: [ping] })
      await expectClean(backend())
    }
  })

  it('scripts at the same time do not meet', async () => {
    const double: Tool = { name: 'double', call: async (x) => Number(x) * 2 }
    const code = `
      globalThis.mine = input
      console.log(input)
      const twice = await double(input)
      if (mine !== input) throw new Error('met ' + mine)
      twice
    `
    const numbers = Array.from({ length: 24 }, (_, index) => index)
    const results = await Promise.all(numbers.map((input) => run(code, { input, tools: [double] })))
    for (const [index, result] of results.entries())
      expect(result).toMatchObject({ value: index * 2, stdout: `${index}\n` })
  })

  it('hostile scripts do not hurt those beside them', async () => {
    const hostile = [
      'for (;;);',
      'const a = []; for (;;) a.push(new Array(1e5).fill(1))',
      'throw 1',
    ]
    const running = hostile.flatMap((code) => [
      run(code, { limits: { wall: brief } }),
      run('let s = 0; for (let i = 0; i < 1000; i++) s += i; s'),
    ])
    const results = await Promise.all(running)
    expect(results.filter((_, index) => index % 2 === 1)).toEqual(
      hostile.map(() => expect.objectContaining({ status: 'success', value: 499_500 })),
    )
  })

  it('what was warmed up works as what was not', async () => {
    const echo: Tool = { name: 'warmed.echo', call: (x) => x }
    await backend().warm([])
    await backend().warm([echo])
    expect(await run('warmed.echo(3)', { tools: [echo] })).toMatchObject({ value: 3 })
    expect(await run('typeof warmed')).toMatchObject({ value: 'undefined' })
  })

  const chance = `
    const a = []
    for (let i = 0; i < 5; i++) a.push(Math.random())
    let s = 0; for (let i = 0; i < 10000; i++) s += i
    console.log(Date.now())
    ;[...a, Date.now(), new Date().toISOString(), s]
  `
  it(
    'a seed makes chance, time and fuel the same',
    async () => {
      const [one, two, other] = [
        await run(chance, { seed: 7 }),
        await run(chance, { seed: 7 }),
        await run(chance, { seed: 8 }),
      ]
      expect(one.status).toBe('success')
      const told = (result: typeof one): object => ({ ...result, ms: 0 })
      expect(told(two)).toEqual(told(one))
      expect('value' in other && 'value' in one && other.value).not.toEqual(
        'value' in one && one.value,
      )
    },
    ({ deterministic }) => deterministic,
  )

  it(
    'the clock of a seeded script starts where it is told, and goes on with the work',
    async () => {
      const now = 1_600_000_000_000
      const code = 'const a = Date.now(); for (let i = 0; i < 1e5; i++); [a, Date.now() >= a]'
      const result = await run(code, { seed: 1, now })
      expect(result.status).toBe('success')
      const [began, on] = 'value' in result && Array.isArray(result.value) ? result.value : []
      expect(Number(began) - now).toBeGreaterThanOrEqual(0)
      expect(Number(began) - now).toBeLessThan(1000)
      expect(on).toBe(true)
      expect(await run('new Date().getUTCFullYear()', { seed: 1 })).toMatchObject({ value: 1970 })
    },
    ({ deterministic }) => deterministic,
  )

  it('without a seed chance differs from script to script', async () => {
    const draws = [
      await run('Math.random()'),
      await run('Math.random()'),
      await run('Math.random()'),
    ]
    const values = draws.map((draw) => ('value' in draw ? draw.value : undefined))
    expect(new Set(values).size).toBe(3)
    for (const value of values) expect(value).toBeLessThan(1)
  })
}

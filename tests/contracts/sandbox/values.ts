import { expect } from 'vitest'
import type { Subject } from './subject.ts'

/** What a script gets, what its value is, and what it prints. */
export function valuesContract({ it, run, backend }: Subject): void {
  it('the value of the last statement is the result, with what was used', async () => {
    const result = await run('const a = 20\na * 2 + 2')
    expect(result).toMatchObject({
      status: 'success',
      value: 42,
      stdout: '',
      stderr: '',
      backend: backend().name,
      why: 'the contract',
    })
    expect(result.ms).toBeGreaterThanOrEqual(0)
    const { abilities } = backend()
    if (abilities.fuel) expect(result.fuel).toBeGreaterThan(0)
    else expect(result.fuel).toBeNull()
    if (abilities.peak) expect(result.memory).toBeGreaterThan(0)
    else expect(result.memory).toBeNull()
  })

  const values: readonly (readonly [string, unknown])[] = [
    ['null', null],
    ['"text"', 'text'],
    ['-1.5e300', -1.5e300],
    ['[1, "a", [], {}]', [1, 'a', [], {}]],
    ['({ a: { b: [true, false] } })', { a: { b: [true, false] } }],
    ['if (1) { 5 } else { 6 }', 5],
    ['for (let i = 0; i < 3; i++) i * 10', 20],
    ['try { "tried" } finally { 1 }', 'tried'],
    ['new Date(0)', '1970-01-01T00:00:00.000Z'],
    ['({ toJSON() { return [1] } })', [1]],
    ['({ get a() { return 1 } })', { a: 1 }],
    ['new Proxy({ a: 1 }, {})', { a: 1 }],
    ['Object.assign(Object.create(null), { a: 1 })', { a: 1 }],
    ['({ a: 1, b: undefined })', { a: 1 }],
    ['"\\u0000\\u2028\\ud83d\\ude00"', '\u0000\u2028\ud83d\ude00'],
    ['"\\ud800"', '\ud800'],
    ['"ä€😀"', 'ä€😀'],
    ['\uFEFF7', 7],
    ['#!/usr/bin/env node\n8', 8],
    ['var a = 1; { a = 2 } a // the end', 2],
    ['"use strict"; (function () { return this === undefined })()', true],
    ['2n ** 70n === 1180591620717411303424n', true],
    ['[..."añ"].length + new Set([1, 1]).size + [3, 1].toSorted()[0]', 4],
  ]
  for (const [code, value] of values)
    it(`\`${code.replace(/\n/g, '⏎').replace('\uFEFF', 'BOM ')}\` gives ${JSON.stringify(value)}`, async () => {
      expect(await run(code)).toMatchObject({ status: 'success', value })
    })

  it('an object has a key named __proto__ if JSON has it, and nothing inherits it', async () => {
    const input: unknown = JSON.parse('{ "__proto__": { "x": 1 } }')
    const result = await run('({ keys: Object.keys(input), x: typeof input.x, back: input })', {
      input: input as never,
    })
    expect(result.status).toBe('success')
    expect(JSON.stringify(result)).toContain(
      '"value":{"keys":["__proto__"],"x":"undefined","back":{"__proto__":{"x":1}}}',
    )
  })

  for (const code of ['undefined', '', '// nothing', 'let a = 1', 'void 0', 'Promise.resolve()'])
    it(`\`${code}\` gives no value`, async () => {
      const result = await run(code)
      expect(result.status).toBe('success')
      expect(result).not.toHaveProperty('value')
    })

  const awaited: readonly (readonly [string, unknown])[] = [
    ['Promise.resolve(5)', 5],
    ['(async () => { await 0; return [await 1] })()', [1]],
    ['await Promise.resolve(6)', 6],
    ['const a = await 7\na + 1', 8],
    ['const a = await Promise.all([1, Promise.resolve(2)]); a', [1, 2]],
    ['let sum = 0; for (const x of [1, 2]) sum += await x\nsum', 3],
    [
      'let sum = 0; for await (const x of (async function* () { yield 4; yield 5 })()) sum += x; sum',
      9,
    ],
    ['await (10)', 10],
    ['// await\n"await " + 11', 'await 11'],
  ]
  for (const [code, value] of awaited)
    it(`\`${code.replace(/\n/g, '⏎')}\` is awaited and gives ${JSON.stringify(value)}`, async () => {
      expect(await run(code)).toMatchObject({ status: 'success', value })
    })

  const odd: readonly (readonly [string, string])[] = [
    ['1n', '$'],
    ['Symbol("s")', '$'],
    ['() => 1', '$'],
    ['NaN', '$'],
    ['1 / 0', '$'],
    ['({ a: [1n] })', '$.a[0]'],
    ['({ a: { b: Symbol.iterator } })', '$.a.b'],
    ['[1, [() => 2]]', '$[1][0]'],
    ['({ a: NaN })', '$.a'],
    ['[-Infinity]', '$[0]'],
    ['const o = {}; o.o = o; o', '$.o'],
    ['const a = []; a.push({ a }); a', '$[0].a'],
    ['Promise.resolve({ x: 1n })', '$.x'],
    ['({ toJSON() { return 1n } })', '$'],
  ]
  for (const [code, path] of odd)
    it(`\`${code}\` cannot be JSON, and the error names ${path}`, async () => {
      const result = await run(code)
      expect(result).toMatchObject({ status: 'error', reason: 'result' })
      const message = 'error' in result ? (result.error?.message ?? '') : ''
      expect(message).toContain(path)
    })

  it('an object that stands twice in the result is no cycle', async () => {
    const result = await run('const a = { x: 1 }; ({ p: a, q: [a, a] })')
    expect(result).toMatchObject({ value: { p: { x: 1 }, q: [{ x: 1 }, { x: 1 }] } })
  })

  it('what makes the result throws: that is an error of the script', async () => {
    const codes = [
      '({ get a() { throw new RangeError("in a getter") } })',
      '({ toJSON() { throw new RangeError("in toJSON") } })',
      'new Proxy({}, { ownKeys() { throw new RangeError("in a trap") } })',
    ]
    for (const code of codes)
      expect(await run(code), code).toMatchObject({
        status: 'error',
        error: { name: 'RangeError' },
      })
    const revoked = 'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); ({ a: proxy })'
    expect(await run(revoked)).toMatchObject({ status: 'error' })
  })

  it('what the script changes in the world does not change how its result is made', async () => {
    const code = `
      JSON.stringify = () => '"forged"'
      Array.prototype.map = Array.prototype.push = Array.prototype.join = () => 'forged'
      String.prototype.concat = Object.keys = Reflect.ownKeys = () => ['forged']
      Array.isArray = () => true
      Promise.resolve = Promise.prototype.then = () => { throw new Error('forged') }
      Array.prototype[Symbol.iterator] = () => { throw new Error('forged') }
      console.log('printed', 1)
      const a = { n: [1, 'x'] }
      a
    `
    const expected = { status: 'success', value: { n: [1, 'x'] }, stdout: 'printed 1\n' }
    expect(await run(code)).toMatchObject(expected)
  })

  it('the input is a copy, or undefined', async () => {
    const input = { a: [1, { b: 'ä\u2028\u0000' }] }
    expect(await run('input.a[1].b += "!"; input', { input })).toMatchObject({
      value: { a: [1, { b: 'ä\u2028\u0000!' }] },
    })
    expect(input).toEqual({ a: [1, { b: 'ä\u2028\u0000' }] })
    expect(await run('typeof input')).toMatchObject({ value: 'undefined' })
    expect(await run('input === null', { input: null })).toMatchObject({ value: true })
  })

  it('the console prints lines, warnings and errors apart', async () => {
    const code = `
      console.log('a', 1, -2.5, true, null, undefined)
      console.info('two\\nlines')
      console.debug()
      console.warn('w', 'ä€😀')
      console.error('e')
      console.log({ a: 1, b: ['x'] }, [1, 2])
    `
    expect(await run(code)).toMatchObject({
      status: 'success',
      stdout: "a 1 -2.5 true null undefined\ntwo\nlines\n\n{ a: 1, b: [ 'x' ] } [ 1, 2 ]\n",
      stderr: 'w ä€😀\ne\n',
    })
    const last = await run('console.log("last")')
    expect(last).not.toHaveProperty('value')
  })

  it('the console prints what is odd without harm', async () => {
    const code = `
      const o = {}; o.o = o
      let deep = {}; for (let i = 0; i < 1000; i++) deep = { deep }
      console.log(o); console.log(deep); console.log(1n); console.log(Symbol('s')); console.log(() => 1)
      console.log(new Proxy({}, {})); console.log(new Map([[1, 2]]), new Set([1]), new Error('x'))
      console.log(Object.create(null)); console.log(new Date(NaN)); console.log('done')
    `
    const result = await run(code)
    expect(result.status).toBe('success')
    expect(result.stdout).toMatch(/done\n$/)
  })

  it('a script finds nothing of the host', async () => {
    const names = ['process', 'require', 'module', 'fetch', 'Buffer', 'setImmediate', '__dirname']
    expect(await run(`[${names.map((name) => `typeof ${name}`).join()}]`)).toMatchObject({
      value: names.map(() => 'undefined'),
    })
    expect(await run('this.constructor.constructor("return typeof process")()')).toMatchObject({
      value: 'undefined',
    })
    const imported = await run(
      'import("node:fs").then((m) => typeof m.readFileSync, () => "refused")',
    )
    expect(imported).not.toMatchObject({ value: 'function' })
  })

  it('time is told in UTC', async () => {
    const code =
      '[new Date(0).getHours(), new Date().getTimezoneOffset(), new Date(2020, 0, 1).toISOString()]'
    expect(await run(code)).toMatchObject({ value: [0, 0, '2020-01-01T00:00:00.000Z'] })
  })
}

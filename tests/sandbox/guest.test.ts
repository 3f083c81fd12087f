import { createContext, runInContext } from 'node:vm'
import { newQuickJSWASMModuleFromVariant, type QuickJSSyncVariant } from 'quickjs-emscripten-core'
import { describe, expect, test } from 'vitest'
import type { Guest } from '../../src/sandbox/guest/guest.ts'
import { prelude } from '../../src/sandbox/guest/prelude.ts'
import { preludeFile } from '../../src/sandbox/guest/stacks.ts'

/** Its types speak of CommonJS, where `default` stands deeper. */
async function variant(): Promise<QuickJSSyncVariant> {
  const { default: found } = await import('@jitl/quickjs-wasmfile-release-sync')
  return found as unknown as QuickJSSyncVariant
}

/** A world with the prelude in it: runs code and gives what the guest said of it, with all that it called. */
interface World {
  readonly calls: (readonly [number, string])[]
  run(code: string): Promise<string>
  settle(id: number, reply: string): Promise<string | undefined>
}

type Answer = (which: number, text: string) => string

const echo: Answer = (which, text) => (which < 0 ? '' : `=${text}`)

function inV8(tools: readonly string[], answer: Answer, input = ''): Promise<World> {
  const calls: (readonly [number, string])[] = []
  const context = createContext({})
  const make = runInContext(prelude, context, preludeFile) as (call: Answer) => Guest
  const guest = make((which, text) => {
    calls.push([which, text])
    return answer(which, text)
  })
  guest.tools(JSON.stringify(tools))
  guest.input(input)
  const told = () => calls.findLast(([which]) => which === -3)?.[1]
  return Promise.resolve({
    calls,
    async run(code) {
      let value: unknown
      try {
        value = runInContext(code, context, 'script.js')
      } catch (error) {
        return guest.fail(error)
      }
      const outcome = guest.finish(value)
      await new Promise(setImmediate)
      return outcome || (told() ?? 'pending')
    },
    async settle(id, reply) {
      guest.settle(id, reply)
      await new Promise(setImmediate)
      return told()
    },
  })
}

async function inQuickJs(tools: readonly string[], answer: Answer, input = ''): Promise<World> {
  const calls: (readonly [number, string])[] = []
  const quickJs = await newQuickJSWASMModuleFromVariant(await variant())
  const context = quickJs.newContext()
  const make = context.unwrapResult(context.evalCode(prelude, preludeFile))
  const call = context.newFunction('call', (which, text) => {
    calls.push([context.getNumber(which), context.getString(text)])
    return context.newString(answer(context.getNumber(which), context.getString(text)))
  })
  const guest = context.unwrapResult(context.callFunction(make, context.undefined, call))
  const use = (name: string, ...given: Parameters<typeof context.newString>[0][]) =>
    context.unwrapResult(
      context.callMethod(
        guest,
        name,
        given.map((text) => context.newString(text)),
      ),
    )
  use('tools', JSON.stringify(tools))
  use('input', input)
  const told = () => {
    context.runtime.executePendingJobs()
    return calls.findLast(([which]) => which === -3)?.[1]
  }
  return {
    calls,
    run(code) {
      const result = context.evalCode(code, 'script.js')
      const [method, value] = result.error
        ? (['fail', result.error] as const)
        : (['finish', result.value] as const)
      const text = context.getString(
        context.unwrapResult(context.callMethod(guest, method, [value])),
      )
      return Promise.resolve(text || (told() ?? 'pending'))
    },
    settle(id, reply) {
      context.unwrapResult(context.callMethod(guest, 'settle', [context.newNumber(id), context.newString(reply)])) // prettier-ignore
      return Promise.resolve(told())
    },
  }
}

describe.each([
  ['V8', inV8],
  ['QuickJS', inQuickJs],
])('in %s', (_, world) => {
  test.each([
    ['1 + 1', '=2'],
    ['-0', '=0'],
    ['"a\\ud800"', '="a\\ud800"'],
    ['true', '=true'],
    ['null', '=null'],
    ['undefined', '='],
    ['({ a: undefined, b: [undefined, new Date(0)] })', '={"b":[null,"1970-01-01T00:00:00.000Z"]}'],
    ['Promise.resolve({ a: 1 })', '={"a":1}'],
    ['new Promise(() => {})', 'pending'],
    ['({ then: 1 })', '={"then":1}'],
    ['({ toJSON: () => undefined })', '='],
  ])('%s is told as %s', async (code, told) => {
    expect(await (await world([], echo)).run(code)).toBe(told)
  })

  test.each([
    ['() => 1', '$ is a function, which JSON cannot say.'],
    ['({ a: [5n] })', '$.a[0] is a BigInt, which JSON cannot say: give it as text.'],
    ['[[Symbol("s")]]', '$[0][0] is Symbol(s), a symbol, which JSON cannot say.'],
    ['({ "a b": { c: NaN } })', '$["a b"].c is NaN, which JSON cannot say.'],
    ['-Infinity', '$ is -Infinity, which JSON cannot say.'],
    [
      'const o = { a: [] }; o.a.push({ o }); o',
      '$.a[0].o is $ again, a circle, which JSON cannot say.',
    ],
    [
      'const p = [[]]; p[0].push(p[0]); ({ p })',
      '$.p[0][0] is $.p[0] again, a circle, which JSON cannot say.',
    ],
    ['Promise.resolve([1n])', '$[0] is a BigInt, which JSON cannot say: give it as text.'],
  ])('%s is no JSON', async (code, fault) => {
    const told = await (await world([], echo)).run(code)
    expect(told.slice(0, 1)).toBe('!')
    expect(JSON.parse(told.slice(1))).toStrictEqual({
      kind: 'result',
      name: 'TypeError',
      message: `The value of the script is no JSON: ${fault}`,
      stack: '',
    })
  })

  test('the same object twice is no circle', async () => {
    const told = await (await world([], echo)).run('const a = [1]; ({ a, b: a, c: { a } })')
    expect(told).toBe('={"a":[1],"b":[1],"c":{"a":[1]}}')
  })

  test.each([
    ['throw null', 'null', 'null'],
    ['throw undefined', 'undefined', 'undefined'],
    ['throw "words"', 'string', 'words'],
    ['throw { a: 1 }', 'object', '{ a: 1 }'],
    ['throw 5n', 'bigint', '5n'],
    ['throw new RangeError("far")', 'RangeError', 'far'],
    ['throw Object.assign(new Error("m"), { name: "Own" })', 'Own', 'm'],
    [
      'throw { get message() { throw 1 }, toString() { throw 2 } }',
      'object',
      '{ message: [Getter], toString: [Function: toString] }',
    ],
    ['throw new Proxy({}, { getPrototypeOf() { throw 1 }, ownKeys() { throw 2 } })', 'object', ''],
    ['Promise.reject(new TypeError("later"))', 'TypeError', 'later'],
    ['({ get a() { throw new Error("got") } })', 'Error', 'got'],
    ['throw new Error("x".repeat(1e5))', 'Error', `${'x'.repeat(8192)}…`],
  ])('%s is told by name and message', async (code, name, message) => {
    const told = await (await world([], echo)).run(code)
    expect(JSON.parse(told.slice(1))).toMatchObject({ kind: 'thrown', name, message })
  })

  test('the console writes lines as Node does', async () => {
    const one = await world([], echo)
    await one.run(`
      console.log('a', 1, -0, 5n, null, undefined, true, Symbol('s'), () => 1, class A {})
      console.info('%s is %d%%, %i, %j %o', 'it', 4.5, '7.9', { a: 1 }, [1], 'more')
      console.debug({ a: 'x', 'b c': [1, , 2, ,], [Symbol('s')]: { c: { d: { e: 1 } } }, get g() { throw 1 } })
      console.warn([], {}, new Map([[1, { a: 'it\\'s' }]]), new Set(['x']), /r/g, new Date(0), new Uint8Array(2))
      console.error(new (class Foo { x = 1 })(), Object.create(null), [new TypeError('no')], 'a\\nb', ['a\\nb'])
      const o = {}; o.o = o; console.log(o)`)
    expect(one.calls).toStrictEqual([
      [-1, 'a 1 -0 5n null undefined true Symbol(s) [Function (anonymous)] [class A]'],
      [-1, 'it is 4.5%, 7, {"a":1} [ 1 ] more'],
      [-1, "{ a: 'x', 'b c': [ 1, <1 empty item>, 2, <1 empty item> ], g: [Getter], [Symbol(s)]: { c: { d: [Object] } } }"],
      [-2, "[] {} Map(1) { 1 => { a: \"it's\" } } Set(1) { 'x' } /r/g 1970-01-01T00:00:00.000Z Uint8Array(2) [ 0, 0 ]"],
      [-2, "Foo { x: 1 } [Object: null prototype] {} [ [TypeError: no] ] a\nb [ 'a\\nb' ]"],
      [-1, '{ o: [Circular] }'],
    ]) // prettier-ignore
  })

  test('tools are called with JSON, by the names they have', async () => {
    const one = await world(['echo', 'files.read', 'files.list.all', 'Math.add'], echo)
    const told = await one.run(
      '[echo({ a: 1 }), files.read("x"), files.list.all(), Math.add([1]), files.read.name]',
    )
    expect(told).toBe('=[{"a":1},"x",null,[1],"files.read"]')
    expect(one.calls).toStrictEqual([
      [0, '{"a":1}'],
      [1, '"x"'],
      [2, ''],
      [3, '[1]'],
    ])
  })

  test('what a tool throws is an error of the script', async () => {
    const one = await world(['a', 'b'], (which) =>
      which === 0 ? '!{"name":"TypeError","message":"no"}' : '!{"name":"Own","message":"why"}',
    )
    const told = await one.run(`
      const seen = []
      for (const f of [a, b]) try { f() } catch (e) { seen.push(e.name, e.message, e instanceof TypeError, Object.keys(e)) }
      seen`)
    expect(told).toBe('=["TypeError","no",true,[],"Own","why",false,[]]')
  })

  test('an argument that is no JSON never leaves', async () => {
    const one = await world(['a'], echo)
    expect(await one.run('try { a({ f() {} }) } catch (e) { e.message }')).toBe(
      '="The argument of a is no JSON: $.f is a function, which JSON cannot say."',
    )
    expect(one.calls).toStrictEqual([])
  })

  test('a tool that answers later gives a promise', async () => {
    const one = await world(['a'], (_, text) => `~${text}`)
    expect(await one.run('Promise.allSettled([a(1), a(2)])')).toBe('pending')
    await one.settle(2, '!{"name":"RangeError","message":"far"}')
    await one.settle(7, '=1')
    expect(await one.settle(1, '={"x":1}')).toBe(
      '=[{"status":"fulfilled","value":{"x":1}},{"status":"rejected","reason":{}}]',
    )
  })

  test('printing fails for no value', async () => {
    const one = await world([], echo)
    const told = await one.run(`
      const deny = () => { throw new RangeError('denied') }
      const trapped = new Proxy({}, { ownKeys: deny, getPrototypeOf: deny, getOwnPropertyDescriptor: deny })
      const circle = []; circle.push(circle)
      console.log(trapped, [1], '%j', trapped)
      console.log('%j %j %o', circle, undefined, trapped)
      7`)
    expect([told, one.calls]).toStrictEqual([
      '=7',
      [
        [-1, '[unreadable] [ 1 ] %j [unreadable]'],
        [-1, '[unreadable] undefined [unreadable]'],
      ],
    ])
  })

  test('what is printed of a property is its own', async () => {
    const one = await world([], echo)
    await one.run(`
      Object.assign(Object.prototype, { get: () => 6, set: () => 7, value: 8, writable: true })
      console.log([1], { __proto__: null, a: 2, get b() { return 3 }, set c(x) {}, get d() { return 4 }, set d(x) {} })`)
    expect(one.calls).toStrictEqual([
      [-1, '[ 1 ] [Object: null prototype] { a: 2, b: [Getter], c: [Setter], d: [Getter/Setter] }'],
    ])
  })

  test.each([
    ['"plain ü 😀"', "'plain ü 😀'"],
    [`"it's"`, `"it's"`],
    ['"a\\nb\\u0001\\u007f\\\\"', String.raw`'a\nb\x01\x7f\\'`],
    [`'"'`, `'"'`],
    [String.raw`"'\"\u0060"`, String.raw`'\'"` + "`'"],
  ])('text inside of something is quoted: %s', async (code, shown) => {
    const one = await world([], echo)
    await one.run(`console.log([${code}])`)
    expect(one.calls).toStrictEqual([[-1, `[ ${shown} ]`]])
  })

  test('input is there as data', async () => {
    const told = await (
      await world([], echo, '{"__proto__":{"a":1},"b":[2]}')
    ).run('[Object.keys(input), input.b, input.a]')
    expect(told).toBe('=[["__proto__","b"],[2],null]')
  })

  test('input, console and tools can be declared anew', async () => {
    const told = await (
      await world(['a'], echo, '1')
    ).run('const input = 2; let console = 3; const a = 4; [input, console, a]')
    expect(told).toBe('=[2,3,4]')
  })

  test('a script that changes every prototype changes nothing of the prelude', async () => {
    const one = await world(['echo'], echo)
    const told = await one.run(`
      const evil = () => { throw new RangeError('reached') }
      const { defineProperty, ownKeys, getPrototypeOf } = Reflect
      const { log } = console, call = echo
      const all = [Object, Array, String, Number, Boolean, Symbol, BigInt, Function, Promise, Error, TypeError, Map, Set, RegExp, Date,
        Uint8Array, JSON, Reflect, Math, getPrototypeOf(Uint8Array), getPrototypeOf([][Symbol.iterator]()), getPrototypeOf(/a/g[Symbol.matchAll]('a'))]
      const number = all.length
      const spoil = (holder, name) => { try { defineProperty(holder, name, { value: evil }) } catch {} }
      const names = ['resolve', 'reject', 'of', 'key', 'up', 'text', 'fault', 'kind', 'writable']
      for (let i = 0; i < number; i++) {
        const one = all[i], inner = one.prototype
        const keys = ownKeys(one), count = keys.length
        for (let k = 0; k < count; k++) if (keys[k] !== 'prototype') spoil(one, keys[k])
        if (inner === undefined) continue
        const more = ownKeys(inner), rest = more.length
        for (let k = 0; k < rest; k++) if (more[k] !== 'constructor') spoil(inner, more[k])
      }
      for (let i = 0; i < names.length; i++) defineProperty(all[0].prototype, names[i], { __proto__: null, get: evil, set: evil })
      log({ a: [1, 'x'] }, 'b')
      call({ a: [1] })`)
    expect([told, one.calls]).toStrictEqual([
      '={"a":[1]}',
      [
        [-1, "{ a: [ 1, 'x' ] } b"],
        [0, '{"a":[1]}'],
      ],
    ])
  })
})

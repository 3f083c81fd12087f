import { expect } from 'vitest'
import type { Json } from '../../../src/base/index.ts'
import type { Tool } from '../../../src/sandbox/index.ts'
import { brief, type Subject } from './subject.ts'

const add: Tool = {
  name: 'math.add',
  call: (argument) => {
    const { a, b } = argument as { a: number; b: number }
    return a + b
  },
}
const echo: Tool = { name: 'echo', call: (argument) => argument }
const later: Tool = {
  name: 'later',
  call: async (argument) => {
    await new Promise((resolve) => setImmediate(resolve))
    return argument
  },
}
class Refusal extends Error {
  override name = 'Refusal'
}
const refuse: Tool = {
  name: 'refuse',
  call: () => {
    throw new Refusal('not today')
  },
}
const refuseLater: Tool = {
  name: 'refuseLater',
  call: async () => {
    await new Promise((resolve) => setImmediate(resolve))
    throw new Refusal('not tomorrow')
  },
}
/** Answers that no type allows. */
const answers: readonly Tool[] = [
  { name: 'aFunction', call: () => (() => 1) as unknown as Json },
  { name: 'aBigInt', call: async () => 1n as unknown as Json },
  {
    name: 'aLongError',
    call: () => {
      throw new Error('x'.repeat(100_000))
    },
  },
  {
    name: 'anEvilError',
    call: () => {
      // oxlint-disable-next-line typescript/only-throw-error -- a tool may throw anything
      throw Object.defineProperty(new Error('x'), 'message', {
        get() {
          throw new Error('y')
        },
      })
    },
  },
]
const tools: readonly Tool[] = [add, echo, later, refuse, refuseLater, ...answers]

/** Host functions: what passes, what does not, and that nothing of the host comes with it. */
export function toolsContract({ it, run }: Subject): void {
  it('an answer that is no JSON is an error of the script, with words of its own', async () => {
    const code = `const said = []
for (const call of [aFunction, aBigInt]) try { await call() } catch ({ name, message }) { said.push(name + ': ' + message) }
said`
    expect(await run(code, { tools })).toMatchObject({
      value: [
        'TypeError: The answer of aFunction is a function, which JSON cannot say.',
        expect.stringMatching(/^TypeError: The answer of aBigInt is no JSON: /),
      ],
    })
  })

  it('errors of tools pass shortened, and whatever they are', async () => {
    const code = `const said = []
for (const call of [aLongError, anEvilError]) try { call() } catch (error) { said.push(error instanceof Error, error.message.length) }
said`
    expect(await run(code, { tools })).toMatchObject({ value: [true, 8193, true, 0] })
  })

  it('a tool answers at once, by its name', async () => {
    expect(await run('math.add({ a: 1, b: 2 }) + 1', { tools })).toMatchObject({ value: 4 })
    const list: Tool = { name: 'math.sub.list', call: () => [1, { a: null }] }
    expect(
      await run('[math.add({ a: 1, b: 2 }), math.sub.list()]', { tools: [...tools, list] }),
    ).toMatchObject({
      value: [3, [1, { a: null }]],
    })
  })

  it('arguments and answers pass as JSON, nothing as nothing', async () => {
    const seen: (Json | undefined)[] = []
    const see: Tool = { name: 'see', call: (argument) => void seen.push(argument) }
    const code = `
      see(); see(undefined); see(null); see('ä\\u0000\\u2028😀'); see({ a: [1, { b: true }] })
      see(new Date(0)); see({ toJSON: () => 5 }); see({ a: undefined, b: 1 })
      ;[typeof see(), typeof echo(), echo(null), echo('ä\\u0000\\u2028😀'), echo({ __proto__: null, a: 1 })]
    `
    expect(await run(code, { tools: [...tools, see] })).toMatchObject({
      value: ['undefined', 'undefined', null, 'ä\u0000\u2028😀', { a: 1 }],
    })
    expect(seen).toEqual([
      undefined,
      undefined,
      null,
      'ä\u0000\u2028😀',
      { a: [1, { b: true }] },
      '1970-01-01T00:00:00.000Z',
      5,
      { b: 1 },
      undefined,
    ])
  })

  it('an argument that cannot be JSON is refused before the tool sees it', async () => {
    let calls = 0
    const count: Tool = { name: 'count', call: () => void calls++ }
    const code = `
      const cycle = {}; cycle.o = cycle
      const told = []
      for (const argument of [1n, Symbol('s'), () => 1, cycle, { a: [1n] }, NaN])
        try { count(argument) } catch (error) { told.push(error instanceof TypeError) }
      told
    `
    const result = await run(code, { tools: [count] })
    expect(result).toMatchObject({ value: [true, true, true, true, true, true] })
    expect(calls).toBe(0)
  })

  it('what a tool throws is an Error with the same name and message', async () => {
    const code = `
      try { refuse() } catch (error) {
        ;[error instanceof Error, error.name, error.message, typeof error.stack]
      }
    `
    expect(await run(code, { tools })).toMatchObject({
      value: [true, 'Refusal', 'not today', 'string'],
    })
    expect(await run('1\nrefuse()', { tools })).toMatchObject({
      status: 'error',
      reason: 'thrown',
      error: { name: 'Refusal', message: 'not today', line: 2 },
    })
  })

  it('nothing of the host stands in the stack of what a tool threw', async () => {
    for (const call of ['refuse()', 'await refuseLater()']) {
      const result = await run(
        `let seen\ntry { ${call} } catch (error) { seen = error.stack }\nseen`,
        { tools },
      )
      expect(JSON.stringify(result)).not.toMatch(/file:|node_modules|[\\/](src|tests)[\\/]/)
    }
  })

  it('a tool may throw what is no Error', async () => {
    for (const thrown of ['text', null, undefined, 5, { odd: true }, Object.create(null)]) {
      const odd: Tool = {
        name: 'odd',
        call: () => {
          throw thrown
        },
      }
      const code = 'try { odd() } catch (error) { [error instanceof Error, typeof error.message] }'
      expect(await run(code, { tools: [odd] })).toMatchObject({ value: [true, 'string'] })
    }
  })

  it('a tool that answers with a promise gives the script a promise', async () => {
    const code = `
      const promise = later(1)
      const kind = promise instanceof Promise
      ;[kind, await promise, await Promise.all([later(2), later([3])])]
    `
    expect(await run(code, { tools })).toMatchObject({ value: [true, 1, [2, [3]]] })
    expect(await run('later({ a: 1 })', { tools })).toMatchObject({ value: { a: 1 } })
    expect(await run('later().then((x) => typeof x)', { tools })).toMatchObject({
      value: 'undefined',
    })
  })

  it('calls that wait, wait together', async () => {
    const waiting: (() => void)[] = []
    const meet: Tool = {
      name: 'meet',
      call: async () => {
        await new Promise<void>((resolve) => {
          waiting.push(resolve)
          if (waiting.length === 3) for (const go of waiting) go()
        })
        return waiting.length
      },
    }
    const result = await run('await Promise.all([meet(), meet(), meet()])', { tools: [meet] })
    expect(result).toMatchObject({ value: [3, 3, 3] })
  })

  it('a promise of a tool that is rejected gives the same name and message', async () => {
    const code =
      'let told; try { await refuseLater() } catch (error) { told = [error instanceof Error, error.name, error.message] } told'
    expect(await run(code, { tools })).toMatchObject({ value: [true, 'Refusal', 'not tomorrow'] })
    expect(await run('refuseLater()', { tools })).toMatchObject({
      status: 'error',
      reason: 'thrown',
      error: { name: 'Refusal' },
    })
  })

  it('what a tool answers when the script has ended is not heard', async () => {
    const code = 'later(1).then(() => { globalThis.left = 1; console.log("late") }); "done"'
    const result = await run(code, { tools })
    expect(result).toMatchObject({ status: 'success', value: 'done' })
    expect(await run('typeof left', { tools })).toMatchObject({ value: 'undefined' })
  })

  it('the signal of a call is aborted when the script has ended', async () => {
    const signals: AbortSignal[] = []
    const keep: Tool = { name: 'keep', call: (_, { signal }) => void signals.push(signal) }
    const hang: Tool = {
      name: 'hang',
      call: async (_, { signal }) => {
        signals.push(signal)
        return new Promise<never>(() => {})
      },
    }
    await run('keep(); 1', { tools: [keep] })
    await run('hang(); 1', { tools: [hang] })
    await run('hang()', { tools: [hang], limits: { wall: brief } })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true])
  })

  it('a tool that never answers is bounded by the deadline', async () => {
    const hang: Tool = { name: 'hang', call: async () => new Promise<never>(() => {}) }
    const code = 'console.log("before"); await hang()'
    expect(await run(code, { tools: [hang], limits: { wall: brief } })).toMatchObject({
      status: 'timeout',
      reason: 'wall',
      stdout: 'before\n',
    })
  })

  it('too many calls are a violation, and no catching helps', async () => {
    const limits = { hostCalls: 10 }
    for (const code of [
      'for (;;) echo(1)',
      'for (;;) { try { echo(1) } catch {} }',
      'for (;;) { try { await later(1) } catch {} }',
    ])
      expect(await run(code, { tools, limits }), code).toMatchObject({
        status: 'violation',
        reason: 'host-calls',
      })
    const within = 'for (let i = 0; i < 10; i++) echo(1)\n"within"'
    expect(await run(within, { tools, limits })).toMatchObject({ value: 'within' })
  })

  it('an argument or an answer that is too large is a violation', async () => {
    const limits = { value: 1000 }
    const huge: Tool = { name: 'huge', call: () => 'y'.repeat(2000) }
    const hugeLater: Tool = { name: 'hugeLater', call: async () => 'y'.repeat(2000) }
    for (const code of [
      'echo("y".repeat(2000))',
      'huge()',
      'await hugeLater()',
      'try { huge() } catch { 1 }',
    ])
      expect(await run(code, { tools: [echo, huge, hugeLater], limits }), code).toMatchObject({
        status: 'violation',
        reason: 'value',
      })
    expect(await run('echo("y".repeat(900)).length', { tools, limits })).toMatchObject({
      value: 900,
    })
  })

  it('an evil argument harms nobody', async () => {
    const limits = { wall: brief }
    for (const code of [
      'echo({ toJSON() { for (;;); } })',
      'echo({ get a() { for (;;); } })',
      'echo(new Proxy({}, { ownKeys() { for (;;); } }))',
      'echo(new Proxy([], { get() { for (;;); } }))',
    ])
      expect(await run(code, { tools, limits }), code).toMatchObject({
        status: 'timeout',
        reason: 'wall',
      })
    const throwing =
      'try { echo({ get a() { throw new RangeError("mine") } }) } catch (error) { error.name }'
    expect(await run(throwing, { tools })).toMatchObject({ value: 'RangeError' })
  })

  it('an argument may call tools while it is read', async () => {
    const code =
      'echo({ get a() { return echo({ get b() { return math.add({ a: 1, b: 2 }) } }) } })'
    expect(await run(code, { tools })).toMatchObject({ value: { a: { b: 3 } } })
  })

  it('a tool leads to nothing of the host', async () => {
    for (const code of [
      'echo.constructor("return typeof process")()',
      'echo({ a: 1 }).constructor.constructor("return typeof process")()',
      'later({}).constructor.constructor("return typeof process")()',
      '(await later({})).constructor.constructor("return typeof process")()',
      'math.constructor.constructor("return typeof process")()',
      'console.log.constructor("return typeof process")()',
      'try { refuse() } catch (error) { error.constructor.constructor("return typeof process")() }',
      'let led; try { await refuseLater() } catch (error) { led = error.constructor.constructor("return typeof process")() } led',
      'let seen; try { refuse() } catch (error) { seen = Object.getPrototypeOf(error) === Error.prototype ? "undefined" : "foreign" } seen',
    ])
      expect(await run(code, { tools }), code).toMatchObject({ value: 'undefined' })
  })

  it('tools answer truly whatever the script did to its world', async () => {
    const code = `
      JSON.parse = JSON.stringify = () => 'forged'
      Promise = Error = TypeError = undefined
      Object.prototype.toJSON = undefined
      Function.prototype.call = Function.prototype.apply = Reflect.apply = () => 'forged'
      const answer = math.add({ a: 20, b: 22 })
      answer + (await later(1))
    `
    expect(await run(code, { tools })).toMatchObject({ value: 43 })
  })

  it('a script has the tools that it was given, and no others', async () => {
    expect(await run('typeof echo', { tools })).toMatchObject({ value: 'function' })
    expect(await run('typeof echo + typeof math')).toMatchObject({ value: 'undefinedundefined' })
    const other: Tool = { name: 'echo', call: () => 'the other' }
    expect(await run('echo(1)', { tools: [other] })).toMatchObject({ value: 'the other' })
    expect(await run('echo(1)', { tools })).toMatchObject({ value: 1 })
  })
}

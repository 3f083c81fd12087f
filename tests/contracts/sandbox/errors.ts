import { expect } from 'vitest'
import type { Abilities, SandboxResult, ScriptError } from '../../../src/sandbox/index.ts'
import type { Subject } from './subject.ts'

/** How what goes wrong in a script is told, by the script's own source. */
export function errorsContract({ it, run }: Subject): void {
  it('an error that nothing caught is told with its place', async () => {
    const error = errorOf(
      await run('const a = 1\n\n  throw new TypeError("bad")', { file: 'my.js' }),
    )
    expect(error).toMatchObject({ name: 'TypeError', message: 'bad', line: 3 })
    expect(error.column).toBeGreaterThan(0)
    expect(error.column).toBeLessThanOrEqual('  throw new TypeError("bad")'.length)
    expect(error.stack).toContain('my.js')
    expectOwn(error)
  })

  it('an error in a function is told where it was made, with the calls that led there', async () => {
    const code = 'function inner() {\n  null.x\n}\nfunction outer() {\n  inner()\n}\nouter()'
    const error = errorOf(await run(code))
    expect(error).toMatchObject({ name: 'TypeError', line: 2 })
    expect(error.stack).toMatch(/inner[^]*outer/)
    expect(error.stack).toContain('script.js')
    expectOwn(error)
  })

  it('an error after an await is told with its place', async () => {
    const error = errorOf(await run('await 0\n\nthrow new RangeError("late")'))
    expect(error).toMatchObject({ name: 'RangeError', message: 'late', line: 3 })
    expectOwn(error)
  })

  it('a promise that is rejected is an error of the script', async () => {
    const code = 'const fail = async () => {\n  await 0\n  throw new Error("async")\n}\nfail()'
    const result = await run(code)
    expect(result).toMatchObject({ status: 'error', reason: 'thrown' })
    expect(errorOf(result)).toMatchObject({ name: 'Error', message: 'async', line: 3 })
  })

  it('a rejection that nobody looks at is no error', async () => {
    const result = await run('Promise.reject(new Error("x")); 1')
    expect(result).toMatchObject({ status: 'success', value: 1 })
  })

  it('a place that is not in the source is not told as one', async () => {
    const code = 'const e = new Error("x")\ne.stack = "    at f (script.js:999:9)"\nthrow e'
    expect(errorOf(await run(code))).toMatchObject({ message: 'x', line: null, column: null })
  })

  it(
    'what nests too deeply to be parsed is told as that, whatever it is',
    async () => {
      for (const code of [
        '('.repeat(100_000),
        'new RegExp("(?=".repeat(1e5) + ")".repeat(1e5))',
        'JSON.parse("[".repeat(1e6))',
      ])
        // prettier-ignore
        expect(await run(code)).toMatchObject({ status: 'error', reason: 'stack' })
    },
    isInterpreter,
  )

  it(
    'a pattern that uses up the memory violates its bound',
    async () => {
      const code = '/(?:a|b)*$/.test("ab".repeat(5e6))'
      expect(await run(code, { limits: { memory: 16 * 2 ** 20 } })).toMatchObject({
        status: 'violation',
        reason: 'memory',
      })
    },
    isInterpreter,
  )

  it('an error of a class of its own keeps its name', async () => {
    const code = 'class Mine extends Error { name = "Mine" }\nthrow new Mine("own")'
    expect(errorOf(await run(code))).toMatchObject({ name: 'Mine', message: 'own' })
  })

  const thrown: readonly (readonly [string, string, string])[] = [
    ['"text"', 'string', 'text'],
    ['null', 'null', 'null'],
    ['undefined', 'undefined', 'undefined'],
    ['42', 'number', '42'],
    ['7n', 'bigint', '7'],
    ['Symbol("s")', 'symbol', 'Symbol(s)'],
  ]
  for (const [what, name, message] of thrown)
    it(`\`throw ${what}\` is told as ${name}`, async () => {
      const result = await run(`throw ${what}`)
      expect(result).toMatchObject({ status: 'error', reason: 'thrown', error: { name } })
      expect(errorOf(result).message).toContain(message)
      expect(await run(`Promise.reject(${what})`)).toMatchObject({
        status: 'error',
        error: { name },
      })
    })

  it('a thrown thing with getters that throw is told without them', async () => {
    const evil =
      'get message() { throw 1 }, get name() { throw 2 }, get stack() { throw 3 }, toString() { throw 4 }'
    for (const code of [
      `throw { ${evil} }`,
      `throw Object.create(Error.prototype, Object.getOwnPropertyDescriptors({ ${evil} }))`,
      'throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 }, has() { throw 3 } })',
      'throw Object.assign(new Error("x"), { name: { toString() { throw 1 } }, message: 5, stack: {} })',
      'const { proxy, revoke } = Proxy.revocable(function () {}, {}); revoke(); throw proxy',
    ]) {
      const result = await run(code)
      expect(result, code).toMatchObject({ status: 'error', reason: 'thrown' })
      const { name, message, stack } = errorOf(result)
      expect([typeof name, typeof message, typeof stack]).toEqual(['string', 'string', 'string'])
    }
  })

  it('text that is no program is a syntax error with its place', async () => {
    const result = await run('let a = 1\nlet b = = 2\n')
    expect(result).toMatchObject({ status: 'error', reason: 'syntax' })
    expect(errorOf(result)).toMatchObject({ name: 'SyntaxError', line: 2 })
    for (const code of ['(', '}', '"open', 'return 1', '/*', 'let let = 1', 'await ='])
      expect(await run(code), code).toMatchObject({ status: 'error', reason: 'syntax' })
  })

  it('nothing of text that is no program runs, nor of text that closes a function', async () => {
    expect(await run('console.log("ran")\n)')).toMatchObject({ reason: 'syntax', stdout: '' })
    for (const code of ['}); (() => {', '})(); (async () => {', '} finally {', '*/ 1 /*', '} 1; {'])
      expect(await run(`console.log("ran")\n${code}`), code).toMatchObject({
        reason: 'syntax',
        stdout: '',
      })
  })

  it('a syntax error that the script itself meets is one that it threw', async () => {
    expect(await run('JSON.parse("{")')).toMatchObject({
      status: 'error',
      reason: 'thrown',
      error: { name: 'SyntaxError' },
    })
    expect(await run('try { eval("let b = = 2") } catch (error) { error.name }')).toMatchObject({
      value: 'SyntaxError',
    })
  })

  it('bytes that are not UTF-8 are no program, and the error says where', async () => {
    const bytes = Uint8Array.from([0x31, 0x3b, 0x22, 0xc3, 0x28, 0x22])
    const result = await run(bytes)
    expect(result).toMatchObject({ status: 'error', reason: 'syntax' })
    expect(errorOf(result).message).toMatch(/\b3\b/)
    expect(await run(new TextEncoder().encode('"ä€😀"'))).toMatchObject({ value: 'ä€😀' })
    expect(await run(Uint8Array.from([0xff, 0xfe, 0]))).toMatchObject({ reason: 'syntax' })
  })

  it('a zero byte is no end of the program', async () => {
    expect(await run('"a\u0000b".length')).toMatchObject({ value: 3 })
    expect(await run('1 \u0000 + 1')).toMatchObject({ status: 'error', reason: 'syntax' })
  })

  typescriptContract({ it, run })
}

function typescriptContract({ it, run }: Pick<Subject, 'it' | 'run'>): void {
  const typescript = (code: string): Promise<SandboxResult> => run(code, { language: 'ts' })

  it('TypeScript runs without its types', async () => {
    const code = 'interface A { b: number }\nconst a: A = { b: 2 }\n;(a satisfies A).b as number'
    expect(await typescript(code)).toMatchObject({ status: 'success', value: 2 })
    expect(
      await typescript('const f = <T,>(x: T): T => x; await f(Promise.resolve(3))'),
    ).toMatchObject({
      value: 3,
    })
  })

  it('TypeScript that is more than types runs as well', async () => {
    expect(await typescript('enum Color { Red = 3, Green }\nColor.Green')).toMatchObject({
      value: 4,
    })
    const parameter = 'class P { constructor(readonly x: number) {} }\nnew P(5).x'
    expect(await typescript(parameter)).toMatchObject({ value: 5 })
  })

  it('errors of TypeScript are told by its own lines', async () => {
    const plain =
      'interface A {\n  b: number\n}\ntype C = A\nconst a: A = { b: 1 }\nthrow new Error("x")'
    expect(errorOf(await typescript(plain))).toMatchObject({ message: 'x', line: 6 })
    const more = 'enum E {\n  A,\n  B\n}\ninterface I {\n  i: 1\n}\nthrow new Error(String(E.B))'
    const error = errorOf(await typescript(more))
    expect(error).toMatchObject({ message: '1', line: 8 })
    expect(error.stack).toContain('script.ts')
    expectOwn(error)
  })

  it('text that is no TypeScript is a syntax error with its place', async () => {
    const result = await typescript('const a: number = 1\nconst b: = 2')
    expect(result).toMatchObject({ status: 'error', reason: 'syntax' })
    expect(errorOf(result)).toMatchObject({ name: 'SyntaxError', line: 2 })
  })

  it('TypeScript is no JavaScript', async () => {
    expect(await run('const a: number = 1')).toMatchObject({ status: 'error', reason: 'syntax' })
  })
}

function errorOf(result: SandboxResult): ScriptError {
  expect(result).toHaveProperty('error')
  if (!('error' in result) || !result.error) throw new Error('no error')
  return result.error
}

/** Stacks tell of the script and of nothing around it. */
function expectOwn({ stack }: ScriptError): void {
  expect(stack).not.toMatch(/file:|node:|node_modules|[\\/]src[\\/]|evalmachine|prelude|guest/)
}

/** V8 has other bounds for its own depth. */
function isInterpreter({ isolation }: Abilities): boolean {
  return isolation.includes('interpreter')
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import { limitsOf, meteredBackend, type Backend } from '../../src/sandbox/index.ts'
import { quickJsBackend } from '../../src/sandbox/quickjs/quickjs.ts'

const backends: Record<string, Backend> = {}
beforeAll(async () => {
  backends['wasm'] = await meteredBackend()
  backends['quickjs'] = quickJsBackend({ threads: 1 })
})
afterAll(async () => {
  for (const backend of Object.values(backends)) await backend[Symbol.asyncDispose]()
})

/** Where a script failed, by a backend: line and column. */
async function placeOf(name: string, code: string): Promise<readonly (number | null)[]> {
  const result = await backends[name]?.execute({ code, limits: limitsOf(), why: 'a test' }, new AbortController().signal) // prettier-ignore
  if (result?.status !== 'error') throw new Error(`${code} ended as ${result?.status}`)
  return [result.error.line, result.error.column]
}

// Calls, properties, classes, literals: what QuickJS counts from 0 on the first line, and what from 1.
const codes = [
  'null.a',
  'let a; a()',
  'let o = {}; o.f(1)',
  'let o={}; o["f"](1)',
  'f(null.x); function f(){}',
  '1 + null.x',
  'x=null.y',
  '(() => null.x)()',
  '(function(){ null.x })()',
  'throw Error("no new")',
  'throw new Error("x")',
  'if(true)null.x',
  '{null.x}',
  'while(true){null.x}',
  'JSON.parse("{")',
  '"a".repeat(-1)',
  '/a/.exec(Symbol())',
  'new Date(NaN).toISOString()',
  'let s=Symbol(); `${s}`',
  'class A { m(){ throw Error("m") } } new A().m()',
  '/*c*/ null.x',
  '"ä€"; null.x',
  'const b={b:{}};b.b.c()',
  'let x = ; 1',
  'foo bar',
  'if (',
  ')',
]

test.for(['wasm', 'quickjs'])('%s tells the same columns on the first line as on others', async (name) => {
  for (const code of codes) {
    const [line, column] = await placeOf(name, `\n${code}`)
    expect([code, ...(await placeOf(name, code))]).toEqual([code, Number(line) - 1, column])
  }
}) // prettier-ignore

test.for([
  ['wasm', 13],
  ['quickjs', 17],
] as const)('%s counts columns in UTF-16 units', async ([name, column]) => {
  expect(await placeOf(name, '1\n"😀ä€😀"; null.x')).toEqual([2, column - 2])
  expect(await placeOf(name, '"😀ä€😀"; foo bar')).toEqual([1, 15])
})

test('where QuickJS keeps no place, as in the fields of a class, that of the program is told', async () => {
  expect(await placeOf('wasm', '1\nclass A { static x = null.y }')).toEqual([1, 1])
  expect(await placeOf('quickjs', '1\nclass A { static x = null.y }')).toEqual([2, 26])
})

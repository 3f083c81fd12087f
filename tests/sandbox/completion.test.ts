import { createContext, Script } from 'node:vm'
import { expect, test } from 'vitest'
import { prepare, type Parsing } from '../../src/sandbox/v8/completion.ts'

const AsyncFunction = (async () => {}).constructor as new (body: string) => () => Promise<unknown>
const parses = (make: () => unknown): boolean => {
  try {
    make()
    return true
  } catch {
    return false
  }
}
const parsing: Parsing = {
  isProgram: (text) => parses(() => new Script(text)),
  isBody: (text) => parses(() => new AsyncFunction(text)),
}

/** Runs a text as it was prepared. */
async function valueOf(text: string): Promise<unknown> {
  const { text: prepared, isAsync } = prepare(text, parsing)
  if (!isAsync) return new Script(prepared).runInContext(createContext({}))
  return await new AsyncFunction(prepared)()
}

test.each([
  ['await 1', 1],
  ['await 1;', 1],
  ['await (2)', 2],
  ['await [3]', [3]],
  ['await 0; 4 // the end', 4],
  ['await 0\n5\n// the end\n', 5],
  ['await 0;;6;;', 6],
  ['const a = await 7\na', 7],
  ['const a = await 7\na\n+ 1', 8],
  ['const f = (x) => x\nconst g = f\n(await 9)', undefined],
  ['const f = await 1\n;[f, 2]', [1, 2]],
  ['let s = "a; b"; await 0; s + "; c"', 'a; b; c'],
  ['await 0; `; ${"`;"}`', '; `;'],
  ['await 0;\n/; b/.test("; b")', true],
  ['const n = await 4\nn / 2 /* ; 7 */', 2],
  ['await 0; if (true) {}\n[10].length', 1],
  ['const o = { a: await 1 }\n;(o.a)', 1],
  ['await 0\n1, 2', 2],
  ['let a = await 1; a++\na', 2],
  ['await 0; ({ a: 1 }).a', 1],
  ['const f = async () => { await 0; return 3 }\nf()', 3],
  ['for (const x of [1]) { await x }\n"done"', 'done'],
  ['await 0; throwing: for (;;) break throwing', undefined],
  ['await 0; function f() {}', undefined],
  ['if (await 1) 2; else 3', undefined],
  ['const await_ = 1; "await"', 'await'],
  ['async () => { await 0 }; 8', 8],
  ['await 0; async () => {}; 8', 8],
  ['var await = (x) => x + 1; 1', 1],
])('the value of `%s` is %j', async (text, value) => {
  expect(await valueOf(text)).toEqual(value)
})

test.each(['await 0; }', 'await 0 }; ({', 'await 0; (', 'await 0; return = 1'])(
  '`%s` stays no program',
  (text) => {
    const { text: prepared, isAsync } = prepare(text, parsing)
    expect(isAsync ? parsing.isBody(prepared) : parsing.isProgram(prepared)).toBe(false)
  },
)

test('where something was put in is told', () => {
  expect(prepare('await 0\n  null.x', parsing)).toEqual({
    text: 'await 0\n  return null.x',
    isAsync: true,
    shift: { line: 2, column: 3, by: 7, rows: 0 },
  })
})

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { compileScript } from '../../src/sandbox/modules/compile.ts'
import { webAssembly } from '../../src/wasm/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'goap-compile-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a module in Node's own WASI, which shares nothing with ours. */
const peer = `
import { WASI } from 'node:wasi'
import { readFileSync } from 'node:fs'
const wasi = new WASI({ version: 'preview1', returnOnExit: true })
const module = new WebAssembly.Module(readFileSync('script.wasm'))
process.exitCode = wasi.start(new WebAssembly.Instance(module, wasi.getImportObject()))
`

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

async function ran(text: string, input = ''): Promise<Ran> {
  const module = await compileScript({ file: 'tidy.js', text, place: (line, column) => ({ line, column }) }) // prettier-ignore
  writeFileSync(join(folder, 'script.wasm'), module)
  writeFileSync(join(folder, 'peer.mjs'), peer)
  try {
    const options = { cwd: folder, input, encoding: 'utf8' } as const // prettier-ignore
    const stdout = execFileSync(process.execPath, ['--no-warnings', 'peer.mjs'], options)
    return { code: 0, stdout, stderr: '' }
  } catch (error) {
    if (!(error instanceof Error && 'status' in error)) throw error
    const { status, stdout, stderr } = error as Error & { status: number; stdout: string; stderr: string } // prettier-ignore
    return { code: status, stdout, stderr }
  }
}

test('a compiled script prints, and finds its input', async () => {
  const script = `const { names } = input
console.log(names.map((name) => name.toUpperCase()).join(' '), { n: names.length })
await Promise.resolve()
console.log('späť', '😀', 'x'.repeat(70_000).length)
const numbers = new Set(Array.from({ length: 100 }, () => Math.random()))
console.log(numbers.size, [...numbers].every((one) => one >= 0 && one < 1))
console.log(Math.abs(Date.now() - new Date().getTime()) < 1000, typeof process, typeof require)`
  const names = ['ada', 'b'.repeat(100_000)]
  const { code, stdout } = await ran(script, JSON.stringify({ names }))
  expect(code).toBe(0)
  expect(stdout).toBe(
    `ADA ${'B'.repeat(100_000)} { n: 2 }\nspäť 😀 70000\n100 true\ntrue undefined undefined\n`,
  )
})

test('without input there is none, and what is no JSON is an error of the script', async () => {
  expect(await ran('console.log(input, input)')).toMatchObject({ stdout: 'undefined undefined\n' })
  const { code, stderr } = await ran('input', '{')
  expect([code, stderr]).toEqual([1, expect.stringContaining('SyntaxError')])
})

test.each([
  ['function f() { throw new TypeError("no") }\nf()', 'TypeError: no\n    at f (tidy.js:1:26)\n    at <eval> (tidy.js:2:1)\n'], // prettier-ignore
  ['await 0\nthrow new RangeError("later")', 'RangeError: later\n    at <eval> (tidy.js:2:11)\n'],
  ['await new Promise(() => {})', 'The promise of the script can never settle.\n'],
  ['new Promise((_, reject) => reject("why"))', 'string: why\n'],
  ['(function f() { return f() + 1 })()', expect.stringMatching(/^RangeError: Maximum call stack size exceeded\n/)], // prettier-ignore
])('%j fails with exit code 1 and says why', async (script, stderr: unknown) => {
  expect(await ran(script)).toEqual({ code: 1, stdout: '', stderr })
})

test('a compiled script needs nothing but WASI', async () => {
  const bytes = await compileScript({ file: 'a.js', text: '1', place: (line, column) => ({ line, column }) }) // prettier-ignore
  const module = new webAssembly.Module(bytes)
  const from = new Set(webAssembly.Module.imports(module).map((one) => one.module))
  expect([...from]).toEqual(['wasi_snapshot_preview1'])
  expect(webAssembly.Module.exports(module).map(({ name }) => name)).toEqual(['memory', '_start'])
})

test('what is no script is refused with its place', async () => {
  await expect(ran('let a = 1\nlet b = ;')).rejects.toMatchObject({
    code: 'sandbox/bad-script',
    message: "tidy.js:2:9: SyntaxError: unexpected token in expression: ';'",
  })
})

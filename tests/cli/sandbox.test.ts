import { expect, test } from 'vitest'
import { folderWith } from '../workspace/folder.ts'
import { goap } from './run.ts'

const tools =
  'export const hostEcho = (x) => x\nexport function hostThrow() { throw new Error("host") }\n'

/** Runs a script from the standard input and reads the line of JSON. */
async function ran(code: string, ...flags: string[]): Promise<Record<string, unknown>> {
  const folder = folderWith({ 'tools.mjs': tools })
  const { out, err } = await goap(folder, ['sandbox', 'run', '-', '--json', ...flags], { input: code }) // prettier-ignore
  expect(err).toBe('')
  expect(out.trimEnd().split('\n')).toHaveLength(1)
  return JSON.parse(out) as Record<string, unknown>
}

test('a script prints what it printed, then its value, and nothing else', async () => {
  const folder = folderWith({ 'a.js': 'console.log("one", { a: 1 }); console.error("two"); ({ sum: 1 + 2 })' }) // prettier-ignore
  expect(await goap(folder, ['sandbox', 'run', 'a.js'])).toEqual({
    code: 0,
    out: 'one { a: 1 }\n{"sum":3}\n',
    err: 'two\n',
  })
})

test('--json has these fields and no others', async () => {
  expect(await ran('console.log("x"); [1, null]', '--seed', '1')).toEqual({
    schema: 'goap/sandbox-result@1',
    status: 'success',
    value: [1, null],
    stdout: 'x\n',
    stderr: '',
    fuel: expect.any(Number),
    memory: expect.any(Number),
    backend: 'wasm',
    why: 'the default',
    ms: expect.any(Number),
  })
  expect(await ran('undefined')).not.toHaveProperty('value')
  expect(await ran('\n  throw new TypeError("no")')).toMatchObject({
    status: 'error',
    reason: 'thrown',
    error: { name: 'TypeError', message: 'no', line: 2, column: expect.any(Number) },
  })
  const { error } = await ran('throw null')
  expect(Object.keys(error as object)).toEqual(['name', 'message', 'line', 'column'])
})

test('what is wrong is shown where it is, in TypeScript too, and the exit code is 1', async () => {
  const folder = folderWith({ 'a.ts': 'interface A { a: number }\n\nconst a: A = { a: 1 }\n  nowhere(a)\n' }) // prettier-ignore
  const { code, out, err } = await goap(folder, ['sandbox', 'run', 'a.ts'])
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(/^a\.ts:4:3 {2}error {2}thrown\n {2}ReferenceError: .*nowhere.*\n {6}4 │ {3}nowhere\(a\)\n {8}│ {3}\^{7}\n$/) // prettier-ignore
})

test('bounds are given by options, and what they stopped is told with what to do', async () => {
  expect(await ran('for (;;);', '--fuel', '5000')).toMatchObject({ status: 'timeout', reason: 'fuel' }) // prettier-ignore
  expect(await ran('console.log(1); for (;;);', '--fuel', 'unbounded', '--timeout', '50')).toMatchObject({ status: 'timeout', reason: 'wall', stdout: '1\n' }) // prettier-ignore
  expect(await ran('new Uint8Array(30e6).length', '--memory', '64')).toMatchObject({ value: 30e6 })
  expect(await ran('new Uint8Array(30e6).fill(1).length', '--memory', '16')).toMatchObject({ status: 'violation', reason: 'memory' }) // prettier-ignore
  const { code, err } = await goap(folderWith({ 'a.js': 'for (;;);' }), ['sandbox', 'run', 'a.js', '--timeout', '30']) // prettier-ignore
  expect(code).toBe(1)
  expect(err).toMatch(/timeout: wall[\s\S]*Raise --timeout/)
})

test('a seed makes chance and time the same in every run', async () => {
  const code = '[Math.random(), Date.now()].join()'
  const { value } = (await ran(code, '--seed', '7')) as { value: unknown }
  expect(await ran(code, '--seed', '7')).toMatchObject({ value })
  expect(await ran(code, '--seed', '8')).not.toMatchObject({ value })
})

test('a script finds its input: JSON, or that of a file', async () => {
  const folder = folderWith({ 'a.js': 'input.n + 1', 'b.json': '{ "n": 41 }' })
  const run = (input: string): Promise<unknown> =>
    goap(folder, ['sandbox', 'run', 'a.js', '--input', input])
  expect(await run('{ "n": 1 }')).toMatchObject({ code: 0, out: '2\n' })
  expect(await run('@b.json')).toMatchObject({ code: 0, out: '42\n' })
  expect(await run('{ n }')).toMatchObject({ code: 2, err: expect.stringMatching(/--input is no JSON: .* cli\/bad-option/) }) // prettier-ignore
  expect(await run('@c.json')).toMatchObject({ code: 2, err: expect.stringContaining('There is no file c.json') }) // prettier-ignore
})

test('a script calls the tools of a module, and what they throw reaches it without the host', async () => {
  expect(await ran('hostEcho({ a: 1 }).a', '--tools', 'tools.mjs')).toMatchObject({ value: 1 })
  expect(await ran('hostThrow()', '--tools', 'tools.mjs')).toMatchObject({ status: 'error', error: { name: 'Error', message: 'host' } }) // prettier-ignore
  expect(await ran('try { hostThrow() } catch (error) { error.constructor.constructor("return typeof process")() }', '--tools', 'tools.mjs')).toMatchObject({ value: 'undefined' }) // prettier-ignore
})

test.each([
  ['a.mjs', 'export default { one: () => 1, deep: { two: async () => 2 } }', 'one() + (await deep.two())', 3], // prettier-ignore
  ['a.mjs', 'export default [{ name: "files.list", call: () => ["a"] }]', 'files.list()', ['a']],
  ['a.cjs', 'exports.one = () => 1; exports.two = () => 2', 'one() + two()', 3],
  ['a.ts', 'export const one = (n: number): number => n + 1', 'one(2)', 3],
])('tools may be exported as in %s: %s', async (name, module, code, value) => {
  const folder = folderWith({ [name]: module, 's.js': code })
  const { out } = await goap(folder, ['sandbox', 'run', 's.js', '--tools', name, '--json'])
  expect(JSON.parse(out)).toMatchObject({ status: 'success', value })
})

test.each([
  ['nothing.mjs', 'workspace/missing-file'],
  ['broken.mjs', 'cli/bad-option'],
  ['empty.mjs', 'cli/bad-option'],
])('tools that cannot be had from %s are an error of the call', async (name, code) => {
  const folder = folderWith({ 's.js': '1', 'broken.mjs': 'throw new Error("no")', 'empty.mjs': 'export const a = 1' }) // prettier-ignore
  expect(await goap(folder, ['sandbox', 'run', 's.js', '--tools', name])).toMatchObject({ code: 2, err: expect.stringContaining(code) }) // prettier-ignore
})

test('the backend is chosen by option, environment and configuration, in this order', async () => {
  const folder = folderWith({ 's.js': '1', 'goap.config.json': '{ "sandbox": { "backend": "quickjs" } }' }) // prettier-ignore
  const why = async (variable: string | undefined, ...flags: string[]): Promise<unknown> => {
    const environment = { HOME: folder, GOAP_HOME: folder, MCP_SANDBOX_BACKEND: variable }
    const { out } = await goap(folder, ['sandbox', 'run', 's.js', '--json', ...flags], { environment }) // prettier-ignore
    const { backend, why } = JSON.parse(out) as Record<string, string>
    return `${backend}: ${why}`
  }
  expect(await why(undefined)).toBe('quickjs: chosen by the configuration')
  expect(await why('wasm')).toBe('wasm: chosen by MCP_SANDBOX_BACKEND')
  expect(await why('process', '--backend', 'wasm')).toBe('wasm: chosen by --backend')
  const environment = { HOME: folder, MCP_SANDBOX_BACKEND: 'docker' }
  expect(await goap(folder, ['sandbox', 'run', 's.js'], { environment })).toMatchObject({ code: 2, err: expect.stringContaining('MCP_SANDBOX_BACKEND is "docker"') }) // prettier-ignore
  expect(await goap(folder, ['sandbox', 'run', 's.js', '--backend', 'doker'])).toMatchObject({ code: 2, err: expect.stringContaining('--backend is "doker"') }) // prettier-ignore
})

test.each([
  ['--fuel', 'much'],
  ['--memory', '0'],
  ['--timeout', '-1'],
  ['--seed', '1.5'],
  ['--preset', 'loose'],
  ['--language', 'py'],
])('%s does not take %s', async (option, value) => {
  const { code, err } = await goap(folderWith({ 's.js': '1' }), ['sandbox', 'run', 's.js', option, value]) // prettier-ignore
  expect(code).toBe(2)
  expect(err).toContain(option)
})

test('a file that is not there, or bytes that are no text, are told clearly', async () => {
  const folder = folderWith({ 'a.js': '' })
  expect(await goap(folder, ['sandbox', 'run', 'b.js'])).toMatchObject({ code: 2, err: expect.stringContaining('There is no file b.js') }) // prettier-ignore
  const { writeFileSync } = await import('node:fs')
  writeFileSync(`${folder}/a.js`, Buffer.from([0x31, 0xff, 0xfe]))
  const { code, out, err } = await goap(folder, ['sandbox', 'run', 'a.js', '--json'])
  expect({ code, err }).toEqual({ code: 1, err: '' })
  expect(JSON.parse(out)).toMatchObject({ status: 'error', reason: 'syntax' })
  expect(await goap(folder, ['sandbox', 'run', 'a.js'])).toMatchObject({ code: 1, err: expect.stringMatching(/^a\.js {2}error {2}syntax\n/) }) // prettier-ignore
})

test('what a script prints controls no terminal, and passes as it came elsewhere', async () => {
  const folder = folderWith({ 'a.js': 'console.log("\\x1b]0;title\\x07ok"); "\\u202e"' })
  const shown = { out: '', err: '' }
  const output = (key: 'out' | 'err') => ({ isTTY: true, columns: 80, write: (text: string) => (shown[key] += text) }) // prettier-ignore
  const environment = { HOME: folder, GOAP_HOME: folder, NO_COLOR: '1' }
  await goap(folder, ['sandbox', 'run', 'a.js'], { stdout: output('out'), stderr: output('err'), environment }) // prettier-ignore
  for (const control of ['\u001b', '\u0007', '\u202e']) expect(shown.out).not.toContain(control)
  expect(shown.out).toContain('ok\n"\\u202e"\n')
  expect(shown.err).toMatch(/^wasm \(the default\): [\d,]+ fuel, [\d.]+ MiB, [\d.]+ ms\n$/)
  expect((await goap(folder, ['sandbox', 'run', 'a.js'])).out).toContain('\u001b]0;title\u0007ok\n')
})

test('Ctrl-C cancels the script: what it printed is told, and the exit code says so', async () => {
  const folder = folderWith({
    's.js': 'console.log("began"); await wait()',
    't.mjs': 'export const wait = () => { globalThis.goapTestWaits?.(); return new Promise(() => {}) }', // prettier-ignore
  })
  const { promise: waits, resolve } = Promise.withResolvers<void>()
  Object.assign(globalThis, { goapTestWaits: resolve })
  let stop: (signal: 'SIGINT') => unknown = () => {}
  const interrupted = (given: typeof stop) => {
    stop = given
    return () => {}
  }
  const running = goap(folder, ['sandbox', 'run', 's.js', '--tools', 't.mjs', '--json', '--timeout', '60000'], { interrupted }) // prettier-ignore
  await waits
  stop('SIGINT')
  const { code, out } = await running
  expect(code).toBe(130)
  expect(JSON.parse(out)).toMatchObject({ status: 'timeout', reason: 'cancelled', stdout: 'began\n' }) // prettier-ignore
})

test('health tells of each backend whether it is here and holds', async () => {
  const { code, out } = await goap(folderWith({}), ['sandbox', 'health'])
  expect(code).toBe(0)
  expect(out).toMatch(/^✓ wasm +healthy, 7 of 7 canaries sing\n +kept in by: interpreter\n/)
  for (const name of ['quickjs', 'process', 'isolated-vm']) expect(out).toMatch(new RegExp(`^[✓○] ${name} `, 'm')) // prettier-ignore
  const json = await goap(folderWith({}), ['sandbox', 'health', '--backend', 'wasm', '--json'])
  expect(JSON.parse(json.out)).toMatchObject({ backend: 'wasm', ready: true, healthy: true, rate: 1, strength: 2 }) // prettier-ignore
})

test('bench measures a backend beside a fresh runtime', async () => {
  const { code, out } = await goap(folderWith({}), ['sandbox', 'bench', '--backend', 'wasm', '--rounds', '1', '--json']) // prettier-ignore
  expect(code).toBe(0)
  const [wasm, base] = out.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>) // prettier-ignore
  expect(wasm).toMatchObject({ subject: 'wasm', coldStart: expect.any(Number) })
  expect(base).toMatchObject({ subject: 'a fresh quickjs-emscripten runtime', coldStart: null, fresh: { ratio: 1 } }) // prettier-ignore
  const { out: table } = await goap(folderWith({}), ['sandbox', 'bench', '--backend', 'wasm', '--rounds', '1']) // prettier-ignore
  expect(table).toMatch(/first result +1\+1 +beside +200 characters +beside\nwasm +\d+ ms/)
})

test('a script is compiled to a module that runs the same', async () => {
  const folder = folderWith({ 'sum.ts': 'const all: number[] = input\nconsole.log(all.reduce((a, b) => a + b))\n', 'bad.js': 'let a = ;\n' }) // prettier-ignore
  const made = await goap(folder, ['sandbox', 'compile', 'sum.ts', '--json'])
  expect(JSON.parse(made.out)).toEqual({ schema: 'goap/sandbox-compiled@1', file: 'sum.ts', module: 'sum.wasm', bytes: expect.any(Number) }) // prettier-ignore
  expect(await goap(folder, ['sandbox', 'run', 'sum.wasm', '--input', '[1, 2, 3]'])).toMatchObject({ code: 0, out: '6\n' }) // prettier-ignore
  expect(await goap(folder, ['sandbox', 'compile', 'bad.js'])).toMatchObject({ code: 2, err: expect.stringContaining("bad.js:1:9: SyntaxError: unexpected token in expression: ';'") }) // prettier-ignore
  expect(await goap(folder, ['sandbox', 'compile', '-'], { input: '1' })).toMatchObject({ code: 2, err: expect.stringContaining('--out FILE.wasm') }) // prettier-ignore
  expect(await goap(folder, ['sandbox', 'compile', 'sum.ts', '--out', 'no/where.wasm'])).toMatchObject({ code: 2, err: expect.stringContaining('no/where.wasm cannot be written') }) // prettier-ignore
})

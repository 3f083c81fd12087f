import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { limitsOf, type Limits, type Script } from '../../src/sandbox/index.ts'
import type { Source } from '../../src/sandbox/source.ts'
import { afterReading, sourceReader } from '../../src/sandbox/typescript/reader.ts'

const sources = sourceReader('wasm')
afterAll(async () => sources[Symbol.asyncDispose]())

const never = new AbortController().signal
const bound = (code: string, limits: Partial<Limits> = {}) =>
  ({ code, language: 'ts', limits: limitsOf('default', { wall: 20_000 }, limits), why: 'a test' }) as const // prettier-ignore
const read = async (code: string, limits?: Partial<Limits>, signal = never) => sources.read(bound(code, limits), signal) // prettier-ignore

async function readable(code: string): Promise<Source> {
  const source = await read(code)
  if ('status' in source) throw new Error(`It should be readable: ${source.error?.message}`)
  return source
}

/** What Node's reader takes longer for with each repetition than for all before it. */
const exponential = `${'a?(b):c=>'.repeat(40)}1`
/** What overflows its stack, so that it reads nothing any more. */
const deep = '['.repeat(20_000)

test('types become blanks, so that places stay', async () => {
  const { text, place, file } = await readable('const a: number = 1\n  a as string')
  expect(file).toBe('script.ts')
  expect(text).toBe('const a         = 1\n  a          ')
  expect(place(2, 3)).toStrictEqual({ line: 2, column: 3 })
})

test('an enum is written anew, and places are found', async () => {
  const code = 'enum A {\n  B = 1,\n}\nlet a: A = A.B;\nfail( a )'
  const { text, place } = await readable(code)
  expect(text).not.toContain('sourceMappingURL')
  const lines = text.split('\n')
  const line = lines.findIndex((one) => one.startsWith('fail(')) + 1
  expect(place(line, 1)).toStrictEqual({ line: 5, column: 1 })
})

test.each([
  ['let a = 1\n let b: = 3', 2, 9],
  ['enum A { B\n let', null, null],
])('wrong TypeScript is told with its place', async (code, line, column) => {
  expect(await read(code)).toMatchObject({
    status: 'error',
    reason: 'syntax',
    error: { name: 'SyntaxError', ...(line === null ? {} : { line, column }) },
  })
})

test('what takes the reader without end is given up at the deadline, and others are read after it', async () => {
  expect(await read(exponential, { wall: 100 })).toStrictEqual({
    status: 'timeout',
    reason: 'wall',
  })
  const source = await readable('let after: 1 = 1')
  expect(source.text).toBe('let after    = 1')
})

test('what is being read is given up when nobody wants it any more', async () => {
  const caller = new AbortController()
  const reading = read(exponential, {}, caller.signal)
  caller.abort()
  expect(await reading).toStrictEqual({ status: 'timeout', reason: 'cancelled' })
  expect(await read('let a: 2', {}, caller.signal)).toMatchObject({ reason: 'cancelled' })
})

test('what nests too deeply for the reader is said to, and breaks it for nobody else', async () => {
  expect(await read(deep)).toMatchObject({ status: 'error', reason: 'stack' })
  expect((await readable('let after: 3 = 3')).text).toBe('let after    = 3')
})

test('what would be written anew and is too large for that is refused', async () => {
  const code = `enum A { B }\n${'1;'.repeat(70_000)}`
  expect(await read(code)).toMatchObject({
    status: 'violation',
    reason: 'source',
    error: { message: 'TypeScript with more than types in it, such as an enum, may have 131072 characters, and this has 140013.' }, // prettier-ignore
  })
})

test('what was read lately is there at once, under its own name', async () => {
  await readable('let again: number')
  const known = sources.read(bound('let again: number'), never)
  expect(known).not.toBeInstanceOf(Promise)
  expect(known).toMatchObject({ text: 'let again        ', file: 'script.ts' })
  const other = sources.read({ ...bound('let again: number'), file: 'other.ts' }, never)
  expect(await other).toMatchObject({ text: 'let again        ', file: 'other.ts' })
})

test('what reading took is taken from the time of the script', () => {
  const script: Script & { limits: Limits; why: string } = bound('', { wall: 100 })
  const source = { file: 'a.ts', text: '', place: () => ({ line: null, column: null }) }
  expect(afterReading(script, source)).toBe(script)
  expect(afterReading(script, { ...source, ms: 30 }).limits.wall).toBe(70)
  expect(afterReading(script, { ...source, ms: 300 }).limits.wall).toBe(0)
})

test('Node does not warn of an experiment', () => {
  const file = (name: string) => JSON.stringify(resolve(import.meta.dirname, '../../src/sandbox', name)) // prettier-ignore
  const code = `
    const { strip } = await import(${file('typescript/strip.ts')})
    console.log(strip('let a: number', 'a.ts').text)
    process.emitWarning('another', 'ExperimentalWarning')`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }) // prettier-ignore
  expect(stdout).toBe('let a        \n')
  expect(stderr).toContain('another')
  expect(stderr).not.toContain('stripTypeScriptTypes')
})

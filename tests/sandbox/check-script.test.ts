import { expect, test } from 'vitest'
import { checkScript, type Script, type Tool } from '../../src/sandbox/index.ts'

const tools = (...names: readonly string[]): readonly Tool[] =>
  names.map((name) => ({ name, call: () => null }))

test.each([
  [{ limits: { wall: Number.NaN } }, 'The limit of wall is NaN, which is no bound.'],
  [{ limits: { wall: Infinity } }, 'The limit of wall is Infinity, which is no bound.'],
  [{ limits: { memory: -1 } }, 'The limit of memory is -1, which is no bound.'],
  [{ tools: tools('a b') }, 'The tool "a b" has no name that a script can call.'],
  [{ tools: tools('files.') }, 'The tool "files." has no name that a script can call.'],
  [{ tools: tools('a', 'b', 'a') }, 'Two tools need the name "a": it and "a".'],
  [
    { tools: tools('files.read', 'files') },
    'Two tools need the name "files": it and "files.read".',
  ],
])('%j is no script', (script, message) => {
  expect(() => checkScript({ code: '1', ...script })).toThrow(
    expect.objectContaining({ code: 'sandbox/bad-script', message }),
  )
})

const circle: Record<string, unknown> = {}
circle['self'] = circle

test.each([
  [{ code: 5 }, /^The code of a script is neither text nor bytes\.$/],
  [{ language: 'py' }, /^There is no language "py"\.$/],
  [{ language: 'wasm' }, /^A module of WebAssembly was given as text\.$/],
  [{ seed: Number.NaN }, /^The seed of a script is NaN, which is no number\.$/],
  [{ input: 1n }, /^The input of a script is no JSON: .*BigInt/],
  [{ input: circle }, /^The input of a script is no JSON: .*circular/],
  [{ input: () => 1 }, /^The input of a script is a function, which JSON cannot say\.$/],
])('a caller in JavaScript is told what cannot be: %o', (script, message) => {
  expect(() => checkScript({ code: '1', ...script } as Script)).toThrow(
    expect.objectContaining({
      code: 'sandbox/bad-script',
      message: expect.stringMatching(message) as string,
    }),
  )
})

test('a script may have unbounded fuel and tools in objects', () => {
  const script = { code: '1', limits: { fuel: Infinity }, tools: tools('files.read', 'files.list') }
  expect(() => checkScript(script)).not.toThrow()
})

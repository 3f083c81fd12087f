import { expect, test } from 'vitest'
import { checkScript, type Tool } from '../../src/sandbox/index.ts'

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

test('a script may have unbounded fuel and tools in objects', () => {
  const script = { code: '1', limits: { fuel: Infinity }, tools: tools('files.read', 'files.list') }
  expect(() => checkScript(script)).not.toThrow()
})

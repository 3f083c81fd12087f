import { expect, test } from 'vitest'
import type { BackendHere } from '../../src/sandbox/index.ts'
import { sandboxFound } from '../../src/workspace/examine/sandbox.ts'

const works = { missing: null, hint: null, confined: false }
const found: readonly BackendHere[] = [
  { backend: 'wasm', ...works },
  { backend: 'process', ...works, confined: true },
  { backend: 'isolated-vm', missing: 'is not installed', hint: 'Install it.', confined: false },
]

test.each(['wasm', 'hybrid', 'process'] as const)(
  'where %s was chosen and works, what is missing for others is told and nothing is wrong',
  (chosen) => {
    expect(sandboxFound(found, chosen)).toEqual({
      subject: 'sandbox',
      level: 'ok',
      says: 'scripts can run in wasm, process (confined); isolated-vm is not installed',
      advice: null,
    })
  },
)

test('a chosen backend that does not work here is an error, with what to do and what works instead', () => {
  expect(sandboxFound(found, 'isolated-vm')).toEqual({
    subject: 'sandbox',
    level: 'error',
    says: 'scripts shall run in isolated-vm, which is not installed; scripts can run in wasm, process (confined)',
    advice: 'Install it.',
    concern: 'use',
  })
})

test('where none works that is an error, whatever was chosen', () => {
  const none = [
    { backend: 'wasm', missing: 'does not start', hint: null, confined: false },
  ] as const
  for (const chosen of ['hybrid', 'quickjs'] as const)
    expect(sandboxFound(none, chosen)).toMatchObject({ level: 'error', says: 'scripts can run nowhere; wasm does not start' }) // prettier-ignore
})

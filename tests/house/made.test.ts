import { expect, test } from 'vitest'
import { asData } from '../../bin/bundle/made.ts'
import * as keys from '../../src/documents/read/text/key-phrases.ts'
import * as roles from '../../src/documents/read/text/role-phrases.ts'

test.each([
  ['names of metadata', keys],
  ['titles of sections', roles],
])('the tables of %s are in the bundle what the sources make', async (_, module) => {
  const code = asData('a file', Object.entries(module))
  expect(code).not.toContain('phrasesOf')
  const bundled: Record<string, () => unknown> = await import(`data:text/javascript,${encodeURIComponent(code)}`) // prettier-ignore
  expect(Object.keys(bundled)).toEqual(Object.keys(module))
  for (const [name, make] of Object.entries<() => unknown>(module))
    expect(bundled[name]?.()).toEqual(make())
})

test.each([
  ['more than JSON says', () => new Map([[1, 2]])],
  ['more than JSON says', () => [undefined]],
  ['more than JSON says', () => ({ a: -0 })],
  ['no function without parameters', (one: unknown) => one],
  ['no function without parameters', 'text'],
])('%s is not made when the bundle is', (why, make) => {
  expect(() => asData('a file', [['table', make]])).toThrow(why)
})

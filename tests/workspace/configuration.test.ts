import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseConfiguration } from '../../src/workspace/index.ts'
import { plainConfiguration } from '../../src/workspace/plain-configuration.ts'

/** The same, said so that only the schema can read it: a comment, which JSON has not. */
async function bySchema(text: string): Promise<unknown> {
  const { text: _, ...said } = await parseConfiguration(`${text} # x`, 'c')
  return said
}

async function read(text: string): Promise<unknown> {
  const { text: _, ...said } = await parseConfiguration(text, 'c')
  return said
}

test.each([
  '{}',
  '{ "$schema": "goap/configuration@1", "concurrency": 8, "timeout": "1h 30m" }',
  '{ "permissions": { "allow": ["npm run *", "a: \\"b\\""] } }',
  '{ "permissions": { "deny": ["git push *"] }, "environment": ["CI", "_x1"] }',
])('what most configurations say needs no schema: %s', async (text) => {
  expect(plainConfiguration(text)).not.toBe(null)
  expect(await read(text)).toEqual(await bySchema(text))
})

test.each([
  '{ "concurrency": 0 }',
  '{ "concurrency": 1.5 }',
  '{ "concurrency": "4" }',
  '{ "concurrency": null }',
  '{ "timeout": "soon" }',
  '{ "timeout": "0 s" }',
  '{ "environment": ["a b"] }',
  '{ "permissions": { "allow": [""] } }',
  '{ "permissions": { "allow": "npm *" } }',
  '{ "permissions": { "alow": [] } }',
  '{ "permission": {} }',
  '{ "$schema": 1 }',
  '{ "permissions": { "deny": ["a"], "deny": [] } }',
  '{ "concurrency": 2, "concurrency": 3 }',
  '[]',
  '1',
  '{',
])('what is wrong is left to the schema, which says so: %s', async (text) => {
  expect(plainConfiguration(text)).toBe(null)
  await expect(parseConfiguration(text, 'c')).rejects.toMatchObject({
    code: 'workspace/bad-configuration',
  })
})

test('what is read without the schema is what the schema reads', async () => {
  const words = fc.array(fc.oneof(fc.string(), fc.constantFrom('CI', 'npm run *', '')), { maxLength: 3 }) // prettier-ignore
  const configuration = fc.record(
    {
      concurrency: fc.oneof(fc.integer({ min: -1, max: 1002 }), fc.double(), fc.constant(null)),
      environment: fc.oneof(words, fc.constant(['CI'])),
      permissions: fc.record({ allow: words, deny: words }, { requiredKeys: [] }),
      timeout: fc.constantFrom('10 min', '5s', '', '3'),
    },
    { requiredKeys: [] },
  )
  let plain = 0
  await fc.assert(
    fc.asyncProperty(configuration, async (value) => {
      const text = JSON.stringify(value)
      if (!plainConfiguration(text)) return
      plain++
      expect(await read(text)).toEqual(await bySchema(text))
    }),
    { numRuns: 1500 },
  )
  expect(plain).toBeGreaterThan(20)
})

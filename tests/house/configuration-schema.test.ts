import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { packageJson } from './package-file.ts'
import { configurationJsonSchema } from './configuration-schema.ts'

const written: unknown = JSON.parse(readFileSync('docs/configuration.schema.json', 'utf8'))
const schema = z.fromJSONSchema(written as Parameters<typeof z.fromJSONSchema>[0])

test('the published schema of the configuration is the one that the reader goes by', () => {
  expect(written, 'write it again with `npm run configuration-schema`').toEqual(
    JSON.parse(JSON.stringify(configurationJsonSchema())),
  )
})

test('every field of the configuration says what it is for', () => {
  const { properties } = written as { properties: Record<string, { description?: string }> }
  const silent = Object.entries(properties).filter(([, { description }]) => !description)
  expect(silent.map(([name]) => name)).toEqual(['$schema'])
})

test('our own configuration is as the schema says, a misspelt field is not', () => {
  expect(schema.safeParse(JSON.parse(readFileSync('goap.config.json', 'utf8'))).success).toBe(true)
  expect(schema.safeParse({ permision: {} }).success).toBe(false)
})

test('the schema comes with the package', () => {
  expect(packageJson().files).toContain('docs')
})

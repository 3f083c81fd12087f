import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorCodes } from '../../src/base/index.ts'
import { catalogue as ofDocuments } from '../../src/documents/index.ts'
import { pddlCatalogue } from '../../src/planner/index.ts'

const catalogue = { ...ofDocuments, ...pddlCatalogue }

const page = readFileSync('docs/errors.md', 'utf8')
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...body] = section.split('\n')
      return [title.trim(), body.join('\n').trim()] as const
    }),
)

test.each(Object.keys(errorCodes))('docs/errors.md has a section for %s', (code) => {
  expect(sections.get(code)).toMatch(/\*\*Says:\*\*[\s\S]+\*\*Why:\*\*[\s\S]+\*\*What to do:\*\*/)
})

test.each(Object.keys(catalogue))('docs/errors.md has a section for the finding %s', (code) => {
  expect(sections.get(code) ?? '').toMatch(/\*\*Why:\*\*[\s\S]{20}/)
})

test('docs/errors.md has no section for a code that does not exist', () => {
  const codes = new Set<string>([...Object.keys(errorCodes), ...Object.keys(catalogue)])
  const named = [...sections.keys()].filter((title) => /^[a-z]+\/[a-z-]+$/.test(title))
  expect(named.filter((title) => !codes.has(title))).toEqual([])
})

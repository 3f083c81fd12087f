import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorCodes } from '../../src/base/index.ts'

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

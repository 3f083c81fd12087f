import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { leadsSomewhere, linksOf, pages } from './pages.ts'

test.each(pages())('every link of %s leads somewhere', (page) => {
  expect(linksOf(page).filter((link) => !leadsSomewhere(link))).toEqual([])
})

test('there are pages with links to look at, and a wrong link is found', () => {
  expect(pages().flatMap(linksOf).length).toBeGreaterThan(10)
  expect(leadsSomewhere({ page: 'CONTRIBUTING.md', target: 'STYLE.md' })).toBe(true)
  expect(leadsSomewhere({ page: 'CONTRIBUTING.md', target: 'STYLE.md#errors' })).toBe(true)
  expect(leadsSomewhere({ page: 'CONTRIBUTING.md', target: 'STYLE.md#no-such-heading' })).toBe(
    false,
  )
  expect(leadsSomewhere({ page: 'CONTRIBUTING.md', target: 'docs/no-such-page.md' })).toBe(false)
})

test('decisions/README.md lists every decision', () => {
  const list = readFileSync('decisions/README.md', 'utf8')
  const decisions = readdirSync('decisions').filter((file) => /^\d{4}-.*\.md$/.test(file))
  expect(decisions.length).toBeGreaterThanOrEqual(5)
  expect(decisions.filter((file) => !list.includes(`](${file})`))).toEqual([])
})

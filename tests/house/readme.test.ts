import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorCodes } from '../../src/base/index.ts'
import { processIo } from '../../src/cli/io.ts'
import { program } from '../../src/cli/program.ts'
import { callsIn, wrongWith } from './command-names.ts'
import { pages } from './pages.ts'

const goap = program(processIo(), () => {})

test.each(pages())('every command of goap that %s names exists, with its options', (page) => {
  const calls = callsIn(page, readFileSync(page, 'utf8'))
  expect(calls.flatMap((call) => wrongWith(call, goap) ?? [])).toEqual([])
})

test('the README names the commands, and a wrong one is found', () => {
  const named = new Set(
    callsIn('README.md', readFileSync('README.md', 'utf8')).map(({ words }) => words[0]),
  )
  expect([...named]).toEqual(
    expect.arrayContaining(['execute', 'resume', 'status', 'check', 'read', 'graph', 'why']),
  )
  const wrong = callsIn('x', '`goap dance` and `goap check --loud`\n```sh\nnpx goap --no-such\n```')
  expect(wrong.map((call) => wrongWith(call, goap))).toEqual([
    'goap has no --no-such',
    'goap has no command dance',
    'goap check has no --loud',
  ])
})

test('the README begins with the two commands', () => {
  const text = readFileSync('README.md', 'utf8')
  expect(text).toContain('npm ci && npx goap execute plans/quickstart.md')
  expect(text).toContain('npm test')
})

test('the hints of errors name commands that exist', () => {
  const hints = Object.values(errorCodes).map(({ hint }) => hint)
  const calls = hints.flatMap((hint) => callsIn('codes.ts', hint))
  expect(calls.length).toBeGreaterThan(3)
  expect(calls.flatMap((call) => wrongWith(call, goap) ?? [])).toEqual([])
})

import { expect, test } from 'vitest'
import { scripted } from '../../src/commands/index.ts'
import {
  commandChecker,
  evaluate,
  factChecker,
  memoryFiles,
  verdictOf,
  type CheckContext,
} from '../../src/gates/index.ts'
import { parseExpectation, type Criterion, type Gate } from '../../src/model/index.ts'

function criterion(text: string, command: string | null, expect = ''): Criterion {
  return {
    key: text,
    text,
    place: null,
    status: null,
    check:
      command === null ? null : { kind: 'command', command, runnable: !command.includes('...') },
    expectations: parseExpectation(expect),
    expect,
  }
}

function gate(...criteria: Criterion[]): Gate {
  return { key: 'g', title: 'Gate', place: null, phase: null, after: [], closing: true, criteria }
}

const context = (answers: Parameters<typeof scripted>[0]): CheckContext => ({
  commands: scripted(answers),
  signal: new AbortController().signal,
  facts: new Map<string, string | number | boolean>([['ready', true]]),
  files: memoryFiles({}),
})

const checkers = [commandChecker(), factChecker()]

test('a gate passes on the evidence of its commands and shows what is only claimed', async () => {
  const subject = gate(
    criterion('tests pass', 'npm test', '0 failures'),
    criterion('looks good', null),
  )
  const result = await evaluate(
    subject,
    checkers,
    context({ 'npm test': { tail: '12 passed, 0 failed' } }),
    false,
  )
  expect(result.verdict).toBe('passed')
  expect(result.blocking).toBe(false)
  expect(result.criteria.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['passed', '0 failures'],
    ['claimed', 'has no check'],
  ])
  expect(result.criteria[0]?.evidence[0]).toMatchObject({ kind: 'command', exit: 0 })
})

test('a failing command fails its gate and says how', async () => {
  const subject = gate(criterion('builds', 'make'))
  const failed = await evaluate(subject, checkers, context({ make: { exit: 2 } }), false)
  expect(failed).toMatchObject({ verdict: 'failed', blocking: true })
  expect(failed.criteria[0]?.reason).toBe('exit code 2')
  const timeout = await evaluate(subject, checkers, context({ make: { ended: 'timeout' } }), false)
  expect(timeout.criteria[0]?.reason).toBe('timed out')
})

test('an incomplete command is not run and fails its gate for want of evidence', async () => {
  const around = context({})
  const result = await evaluate(gate(criterion('clean', 'cargo ...')), checkers, around, false)
  expect(result.verdict).toBe('failed')
  expect(result.criteria[0]?.verdict).toBe('insufficient-evidence')
})

test('a gate without any check is insufficient evidence; only strict lets it block', () => {
  const claimed = [{ key: 'a', text: 'a', verdict: 'claimed', reason: '', evidence: [] }] as const
  expect(verdictOf(claimed, false)).toMatchObject({
    verdict: 'insufficient-evidence',
    blocking: false,
  })
  expect(verdictOf(claimed, true)).toMatchObject({ verdict: 'failed', blocking: true })
})

test('a fact is checked by its value, and an unknown one is not enough', async () => {
  const known = { kind: 'fact', name: 'ready' } as const
  const yes = { kind: 'value', compare: '=', value: true } as const
  const ready = { ...criterion('ready', null), check: known, expectations: [yes] }
  const unknown = { ...ready, key: 'x', check: { kind: 'fact', name: 'other' } as const }
  const no = { ...ready, key: 'y', expectations: [{ ...yes, value: false }] }
  const result = await evaluate(gate(ready, unknown, no), checkers, context({}), false)
  expect(result.criteria.map(({ verdict }) => verdict)).toEqual([
    'passed',
    'insufficient-evidence',
    'failed',
  ])
})

test('a check of a kind that nobody checks is insufficient evidence', async () => {
  const result = await evaluate(gate(criterion('builds', 'make')), [], context({}), false)
  expect(result.criteria[0]).toMatchObject({
    verdict: 'insufficient-evidence',
    reason: 'no checker for "command"',
  })
})

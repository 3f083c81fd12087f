import { expect, test } from 'vitest'
import { execute, read } from '../../src/index.ts'
import { scripted, simulatedClock } from '../../src/testing.ts'

test('the testing door has what its example uses', async () => {
  const { plan } = read('# Plan: P\n\n## Tasks\n\n- [ ] T1: Test: `npm test`\n', 'p.md')
  const commands = scripted({ 'npm test': { exit: 0, tail: '12 passed, 0 failed' } })
  const clock = simulatedClock(1_000_000)
  await using run = execute(plan, {
    commands,
    clock,
    permissions: { allow: [], deny: [], all: 'test' },
  })
  const report = await run.report
  expect(report).toMatchObject({ outcome: 'succeeded', started: 1_000_000 })
  expect(commands.calls.map(({ script }) => script)).toEqual(['npm test'])
})

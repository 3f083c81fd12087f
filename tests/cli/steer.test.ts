import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { goap, type Said } from './run.ts'

let folder = ''
const folders: string[] = []
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true })))

const source = `# Plan: steer

## Phase 1: Build

- [ ] **A1**: Build it: \`test -e ready\`
- [ ] **A2**: Look at it
  - Depends on: A1

### Quality Gate

- [ ] \`test -e passed\` → exit code 0

## Phase 2: Ship

- [ ] **B1**: Ship: \`echo shipped\`
`
const put = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const plan = (): string => readFileSync(join(folder, 'plan.md'), 'utf8')
const call = (...args: readonly string[]): Promise<Said> => goap(folder, args)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'goap-steer-'))
  folders.push(folder)
  put('goap.config.json', '{}')
  put('plan.md', source)
})

test('a stopped run is steered from outside: retry, approve, waive, each at the next resume', async () => {
  expect((await call('execute', '--yes', 'plan.md')).code).toBe(1)
  put('ready', '')
  const retried = await call('retry', 'a1', '--note', 'it is there now')
  expect(retried).toMatchObject({ code: 0 })
  expect(retried.out).toContain('A1 runs again when the run goes on: goap resume')
  const second = await call('resume', '--yes')
  expect(second.out).toContain('✓ A1 Build it')
  expect(second.code).toBe(4)
  expect((await call('approve', 'A2')).out).toContain('A2 is approved when the run goes on')
  expect((await call('resume', '--yes')).out).toContain('gate Quality Gate: failed')
  expect((await call('waive', 'quality gate', '--why', 'known')).code).toBe(0)
  const last = await call('resume', '--yes')
  expect(last.code).toBe(0)
  expect(last.out).toContain('✓ B1 Ship')
  expect(plan()).toContain('- [x] **B1**')
  expect(plan(), 'a waived criterion is not ticked').toContain('- [ ] `test -e passed`')
  expect((await call('resume')).out).toContain('There is nothing to resume.')
})

test('an answer is given by hand, and one that is no choice is refused at once', async () => {
  put('ready', '')
  await call('execute', '--yes', 'plan.md')
  const wrong = await call('answer', 'A2', 'perhaps')
  expect(wrong.code).toBe(1)
  expect(wrong.err).toBe('A2: not done: "perhaps" is none of: done, failed.\n')
  expect((await call('answer', 'A2', 'failed')).out).toContain(
    'A2 is answered when the run goes on',
  )
  const { out } = await call('resume', '--yes')
  expect(out).toContain('✗ A2 Look at it')
  expect((await call('answer', 'A2')).code).toBe(2)
})

test('what nobody can mean is told: no run, no such task', async () => {
  expect((await call('retry', 'A1')).err).toContain('There is no run that this could be meant for.')
  expect((await call('pause')).out).toContain('There is nothing to pause.')
  await call('execute', '--yes', 'plan.md')
  const wrong = await call('retry', 'A9')
  expect(wrong.code).not.toBe(0)
  expect(wrong.err).toContain('Did you mean "A1"')
})

test('only chosen tasks run; gates that judge others are left out, and nothing else is marked', async () => {
  put('ready', '')
  const { out, code } = await call('execute', '--yes', '--only', 'B1', 'plan.md')
  expect(code).toBe(0)
  expect(out).toContain('✓ B1 Ship')
  expect(out).toContain('gate Quality Gate: not all that it judges was chosen')
  expect(plan()).toContain('- [ ] **A1**')
  expect((await call('execute', '--until', 'A1', '--yes', 'plan.md')).out).toContain('✓ A1')
  const dry = await call('execute', '--phase', '1', '--dry-run', 'plan.md')
  expect(dry.out).toContain('1 task in')
  expect((await call('execute', '--phase', 'Phse 2: Ship', 'plan.md')).err).toContain(
    'Did you mean "Phase 2: Ship"?',
  )
  expect(
    (await call('execute', '--from', 'A1', '--run-id', 'mine', '--yes', 'plan.md')).out,
  ).toContain('Run mine')
  expect((await call('execute', '--only', 'B1', '--yes', 'plan.md')).err).toContain(
    'run/unfinished',
  )
})

test('an id of a run is given once', async () => {
  await call('execute', '--run-id', 'mine', '--yes', '--fail-fast', 'plan.md')
  const again = await call('execute', '--run-id', 'mine', '--yes', 'plan.md')
  expect(again.err).toContain('journal/run-exists')
})

test('a changed plan stops what is resumed, or goes on as it was, or as it is', async () => {
  put('ready', '')
  await call('execute', '--yes', 'plan.md')
  put('plan.md', `${plan()}- [ ] **B2**: Tell: \`echo told\`\n`)
  const stopped = await call('execute', '--yes', 'plan.md')
  expect(stopped.err).toContain('--on-edit replan')
  await call('answer', 'A2', 'done')
  put('passed', '')
  const { out, code } = await call('execute', '--yes', '--on-edit', 'replan', 'plan.md')
  expect(code).toBe(4)
  expect(out).not.toContain('✓ A1')
  await call('answer', 'A2', 'done')
  const end = await call('resume', '--yes')
  expect(end.out).toContain('✓ B2')
  expect(end.code).toBe(0)
  expect(plan()).toContain('- [x] **B2**')
})

test('a document that is edited while it runs is told, or the run goes on with what it says now', async () => {
  put(
    'plan.md',
    '# Plan\n\n- [ ] **A1**: `node edit.cjs`\n- [ ] **A2**: `echo b`\n  - Depends on: A1\n',
  )
  put('edit.cjs', "require('node:fs').appendFileSync('plan.md', '- [ ] **A3**: `echo new`\\n')")
  const { out, code } = await call('execute', '--yes', '--on-edit', 'replan', 'plan.md')
  expect(out).toContain('The plan has changed')
  expect(code).toBe(0)
  expect(plan()).toBe(
    '# Plan\n\n- [x] **A1**: `node edit.cjs`\n- [x] **A2**: `echo b`\n  - Depends on: A1\n- [x] **A3**: `echo new`\n',
  )
  put('plan.md', plan().replaceAll('[x]', '[ ]').replace('- [ ] **A3**: `echo new`\n', ''))
  const told = await call('execute', '--yes', '--again', '--run-id', 'two', 'plan.md')
  expect(told.err).toContain('plan.md has changed since the run began')
  expect(told.code).toBe(0)
})

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { folderWith } from '../workspace/folder.ts'
import { goap, type Said } from './run.ts'

let folder = ''
const source = `# Plan

## Phase 1: Build (parallel)

- [x] **A1**: Build
- [x] **A2**: Document

### Quality Gate

- [x] \`test -e built\`
- [x] File docs/api.md created
- [ ] Coverage ≥ 80 % (\`cat coverage.txt\`)
- [x] Approved by Ann
- [x] Everybody is happy

## Phase 2: Ship (parallel)

- [x] **B1**: Pack
- [ ] **B2**: Ship

### Release Gate

- [ ] \`test -e packed\`

## Metrics

| Metric | Target | Current |
|---|---|---|
| Coverage | ≥ 80 % | 70 % |
`
const put = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const plan = (): string => readFileSync(join(folder, 'plan.md'), 'utf8')
const verify = (...args: readonly string[]): Promise<Said> => goap(folder, ['verify', ...args])
const lines = (out: string): unknown => out.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as unknown) // prettier-ignore

beforeEach(() => {
  folder = folderWith({
    'goap.config.json': '{}',
    'plan.md': source,
    built: '',
    'docs/api.md': '',
    'coverage.txt': 'all: 84.5%\n',
  })
})

test('each tick is true, false or unproven, and no task runs', async () => {
  rmSync(join(folder, 'docs'), { recursive: true })
  const { out, code } = await verify('plan.md', '--yes')
  expect(code).toBe(1)
  expect(out.split('\n')).toEqual([
    '◆ Quality Gate  not ticked',
    '    ✓ true      `test -e built`  exit code 0',
    '    ✗ false     File docs/api.md created  docs/api.md does not exist',
    '    · holds     Coverage ≥ 80 % (`cat coverage.txt`)  84.5%',
    '    ? unproven  Approved by Ann  Ann must approve it',
    '    ? unproven  Everybody is happy  has no check',
    '◆ Release Gate  not due yet',
    '    · open      `test -e packed`  exit code 1',
    '✗ false     A1 Build  gate "Quality Gate" fails',
    '✗ false     A2 Document  gate "Quality Gate" fails',
    '? unproven  B1 Pack  its gate waits for tasks that are not done',
    '',
    'ticked criteria: 1 true, 1 false, 2 unproven; done tasks: 2 false, 1 unproven; 2 not ticked, 1 of them hold',
    '',
  ])
  expect(plan()).toBe(source)
})

test('what may not run is unproven, and how to allow it is told', async () => {
  const { out, code } = await verify('plan.md', '--allow', 'cat *')
  expect(code).toBe(4)
  expect(out).toContain('? unproven  `test -e built`  not run: ')
  expect(out).toContain("Not everything may run. Allow it with: --allow 'test -e built' --allow 'test -e packed'") // prettier-ignore
  expect(out).toContain('· holds     Coverage')
})

test('--only verifies one gate, phase, criterion, or the gates of one task', async () => {
  const release = await verify('plan.md', '--yes', '--only', 'b2')
  expect(release.out).toContain('◆ Release Gate')
  expect(release.out).not.toContain('Quality Gate')
  expect(release.code).toBe(0)
  const one = await verify('plan.md', '--yes', '--only', 'quality-gate/test-e-built')
  expect(one.out).toMatch(/^◆ Quality Gate {2}true\n {4}✓ true {6}`test -e built`/)
  for (const phase of ['Phase 2: Ship', 'phase 2', '2'])
    expect((await verify('plan.md', '--yes', '--only', phase)).out).toContain('Release Gate')
  const wrong = await verify('plan.md', '--only', 'relase-gate')
  expect(wrong).toMatchObject({ code: 2 })
  expect(wrong.err).toContain('Did you mean "release-gate"?')
  expect(wrong.err).toContain('workspace/unknown-gate')
})

test('--write corrects ticks and measured values, and ticks nothing before its time', async () => {
  rmSync(join(folder, 'built'))
  put('packed', '')
  const { code, err } = await verify('plan.md', '--yes', '--write')
  expect([code, err]).toEqual([1, 'plan.md: 3 places were written\n'])
  expect(plan()).toBe(
    source
      .replace('- [x] `test -e built`', '- [ ] `test -e built`')
      .replace('- [ ] Coverage', '- [x] Coverage')
      .replace('| 70 % |', '| 84.5% |'),
  )
  expect((await verify('plan.md', '--yes', '--write')).err).not.toContain('written')
  const input = await goap(folder, ['verify', '-', '--write'], { input: source })
  expect(input.err).toContain('cli/bad-option')
})

test('--json gives a line for each document, with what was measured', async () => {
  const { out } = await verify('plan.md', '--yes', '--json')
  expect(lines(out)).toMatchObject([
    {
      schema: 'goap/verification@1',
      document: 'plan.md',
      written: null,
      gates: [
        { key: 'quality-gate', due: true, criteria: [{ truth: 'true' }, { truth: 'true' }, { truth: null, result: { measured: '84.5%' } }, { truth: 'unproven' }, { truth: 'unproven' }] },
        { key: 'release-gate', due: false, truth: null },
      ],
      tasks: [{ id: 'A1', truth: 'unproven' }, { id: 'A2' }, { id: 'B1' }],
    },
  ]) // prettier-ignore
})

import { expect, test } from 'vitest'
import { print, read, samePlan } from '../../src/documents/index.ts'
import type { Criterion } from '../../src/model/index.ts'

const document = (items: string): string =>
  `# Plan\n\n## Phase 1: Do (parallel)\n\n- [ ] **A1**: Do it\n\n### Quality Gate\n\n${items}\n`

function criterion(item: string): Criterion {
  const [found] = read(document(`- [ ] ${item}`), 'p.md').plan.gates.flatMap((gate) => gate.criteria) // prettier-ignore
  if (!found) throw new Error('there is no criterion')
  return found
}

test.each([
  ['`docs/a.md` exists', 'docs/a.md'],
  ['`./scripts/run.sh` is present', 'scripts/run.sh'],
  ['The file `src/a.ts` has been created', 'src/a.ts'],
  ['`tests/` folder exists', 'tests/'],
  ['`.github/workflows/ci.yml` added', '.github/workflows/ci.yml'],
  ['`LICENSE` in place', 'LICENSE'],
  ['`dist/lib.so.c` generated', 'dist/lib.so.c'],
  ['Migration guide written (`docs/migration.md`)', 'docs/migration.md'],
  ['Definition file created: `agents/a.md`', 'agents/a.md'],
  ['**SECURITY.md** exists.', 'SECURITY.md'],
  ['✅ `a.md` exists', 'a.md'],
])('"%s" asks whether %s is there', (item, path) => {
  expect(criterion(item)).toMatchObject({
    check: { kind: 'file', path, partial: false },
    expectations: [],
  })
})

test.each([
  'SECURITY.md created and complete',
  '`a.md` exists with examples',
  '`src/a.ts` created (342 lines)',
  '`a.md` exists and links to the guide',
])('"%s" says more than a look at the file can prove', (item) => {
  expect(criterion(item).check).toMatchObject({ kind: 'file', partial: true })
})

test.each([
  '`process.env` exists',
  '`config.timeout` is present',
  '`feature/login` exists',
  '`User.create()` exists',
  '`../outside.md` exists',
  '`/etc/passwd` exists',
  '`~/.config/a.json` exists',
  '`https://a.b/c.md` exists',
  '`docs/*.md` exist',
  '`a.md` and `b.md` exist',
  '`a.md` created or updated',
  '`a.md` exists if needed',
  'No `a.md` exists',
  '`a.md` updated',
  'README.md contains no `TODO`',
  'README.md contains a section on use',
  'README.md contains `a` or `b`',
  'Document exists in `plans/`',
  'All tests in `a.test.ts` pass',
  'The class `Output` is created',
  'Node.js exists',
])('"%s" asks for no file', (item) => {
  expect(criterion(item).check).toBeNull()
})

test.each([
  ['README.md contains `npm ci`, "Node" and `x`', [{ kind: 'contains', text: 'npm ci' }, { kind: 'contains', text: 'Node' }, { kind: 'contains', text: 'x' }]],
  ['`a.md` exists with the heading "Use"', [{ kind: 'contains', text: 'Use' }]],
  ['`v.txt` matches `/^v\\d+/`', [{ kind: 'matches', pattern: '^v\\d+' }]],
  ['`old.ts` no longer exists', [{ kind: 'exists', exists: false }]],
  ['File `old.ts` removed', [{ kind: 'exists', exists: false }]],
])('"%s" is compared as it says', (item, expectations) => {
  expect(criterion(item)).toMatchObject({ check: { kind: 'file', partial: false }, expectations })
}) // prettier-ignore

test.each([
  ['Approved by Ann Lee', 'Ann Lee'],
  ['Approved by the security team', 'security team'],
  ['Design reviewed and approved by @ann', '@ann'],
  ['Stakeholder approval obtained', 'Stakeholder'],
  ['Sign-off from the product owner received', 'product owner'],
  ['Approval: technical lead + QA', 'technical lead + QA'],
  ['Tech lead signs off on the design', 'Tech lead'],
  ['Manual review of all findings', null],
  ['Human approval required', null],
  ['Sign-off', null],
  ['Risk strategies approved', null],
])('"%s" asks a person: %s', (item, by) => {
  expect(criterion(item)).toMatchObject({ check: { kind: 'approval', by }, expectations: [] })
})

test.each([
  'Sign-off from security agent',
  'Code review approved by the review bot',
  'Approval workflow works',
  'Auto-approved changes are logged',
  'No changes approved',
  'Approval not needed',
  'Only approved algorithms',
  'User approves each action',
  'Manual testing performed',
  'Human-readable output',
  'The `approve` command works',
  'Findings flagged for human review',
])('"%s" asks nobody', (item) => {
  expect(criterion(item).check).toBeNull()
})

const command = (text: string): object => ({ kind: 'command', command: text, runnable: true })
const file = (path: string): object => ({ kind: 'file', path })
const json = (path: string): object => ({ kind: 'json', path })
const report = (figure: string): object => ({ kind: 'report', figure })

test.each([
  ['Coverage ≥ 90 % (`npm run coverage`)', command('npm run coverage'), null, '≥ 90 %'],
  ['Coverage at least 90% (via `npm run coverage`)', command('npm run coverage'), null, 'at least 90%'],
  ['`npm run size` → `.total` < 500', command('npm run size'), json('.total'), '`.total` < 500'],
  ['`size.json`: `total` < 500', file('size.json'), json('total'), '`total` < 500'],
  ['`size.json` `total` → < 500', file('size.json'), json('total'), '< 500'],
  ['`size.txt`: `/total (\\d+)/` < 500', file('size.txt'), { kind: 'pattern', pattern: 'total (\\d+)' }, '`/total (\\d+)/` < 500'],
  ['Branch coverage ≥ 80% (`coverage/lcov.info`)', file('coverage/lcov.info'), report('branches'), '≥ 80%'],
  ['`junit.xml` → no failures', file('junit.xml'), report('failures'), 'no failures'],
])('"%s" is a metric', (item, from, take, expect_) => {
  expect(criterion(item)).toMatchObject({ check: { kind: 'metric', from, take }, expect: expect_ })
}) // prettier-ignore

test.each([
  'Coverage ≥ 90 %',
  'Bundle < 500 KB (`du -k dist`)',
  'Latency < 5 ms (`cargo bench`)',
  'All 12 tests pass (`npm test`)',
  'Coverage ≥ 90 % (see `docs/coverage.md`)',
  'Coverage ≥ 90 % (`npm run coverage`) on all platforms',
  '`size.json`: `total` is set',
  '`notes.md` → 0 failures',
])('"%s" states no way to measure it', (item) => {
  expect(criterion(item).check).toBeNull()
})

test.each([
  ['`bench.json`: `p95` < 200 ms', 'ms', 200],
  ['`npm run size` → `/total: (\\S+ kB)/` ≤ 500kB', 'kB', 500],
  ['`npm run bench` → `.build.time` under 2 min', 'min', 2],
])('"%s" compares a number of %s', (item, unit, value) => {
  expect(criterion(item)).toMatchObject({
    check: { kind: 'metric', unit },
    expectations: [{ kind: 'threshold', of: 'number', value }],
  })
})

test('a command that heads a criterion stays a command', () => {
  expect(criterion('`npm run coverage` → ≥ 90%').check).toEqual(command('npm run coverage'))
  expect(criterion('`npm run size` → < 500').check).toEqual(command('npm run size'))
})

const metrics = `# Plan

## Tasks

- [ ] A1: Do it

## Metrics

| Metric | Target | Current | Measurement |
|---|---|---|---|
| Coverage | ≥ 90 % | 62% | \`npm run coverage\` |
| Branch coverage | ≥ 80% | TBD | \`coverage/lcov.info\` |
| Files | ≤ 10 | | \`ls src \\| wc -l\` |
| Latency | < 5 ms | 9 ms | \`npm run bench\` |
| p95 | < 5 ms | 9 ms | \`bench.json\` \`p95\` |
| Joy | high | low | \`npm run joy\` |
| Uptime | 99.9 % | | Prometheus |
`

test('rows of a table of metrics are criteria when their measurement is stated', () => {
  const { plan } = read(metrics, 'p.md')
  expect(plan.metrics).toHaveLength(7)
  expect(plan.gates).toMatchObject([{ title: 'Metrics', closing: true, after: ['a1'] }])
  expect(plan.gates[0]?.criteria).toMatchObject([
    { text: 'Coverage', expect: '≥ 90 %', check: { kind: 'metric', from: command('npm run coverage'), take: null } },
    { text: 'Branch coverage', check: { from: file('coverage/lcov.info'), take: report('branches') } },
    { text: 'Files', check: { from: command('ls src | wc -l') } },
    { text: 'p95', check: { from: file('bench.json'), take: json('p95'), unit: 'ms' } },
  ]) // prettier-ignore
})

test('a table of metrics without any measurement is no gate', () => {
  const { plan } = read(metrics.replaceAll('`', ''), 'p.md')
  expect(plan.gates).toEqual([])
})

test('what was measured belongs into the Current cell', () => {
  const { figures } = read(metrics, 'p.md')
  expect(figures.map(({ kind, text }) => [kind, text])).toEqual([
    ['measure', '62%'],
    ['measure', 'TBD'],
    ['measure', ''],
    // What no check measures a task may tell.
    ['output', '9 ms'],
    ['measure', '9 ms'],
    ['output', ''],
  ])
})

test('plans with such criteria are printed and read as the same', () => {
  for (const text of [
    metrics,
    document(
      '- [ ] `a.md` exists\n- [x] Approved by Ann\n- Coverage ≥ 90 % (`npm run coverage`)\n- `c.json`: `a.b` ≥ 3\n- `c.json`: `a.c` < 3 kB',
    ),
  ]) {
    // prettier-ignore
    const { plan } = read(text, 'p.md')
    expect(samePlan(read(print(plan), 'p.md').plan, plan)).toBe(true)
  }
})

test('a printed criterion does not repeat what it expects', () => {
  const printed = print(read(document('- [ ] Coverage ≥ 90 % (`npm run coverage`)'), 'p.md').plan)
  expect(printed).toContain('- [ ] Coverage ≥ 90 % (`npm run coverage`)\n')
})

const codesOf = (text: string): readonly string[] =>
  read(text, 'plan.md').diagnostics.map(({ code }) => code)

test('a page about a phase, an agent or a level is no plan without tasks', () => {
  for (const text of [
    '# Phase 6: Settings\n\n## What they are\n\nFew.\n',
    '# P\n\n## Agent 2: The cook\n\nCooks.\n',
    '# P\n\n## Level 1: Roots\n\nDeep.\n',
    '# P\n\n## 4. Synthesis: all of it\n\nMuch.\n',
  ])
    expect(codesOf(text)).toEqual([])
  expect(codesOf('# P\n\n## Phase 1: Dig\n\n## Phase 2: Fill\n')).toEqual(['documents/no-tasks'])
  expect(codesOf('# P\n\n## Phase 1: ANALYZE\n\nA.\n\n## Phase 2: DECOMPOSE\n\nB.\n')).toEqual([
    'documents/no-tasks',
  ])
})

test('what is to be completed is not said to be complete', () => {
  const phase = (title: string): string => `# P\n\n## ${title}\n\n- [ ] Dig\n`
  for (const title of ['Phase 5: Complete Migration', 'Milestone 1: All Done and Dusted (Week 1)'])
    expect(codesOf(phase(title))).toEqual([])
  for (const title of ['Phase 5: Migration — COMPLETE', 'Wave 2: Complete (A1 through A7)'])
    expect(codesOf(phase(title))).toEqual(['documents/status-conflict'])
})

test('a coloured circle contradicts no word', () => {
  const row = (status: string): string =>
    `# P\n\n## Tasks\n\n| Task | Status |\n|---|---|\n| Dig | ${status} |\n`
  expect(codesOf(row('🟡 Pending'))).toEqual([])
  expect(codesOf(row('⚪ Blocked'))).toEqual([])
  expect(codesOf(row('✅ Pending'))).toEqual(['documents/status-conflict'])
})

import { expect, test } from 'vitest'
import { read } from '../../src/documents/read/index.ts'
import type { Plan } from '../../src/model/index.ts'

const plan = (text: string): Plan => read(text, 'plan.md').plan

test('a criteria table has its targets as expectations', () => {
  const text =
    '- [ ] Dig\n\n## Quality Gates\n\n| Milestone | Check | Target |\n|--|--|--|\n| Depth | `./depth.sh` | > 3 |\n| Width | by eye | wide |\n'
  expect(plan(text).gates[0]?.criteria).toMatchObject([
    { text: 'Depth', check: { command: './depth.sh' }, expect: '> 3' },
    { text: 'Width', check: null, expect: 'wide' },
  ])
})

test('only the GO criteria of a decision gate are asked', () => {
  const text =
    '## Phase 1: A\n- [ ] Dig\n\n## Decision Gates\n\n### Gate 1: After Phase 1\n\n**GO Criteria** (proceed):\n- It is deep\n\n**NO-GO Criteria** (stop):\n- It is dry\n\n**Outcome**:\n- Celebrate\n'
  expect(plan(text).gates).toMatchObject([
    {
      title: 'Gate 1: After Phase 1',
      phase: 'phase-1-a',
      after: ['dig'],
      criteria: [{ text: 'It is deep' }],
    },
  ])
})

test('a goal table gives each goal a gate', () => {
  const text =
    '- [ ] Dig\n\n| Goal | Success criteria |\n|--|--|\n| G1 water | `./taste.sh ok` passes |\n'
  expect(plan(text).gates).toMatchObject([
    { title: 'G1 water', closing: true, criteria: [{ check: { command: './taste.sh ok' } }] },
  ])
})

test('deliverables are named, not done', () => {
  const text = '## Phase 1: A\n- [ ] Dig\n\n### Deliverables\n- A deep well\n'
  expect(plan(text)).toMatchObject({ deliverables: ['A deep well'], tasks: [{ title: 'Dig' }] })
})

test('a contingency may be a heading, with its actions behind labels', () => {
  const text =
    '## Contingency Plans\n\n### If it rains\n- **Symptom**: Wet\n- **Action**: Wait\n- **Fallback**: Go home\n'
  expect(plan(text).contingencies).toMatchObject([
    { trigger: 'If it rains', actions: ['Wait', 'Go home'], kind: 'contingency', owner: null },
  ])
})

test('a plain "If …:" line with a list in a rollback plan is a rollback', () => {
  const text = '## Rollback Plan\n\nIf it leaks:\n1. Drain\n2. Mend\n'
  expect(plan(text).contingencies).toMatchObject([
    { trigger: 'If it leaks', actions: ['Drain', 'Mend'], kind: 'rollback' },
  ])
})

test('a risk table with owners gives contingencies with owners', () => {
  const text = '## Risks\n\n| Risk | Response | Owner |\n|--|--|--|\n| Rain | Wait | cook |\n'
  expect(plan(text).contingencies).toMatchObject([
    { trigger: 'Rain', actions: ['Wait'], owner: 'cook' },
  ])
})

test('a quality gate may say behind a colon what it is about', () => {
  const { plan } = read(
    '# Plan: P\n\n## Phase 1: Do (Parallel)\n\n- [ ] T1: Do it\n\n### Quality Gate: the sources are sound\n\n- [ ] `make lint`\n',
  )
  expect(plan.tasks.map(({ key }) => key)).toEqual(['t1'])
  expect(plan.gates).toMatchObject([{ phase: 'phase-1-do', criteria: [{ text: '`make lint`' }] }])
})

/** The criteria of a text's gates: what is run and expected. */
const fenced = (text: string): readonly unknown[] =>
  plan(text).gates.flatMap(({ criteria }) =>
    criteria.map(({ text: words, check, expect: wanted }) => [
      words,
      check?.kind === 'command' ? check.command : null,
      wanted,
    ]),
  )
const fence = (lines: string, language = 'bash'): string => `\`\`\`${language}\n${lines}\n\`\`\`\n`

test('commands in a fence of a gate are its criteria, with what comments expect', () => {
  const lines = `# Types
npx tsc --noEmit

npm test -- --run && \\
  npm run lint
grep -c TODO src/a.ts  # Should be 0 in all
ls src | wc -l
# Expected: 72`
  expect(fenced(`# P\n\n## Quality Gate\n\n${fence(lines)}`)).toEqual([
    ['npx tsc --noEmit', 'npx tsc --noEmit', null],
    ['npm test -- --run && npm run lint', 'npm test -- --run && npm run lint', null],
    ['grep -c TODO src/a.ts', 'grep -c TODO src/a.ts', '0'],
    ['ls src | wc -l', 'ls src | wc -l', '72'],
  ])
})

test('a command whose expectation cannot be measured is not run', () => {
  const lines = 'npm run build  # Must pass\ngrep -r old src  # Should return: nothing'
  expect(fenced(`# P\n\n## Validation\n\n${fence(lines, 'sh')}`)).toEqual([
    ['npm run build', 'npm run build', null],
    ['grep -r old src', null, 'nothing'],
  ])
})

test('a fence that is more than a list of commands is no criteria', () => {
  const gate = (lines: string, title = 'Validation', language = 'bash'): readonly unknown[] =>
    fenced(`# P\n\n## ${title}\n\n${fence(lines, language)}`)
  for (const lines of [
    'cd lib\nnpm test',
    'for f in *.ts; do npm test; done',
    '$ npm test\n12 passed',
    'npm test\nunheard-of --all',
    '#!/bin/bash\nnpm test',
    '# scripts/check.sh\nnpm test',
    'LIMIT=70\nnpm test',
    'cat <<END\nnpm test\nEND',
    'npm test "a',
  ])
    expect(gate(lines)).toEqual([])
  expect(gate('npm test', 'Validation', 'text')).toEqual([])
  expect(gate('npm test', 'quality-gates.sh')).toEqual([])
})

test('the fence below an item is its check', () => {
  const inside = (lines: string): string => fence(lines).replace(/^/gm, '   ')
  const text = `## Verification Steps\n\n1. **Build**:\n${inside('npm run build')}\n2. Both are clean\n${inside('npm test\nnpm run lint')}`
  expect(fenced(`# P\n\n${text}`)).toEqual([
    ['Build', 'npm run build', null],
    ['Both are clean', null, null],
    ['npm test', 'npm test', null],
    ['npm run lint', 'npm run lint', null],
  ])
})

test('a verification below a task is a gate behind it, and no command of the task', () => {
  const text = `# P\n\n## Tasks\n\n### A1: Dig\n\n**Verification:**\n${fence('npm test')}\n### A2: Fill\n\nBy hand.\n`
  const { gates, tasks } = plan(text)
  expect(gates).toMatchObject([{ after: ['a1'], closing: false }])
  expect(tasks.map(({ id, command }) => [id, command])).toEqual([
    ['A1', null],
    ['A2', null],
  ])
})

test('the gate of a phase with numbered parts stands behind all of them', () => {
  const text =
    '# P\n\n## Phase B.1: Dig\n\n- [ ] Dig a hole\n\n## Phase B.2: Fill\n\n- [ ] Fill the hole\n\n## Phase C: Rest\n\n- [ ] Sleep\n\n## Phase B Quality Gate\n\n- The hole is gone\n'
  expect(plan(text).gates).toMatchObject([
    { after: ['dig-a-hole', 'fill-the-hole'], closing: false },
  ])
})

test('the gate of a phase that runs nothing closes the plan', () => {
  const text =
    '# Phase 4: Security\n\n## Tasks\n\n- [ ] Lock the door\n\n## Phase 4 Acceptance Criteria\n\n- The house is quiet\n'
  expect(plan(text).gates).toMatchObject([{ after: ['lock-the-door'], closing: true }])
})

test('a criterion that resembles a task puts it into no other phase', () => {
  const text =
    '# P\n\n## Phase 1: Dig\n\n- [ ] **A1**: Dig\n\n### Phase 1 Success Criteria\n\n- [x] Documentation\n\n## Phase 2: Write\n\n### 2.1 Documentation\n\n**Priority**: P1\n\n### 2.2 Print\n\n**Dependencies**: Phase 1\n'
  const { tasks } = plan(text)
  expect(tasks.map(({ title, needs }) => [title, needs])).toEqual([
    ['Dig', []],
    ['Documentation', []],
    ['Print', ['a1']],
  ])
})

test('boxes below a testing plan say what tests have to show', () => {
  const text =
    '# P\n\n## Tasks\n- [ ] Dig\n\n## Testing Plan\n\n### Letters\n- [ ] Small letters are not packed\n- [ ] Flush on a limit\n\n### Work\n- [ ] Add a test of the roof\n- [ ] Write the others\n'
  const { tasks, gates } = plan(text)
  expect(tasks.map(({ title }) => title)).toEqual(['Dig', 'Add a test of the roof', 'Write the others']) // prettier-ignore
  expect(gates).toMatchObject([
    { title: 'Letters', criteria: [{ text: 'Small letters are not packed' }, { text: 'Flush on a limit' }] }, // prettier-ignore
  ])
})

test('quality assurance is a gate when each line has a sign', () => {
  const gates = (...items: readonly string[]): readonly string[] =>
    plan(`# P\n\n- [ ] **A1**: Dig\n\n## Quality Assurance ✅\n\n${items.map((item) => `- ${item}\n`).join('')}`).gates.map(({ title }) => title) // prettier-ignore
  expect(gates('✅ It builds', '✅ **Format**: as it was')).toEqual(['Quality Assurance'])
  expect(gates('Reviews by others', '✅ Tests')).toEqual([])
})

test('headings in criteria that only sort have criteria', () => {
  const text =
    '# P\n\n- [ ] **A1**: Dig\n\n## Success Criteria\n\n### Quantitative targets\n- Files: 72 → 20\n\n### Qualitative improvements\n- It is dry\n\n### Testing\n- All tests pass\n\n### Notes\n- Fair weather\n'
  expect(plan(text).gates.flatMap(({ criteria }) => criteria.map((each) => each.text))).toEqual([
    'Files: 72',
    'It is dry',
    'All tests pass',
  ])
})

test('what is looked at behind the work is a gate', () => {
  const text =
    '# P\n\n- [ ] **A1**: Dig\n\n## 2. Post-Release Validation\n\n```bash\nnpm test\n```\n'
  expect(plan(text).gates).toMatchObject([{ criteria: [{ check: { command: 'npm test' } }] }])
  const above = plan('# P\n\n- [ ] **A1**: Dig\n\n## Pre-release verification\n\n### Build verification\n\n- [ ] All tests pass\n- [ ] No warnings are left\n').gates // prettier-ignore
  expect(above.map(({ title }) => title)).toEqual(['Build verification'])
})

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

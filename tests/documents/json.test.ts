import { expect, test } from 'vitest'
import { planJson } from '../../src/documents/json.ts'
import { read } from '../../src/documents/read/index.ts'

const text = `# Well

**Strategy**: Sequential

## Phase 1: Dig (P1)

| ID | Task | Owner | Depends | Effort | Due Date |
|----|------|-------|---------|--------|----------|
| W-1 | Dig: \`./dig.sh --deep\` | digger | None | 2h | 2026-03-04 |

- [x] Rest (after W-1)

**Quality Gate**: \`./depth.sh\` → > 3 m

## Phase 2: Drink

### W-2: Pump
**Dependencies**: W-1, W-9
**Output**: Water

## Risks

| Risk | Mitigation |
|------|------------|
| Rain | Cover |
`

test('a reading prints as the plan schema says', () => {
  const json = planJson(read(text, 'plans/well.md'))
  expect(json).toEqual({
    schema: 'goap/plan@1',
    file: 'plans/well.md',
    title: 'Well',
    strategy: 'sequential',
    tasks: [
      {
        id: 'W-1',
        key: 'w-1',
        title: 'Dig: `./dig.sh --deep`',
        line: 9,
        status: null,
        agent: 'digger',
        phase: 'Phase 1: Dig (P1)',
        priority: 'P1',
        needs: [],
        effort: { minimum: 120, maximum: 120 },
        due: '2026-03-04',
        command: './dig.sh --deep',
      },
      {
        id: null,
        key: 'rest-after-w-1',
        title: 'Rest (after W-1)',
        line: 11,
        status: 'done',
        agent: null,
        phase: 'Phase 1: Dig (P1)',
        priority: 'P1',
        needs: ['W-1'],
        command: null,
      },
      {
        id: 'W-2',
        key: 'w-2',
        title: 'Pump',
        line: 17,
        status: null,
        agent: null,
        phase: 'Phase 2: Drink',
        priority: null,
        needs: ['W-1'],
        command: null,
        outputs: ['Water'],
      },
    ],
    dependencies: [
      ['Rest (after W-1)', 'W-1'],
      ['W-2', 'W-1'],
    ],
    phaseOrder: [['Phase 2: Drink', 'Phase 1: Dig (P1)']],
    phases: [
      {
        title: 'Phase 1: Dig (P1)',
        key: 'phase-1-dig',
        mode: 'sequential',
        line: 5,
        status: null,
        agent: null,
        needs: [],
        tasks: ['w-1', 'rest-after-w-1'],
      },
      {
        title: 'Phase 2: Drink',
        key: 'phase-2-drink',
        mode: 'sequential',
        line: 15,
        status: null,
        agent: null,
        needs: ['phase-1-dig'],
        tasks: ['w-2'],
      },
    ],
    gates: [
      {
        title: 'Phase 1: Dig: Quality Gate',
        key: 'phase-1-dig-quality-gate',
        line: 13,
        phase: 'Phase 1: Dig (P1)',
        after: ['W-1', 'Rest (after W-1)'],
        closing: false,
        criteria: [
          {
            text: '`./depth.sh`',
            key: 'depth.sh',
            line: 13,
            status: null,
            command: './depth.sh',
            expect: '> 3 m',
          },
        ],
      },
    ],
    contingencies: [{ trigger: 'Rain', actions: ['Cover'], kind: 'risk', owner: null, line: 25 }],
    agents: ['digger'],
    metrics: [],
    risks: [{ risk: 'Rain', mitigation: 'Cover', line: 25 }],
    deliverables: [],
    diagnostics: [
      {
        code: 'documents/dangling-dependency',
        severity: 'error',
        message: 'Task "W-2" needs "W-9", which nothing defines.',
        hint: 'Did you mean "W-1"?',
        line: 18,
        column: 24,
        endLine: 18,
        endColumn: 27,
        related: [],
      },
    ],
  })
})

test('it is JSON: printing and parsing changes nothing', () => {
  const json = planJson(read(text))
  expect(JSON.parse(JSON.stringify(json))).toEqual(json)
})

test('how often, how long and how many at once is told where the plan says it', () => {
  const limited = `# Plan: Limits

## Phase 1: Work (swarm, 3 workers)

- [ ] **A1**: Dig
  - Retries: 2
  - Timeout: 5 min
`
  expect(planJson(read(new TextEncoder().encode(limited)))).toMatchObject({
    tasks: [{ id: 'A1', retry: { attempts: 3 }, timeout: 300_000 }],
    phases: [{ mode: 'swarm', workers: 3 }],
  })
})

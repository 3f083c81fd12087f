import { expect, test } from 'vitest'
import {
  catalogue,
  check,
  checkGoal,
  read,
  readGoal,
  type DiagnosticCode,
} from '../../src/documents/index.ts'
import type { Diagnostic } from '../../src/model/index.ts'

const table = (...rows: string[]): string =>
  `# Plan: T\n\n## Tasks\n\n| ID | Task | Agent | Depends on | Due |\n|---|---|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join('')}`

const gated = (...phases: [string, string][]): string =>
  `# Plan: G\n\n${phases.map(([title, gate]) => `## ${title}\n\n- [ ] Do the work of ${title}\n\n${gate}\n\n`).join('')}`

const gate = '### Quality Gate\n\n- `npm test` → 0 failures'

/** A goal document with an action that reaches the goal, and more below its headings. */
const goal = ({
  goal: wanted = '- done = true',
  state = '',
  more = '',
  fields = '- Effects: done = true',
} = {}): string =>
  `# Goal: G\n\n## Goal\n\n${wanted}\n\n## Current State\n\n${state}\n\n${more}## Actions\n\n### Action: do it\n\n${fields}\n`

/** For each finding a document that has it, and the line it is found on. */
const samples: Readonly<Record<DiagnosticCode, readonly [number, string]>> = {
  'documents/cycle': [7, table('A1 | Dig | ann | A2 |', 'A2 | Lay | ann | A1 |')],
  'documents/dangling-dependency': [8, table('A1 | Dig | ann | |', 'A2 | Lay | ann | A7 |')],
  'documents/duplicate-id': [4, '# Plan: D\n\n- A1: Dig a hole\n- A1: Paint the fence\n'],
  'documents/no-tasks': [3, '# Plan: Nothing\n\n## Tasks\n\nLater.\n'],
  'documents/mode-contradiction': [
    11,
    '# Plan: M\n\n**Task A1**: Dig\n\n**Task A2**: Lay\n- Dependencies: A1\n\n## Phase 1: Work\n\n**Parallel Tasks**:\n- A1: Dig || A2: Lay\n',
  ],
  'documents/schedule-contradiction': [
    13,
    `${table('A1 | Dig | ann | |', 'A2 | Lay | ann | A1 |')}\n## Timeline\n\n- Week 2: A1\n- Week 1: A2\n`,
  ],
  'documents/impossible-date': [
    8,
    table('A1 | Dig | ann | | 2026-03-09', 'A2 | Lay | ann | A1 | 2026-03-02'),
  ],
  'documents/dependency-against-graph': [
    6,
    '# Plan: D\n\n**Task A1**: Dig\n\n**Task A2**: Lay\n- Dependencies: None\n\n## Dependency Graph\n\n```\nA1 → A2\n```\n',
  ],
  'documents/status-conflict': [
    7,
    '# Plan: S\n\n## Tasks\n\n| ID | Task | Status |\n|---|---|---|\n| A1 | Dig | ✅ PENDING |\n',
  ],
  'documents/agent-conflict': [
    4,
    '# Plan: A\n\n**Task A1**: Dig\n- Agent: ann\n\n## Phase 1: Dig\n\n| ID | Agent |\n|---|---|\n| A1 | bob |\n',
  ],
  'documents/priority-conflict': [
    4,
    '# Plan: A\n\n**Task A1**: Dig\n- Priority: P0\n\n## Phase 1: Dig\n\n| ID | Priority |\n|---|---|\n| A1 | P2 |\n',
  ],
  'documents/effort-conflict': [
    6,
    '# Plan: E\n\n- [ ] Dig\n\n- Sequential time: 4 h\n- Parallel time: 6 h\n',
  ],
  'documents/alias-ids': [
    11,
    '# Plan: A\n\n## Milestone 1: Dig the hole\n\nWith care.\n\n**Success criteria**:\n- It is deep\n\n## Groups\n- M1: Dig the hole\n',
  ],
  'documents/bad-fence': [
    7,
    '# Plan: F\n\n- [ ] Dig\n\n```goap\ntasks:\n  dig: { priorty: P0 }\n```\n',
  ],
  'documents/unknown-in-fence': [
    7,
    '# Plan: F\n\n- [ ] Dig\n\n```goap\ntasks:\n  dug: { priority: P0 }\n```\n',
  ],
  'documents/secret-in-text': [
    3,
    `# Plan: S\n\n- [ ] Fetch it: \`curl -H "Authorization: Bearer ${'a1'.repeat(10)}" https://example.org\`\n`,
  ],
  'documents/unused-ignore': [3, '# Plan: I\n\n<!-- goap-ignore cycle -->\n\n- [ ] Dig\n'],
  'documents/unresolved-dependency': [7, table('A1 | Dig | ann | good weather in the hills |')],
  'documents/other-document': [7, table('A1 | Dig | ann | B2 (base.md) |')],
  'documents/satisfied-external': [7, table('A1 | Dig | ann | Phase 9 complete (✅) |')],
  'documents/library-dependency': [
    4,
    '# Plan: L\n\n**Task A1**: Dig\n- Dependencies: `serde`, `tokio`\n\n**Task A2**: Lay\n',
  ],
  'documents/range-undefined': [
    9,
    table('A1 | Dig | a | |', 'A2 | Lay | a | |', 'A9 | Go | a | A1-A4 |'),
  ],
  'documents/gate-without-command': [
    7,
    gated(['Phase 1: Dig', '### Quality Gate\n\n- It looks good']),
  ],
  'documents/gate-command-elided': [
    9,
    gated(['Phase 1: Dig', '### Quality Gate\n\n- `npm test ...`']),
  ],
  'documents/stray-check': [7, gated(['Phase 1: Dig', `\`\`\`js check\n2 > 1\n\`\`\`\n\n${gate}`])],
  'documents/gate-command-not-allowed': [
    9,
    gated(['Phase 1: Dig', '### Quality Gate\n\n- `rm -rf build`']),
  ],
  'documents/phase-without-gate': [
    19,
    gated(
      ['Phase 1: Dig', gate],
      ['Phase 2: Lay', gate],
      ['Phase 3: Go', ''],
      ['Phase 4: End', gate],
      ['Phase 5: Rest', gate],
    ),
  ],
  'documents/unknown-target': [
    12,
    `${table('A1 | Dig | ann | |', 'A2 | Lay | ann | |')}\n## Contingency\n\n- If A7 fails: dig elsewhere\n`,
  ],
  'documents/decorative-ticks': [
    7,
    gated(['Phase 1: Dig', '### Quality Gate\n\n- ✅ It holds\n- ✅ It shines']),
  ],
  'documents/task-without-agent': [
    12,
    table(
      ...['a', 'b', 'c', 'd', 'e'].map((name) => `Dig ${name} | Dig ${name} | ann | |`),
      'Rest | Rest | - | |',
    ),
  ],
  'documents/unknown-agent': [
    9,
    table(
      'A1 | Dig | rust-specialist | |',
      'A2 | Lay | rust-specialist | |',
      'A3 | Go | rust-specialst | |',
    ),
  ],
  'documents/count-mismatch': [
    3,
    table('A1 | Dig | ann | |').replace('## Tasks', '**Total Tasks**: 4\n\n## Tasks'),
  ],
  'documents/id-gap': [
    10,
    table('A1 | Dig | a | |', 'A2 | Lay | a | |', 'A3 | Go | a | |', 'A5 | End | a | |'),
  ],
  'documents/duplicate-title': [
    9,
    '# Plan: D\n\n## Phase 1: Here\n\n- [ ] Dig a hole\n\n## Phase 2: There\n\n- [ ] Dig a hole\n',
  ],
  'documents/orphan-phase': [
    3,
    '# Plan: O\n\n## Phase 1: Empty (Parallel)\n\nNothing here.\n\n## Phase 2: Dig\n\n- [ ] Dig a hole\n- [ ] Lay a pipe\n',
  ],
  'documents/task-in-fence': [
    6,
    '# Plan: F\n\n## Phase 1: Dig\n\n```\n- [ ] Dig a hole\n- [ ] Lay a pipe\n```\n',
  ],
  'documents/no-goal': [3, goal({ goal: 'Later.' })],
  'documents/contradictory-conditions': [6, goal({ goal: '- done = true\n- done = false' })],
  'documents/unknown-fact': [
    6,
    goal({ goal: '- done = true\n- tests_pas = true', state: '- tests_pass = true' }),
  ],
  'documents/unmet-condition': [
    16,
    goal({
      fields: '- Effects: done = true\n- Preconditions: stage = live',
      state: '- stage = draft',
    }),
  ],
  'documents/action-without-effects': [13, goal({ fields: '- Cost: 2' })],
  'documents/duplicate-action': [
    17,
    goal({ fields: '- Effects: done = true\n\n### Action: Do it\n\n- Effects: done = true' }),
  ],
  'documents/idle-effect': [
    16,
    goal({ state: '- a = 1', fields: '- Preconditions: a = 1\n- Effects: a = 1, done = true' }),
  ],
  'documents/vague-effect': [
    15,
    goal({ state: '- a = 1', fields: '- Effects: a > 1, done = true' }),
  ],
  'documents/bad-cost': [16, goal({ fields: '- Effects: done = true\n- Cost: -3' })],
  'documents/bad-number': [9, goal({ state: '- a = 1e999' })],
  'documents/wrong-value': [15, goal({ fields: '- Effects: done = "yes"' })],
  'documents/conflicting-fact': [10, goal({ state: '- a = 1\n- a = 2' })],
  'documents/claimed-fact': [9, goal({ state: '- [x] tests pass' })],
  'documents/unknown-object': [
    9,
    goal({ state: '- up(apj) = true', more: '## Objects\n\n- api: Service\n\n' }),
  ],
  'documents/unknown-type': [
    17,
    goal({ more: '## Types\n\n- Service\n\n## Objects\n\n- api: Servise\n\n' }),
  ],
  'documents/unknown-parameter': [15, goal({ fields: '- Effects: up(?service), done = true' })],
  'documents/wrong-arguments': [
    9,
    goal({
      state: '- up(api, api) = true',
      more: '## Facts\n\n- up(service: Service): boolean\n\n',
    }),
  ],
  'documents/unread-condition': [
    9,
    goal({
      state:
        '- everything that anybody could ever want to know, or so it seems to be at least today',
    }),
  ],
  'documents/unread-field': [16, goal({ fields: '- Effects: done = true\n- Timeout: someday' })],
  'documents/unknown-label': [16, goal({ fields: '- Effects: done = true\n- Precondtions: done' })],
  'documents/bad-probe': [13, goal({ more: '## Probes\n\n- done: by looking\n\n' })],
  'documents/mojibake': [3, '# Plan: M\n\nIt ‚Üí is ‚Üí so\n\n## Tasks\n\n- [ ] Dig\n'],
}

function found(code: DiagnosticCode): Diagnostic | undefined {
  return findings(samples[code][1]).find((one) => one.code === code)
}

function findings(text: string): readonly Diagnostic[] {
  return text.startsWith('# Goal: ')
    ? checkGoal(readGoal(text, 'goal.md'))
    : check(read(text, 'plan.md'))
}

test.each(Object.keys(samples) as DiagnosticCode[])('%s is found where it is', (code) => {
  const { severity } = catalogue[code]
  expect(found(code)).toMatchObject({ code, severity, place: { line: samples[code][0] } })
})

test('the place of a finding is a stretch of its line', () => {
  for (const [code, [, text]] of Object.entries(samples))
    for (const { place } of findings(text)) {
      const before = text.slice(0, place.start).split('\n')
      expect([code, place.line, place.column]).toEqual([
        code,
        before.length,
        (before.at(-1)?.length ?? 0) + 1,
      ])
      expect(place.end).toBeGreaterThanOrEqual(place.start)
    }
})

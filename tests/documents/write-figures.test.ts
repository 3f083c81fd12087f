import type { Json, RunEvent } from '../../src/index.ts'
import { expect, test } from 'vitest'
import { measuresOf, read, writeBack } from '../../src/documents/index.ts'
import type { Progress, WantedStatus } from '../../src/documents/index.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (of: Uint8Array): string => new TextDecoder().decode(of)
const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`

function written(
  source: string,
  statuses: Readonly<Record<string, WantedStatus>>,
  measures: Readonly<Record<string, string>> = {},
): string {
  const progress: Progress = new Map(
    Object.entries(statuses).map(([key, status]) => [`task ${key}`, status]),
  )
  const result = writeBack(read(bytes(source), 'p.md'), progress, new Map(Object.entries(measures)))
  expect(result.refused).toEqual([])
  const again = writeBack(read(result.bytes, 'p.md'), progress, new Map(Object.entries(measures)))
  expect(text(again.bytes), 'writing twice is writing once').toBe(text(result.bytes))
  return text(result.bytes)
}

const agents = lines(
  '# P',
  '## Agent 1: builder',
  '- [ ] Implement the statement cache',
  '- [ ] Collect metrics',
  '## Agent 2: looker',
  '- [ ] Read all of it',
  '## Progress',
  '- **Agent 1**: Statement Cache ___% → Metrics ___%',
  '- **Agent 2**: ___%',
  '- Everything else ___%',
)

test('a blank share is filled for the task or group that its name means', () => {
  const after = written(agents, {
    'implement-the-statement-cache': 'done',
    'read-all-of-it': 'pending',
  })
  expect(after).toContain('Statement Cache 100% → Metrics ___%')
  expect(after).toContain('**Agent 2**: 0%')
  expect(after).toContain('Everything else ___%')
})

test('a share follows its group', () => {
  const half = lines('# P', '## Phase 1: Dig', '- [x] One', '- [ ] Two', '## Progress', '- Phase 1: 50%') // prettier-ignore
  expect(written(half, { two: 'done' })).toContain('- Phase 1: 100%')
  expect(written(half, { one: 'pending' })).toContain('- Phase 1: 0%')
})

test('a table of progress counts what is done and what is left', () => {
  const before = lines(
    '# P',
    '## Phase 1: Dig',
    '- [x] One',
    '- [ ] Two',
    '## Phase 2: Fill',
    '- [ ] Three',
    '## Overview',
    '| Phase | Tasks | Done | Remaining | Progress |',
    '|---|---|---|---|---|',
    '| Phase 1 | 2 | 1 | 1 | 50% |',
    '| Phase 2 | 9 | 0 | 9 | 0% |',
    '| **Total** | 3 | 1 | **2** | 1/3 (33%) |',
  )
  const after = written(before, { two: 'done', three: 'done' })
  expect(after).toContain('| Phase 1 | 2 | 2 | 0 | 100% |')
  expect(after, 'who counts otherwise is left alone').toContain('| Phase 2 | 9 | 0 | 9 | 0% |')
  expect(after).toContain('| **Total** | 3 | 3 | **0** | 3/3 (100%) |')
})

test('the heading of a goal says how far its tasks are', () => {
  const before = lines(
    '# P',
    '### ⏳ Goal 1: Dig (PENDING)',
    '**Atomic Tasks**:',
    '- Task 1.1: One',
    '- Task 1.2: Two',
    '### ✅ Goal 2: Fill (COMPLETE)',
    '**Atomic Tasks**:',
    '- [x] Task 2.1: Three',
  )
  const started = written(before, { '1.1': 'running' })
  expect(started).toContain('🔄 Goal 1: Dig (IN PROGRESS)')
  const finished = written(before, { '1.1': 'done', '1.2': 'done' })
  expect(finished).toContain('✅ Goal 1: Dig (COMPLETE)')
  expect(written(before, { '2.1': 'pending' })).toContain('Goal 2: Fill (PENDING)')
})

test('what a check measured goes into the Actual cell of its row, and of the metric that it is about', () => {
  const before = lines(
    '# P',
    '- [ ] Dig',
    '## Quality Gate',
    '| Check | Command | Target | Actual |',
    '|---|---|---|---|',
    '| Coverage | `npm run coverage` | ≥ 80% | TBD |',
    '| Lines | `wc -l a` | < 100 | |',
    '## Metrics',
    '| Metric | Current | Target |',
    '|---|---|---|',
    '| Coverage | ~65% (May) | 80% |',
    '| Joy | low | high |',
  )
  const after = written(before, {}, { 'criterion quality-gate coverage': '83%', 'criterion quality-gate lines': '12' }) // prettier-ignore
  expect(after).toContain('| Coverage | `npm run coverage` | ≥ 80% | 83% |')
  expect(after).toContain('| Lines | `wc -l a` | < 100 | 12 |')
  expect(after).toContain('| Coverage | 83% (May) | 80% |')
  expect(after).toContain('| Joy | low | high |')
})

test('a criterion in words names the metric that it measures; beside Actual, Current is what was before', () => {
  const before = lines(
    '# P',
    '- [ ] Dig',
    '## Quality Gate',
    '- [ ] Coverage ≥ 80 % (`npm run coverage`)',
    '## Metrics',
    '| Metric | Current | Target | Actual |',
    '|---|---|---|---|',
    '| Coverage | 60% | 80% | - |',
    '| Branch coverage | 50% | 70% | - |',
  )
  const after = written(before, {}, { 'criterion quality-gate coverage-80-npm-run-coverage': '83%' }) // prettier-ignore
  expect(after).toContain('| Coverage | 60% | 80% | 83% |')
  expect(after).toContain('| Branch coverage | 50% | 70% | - |')
})

test('what a task gave by the name of a metric goes into its cell, if it is a value', () => {
  const before = lines(
    '# P',
    '- [ ] **A1**: Dig',
    '## Metrics',
    '| Metric | Current | Target |',
    '|---|---|---|',
    '| Line coverage | 65 % (May) | 80 % |',
    '| Size | TBD | 2 MB |',
    '| Joy | 3 | 9 |',
    '| Speed | 4 ms | 2 ms |',
    '| Heat | | 20 |',
    '## Other',
    '| Name | Current |',
    '|---|---|',
    '| Size | 7 |',
  )
  const finished = (document: string, outputs: Record<string, Json>): RunEvent => ({
    run: 'r',
    seq: 0,
    at: 0,
    type: 'task.finished',
    task: `${document}#a1`,
    round: 0,
    attempt: 1,
    definition: '',
    outcome: { kind: 'succeeded', outputs, evidence: [], usage: { duration: 0 } },
  })
  const outputs = { line_coverage: 83.5, Size: '1.4 s', joy: 'much', speed: [1], heat: 21 }
  const measures = measuresOf([finished('p.md', outputs), finished('q.md', { joy: 4 })], 'p.md')
  const after = written(before, {}, Object.fromEntries(measures))
  expect(after).toBe(
    before.replace('65 %', '83.5 %').replace('TBD', '1.4 s').replace('| Heat | |', '| Heat | 21 |'),
  )
})

test('without progress no figure changes', () => {
  expect(written(agents, {})).toBe(agents)
})

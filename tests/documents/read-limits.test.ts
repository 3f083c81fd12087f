import { expect, test } from 'vitest'
import { print, read, samePlan } from '../../src/documents/index.ts'
import {
  countOf,
  iterationsIn,
  retryOf,
  timeoutOf,
  workersIn,
} from '../../src/documents/read/text/limits.ts'
import type { Plan } from '../../src/model/index.ts'

const plan = (...lines: readonly string[]): Plan => read(lines.join('\n'), 'plan.md').plan
const limits = ({ tasks }: Plan): readonly unknown[] =>
  tasks.map(({ retry, timeout }) => ({ retry, timeout }))
const any = (attempts: number, delay?: number): object => ({
  attempts,
  ...(delay === undefined ? {} : { delay }),
  on: 'any',
})

test.each([
  ['3', any(4)],
  ['0', any(1)],
  ['none', any(1)],
  ['twice', any(3)],
  ['up to 2', any(3)],
  ['3 times', any(4)],
  ['**3** more times', any(4)],
  ['3 attempts', any(3)],
  ['3 times, 5 s apart', any(4, 5000)],
  ['3 (5 s apart)', any(4, 5000)],
  ['3, every 1 min 30 s', any(4, 90_000)],
  ['2 after 500 ms delay', any(3, 500)],
  ['3 with exponential backoff', any(4)],
  ['3 (the registry is slow)', any(4)],
  ['2, 5 s apart, on transient failures', { attempts: 3, delay: 5000, on: 'transient' }],
  ['2 on any failure', any(3)],
])('"Retries: %s" is a policy', (value, retry) => {
  expect(retryOf('retries', value)).toEqual(retry)
})

test.each(['', 'yes', 'with care', '3 hours', '3 times a day', '-1', '1.5', '3, 5 parsecs apart', '4000'])(
  '"Retries: %s" is none',
  (value) => {
    expect(retryOf('retries', value)).toBeNull()
  },
) // prettier-ignore

test('attempts count the first one', () => {
  expect(retryOf('attempts', '4')).toEqual(any(4))
  expect(retryOf('attempts', '4, 2 s apart')).toEqual(any(4, 2000))
  expect(retryOf('attempts', '0')).toBeNull()
})

test.each([
  ['10 min', 600_000],
  ['`90s`', 90_000],
  ['1 h 30 min', 5_400_000],
  ['at most 2 minutes per attempt', 120_000],
  ['5m (the runner is slow)', 300_000],
  ['24 days', 2_073_600_000],
  // Longer than a timer can measure.
  ['25 days', null],
  ['0 s', null],
  ['10', null],
  ['handled by the client', null],
  ['', null],
])('"Timeout: %s" is %s ms', (value, timeout) => {
  expect(timeoutOf(value)).toBe(timeout)
})

test.each([
  ['5', 5],
  ['up to 5 rounds', 5],
  ['4 agents in parallel', 4],
  ['0', null],
  ['many', null],
  ['5 days', null],
])('"Workers: %s" counts %s', (value, count) => {
  expect(countOf(value)).toBe(count)
})

test.each([
  ['Phase 2: Build (iterative, max 5 iterations)', 5],
  ['Phase 2: Refine, up to 7 rounds', 7],
  ['Build (iterative, 3 rounds)', 3],
  ['Build (iterative, 4 iterations max)', 4],
  ['Phase 3: 5 rounds of interviews', null],
  ['Phase 3: Iteration 5', null],
  ['Cap at max 5 rounds-trips', null],
])('%s iterates %s times', (title, iterations) => {
  expect(iterationsIn(title)).toBe(iterations)
})

test.each([
  ['Phase 2: Build (swarm, 4 workers)', 4],
  ['Phase 2: Build (parallel, up to 4 workers)', 4],
  ['Phase 2: 4 agents in parallel', 4],
  ['Phase 1: Foundation (Parallel — 4 agents)', 4],
  ['Phase 4: CI (parallel, 1 agent)', 1],
  ['Phase 4: Write for 3 agents (parallel)', null],
  ['Phase 4: In parallel - 3 agents are reviewed', null],
  ['Build (3 parallel agents)', 3],
  ['Build (swarm of 6)', 6],
  ['Phase 5: Scale to 10 workers', null],
  ['Phase 5: Meet 3 agents', null],
  ['Build (parallel)', null],
])('%s has %s workers', (title, workers) => {
  expect(workersIn(title)).toBe(workers)
})

test('lists, bold labels, headings and columns say how often and how long', () => {
  const all = plan(
    '# P',
    '## Phase 1: Build',
    '- [ ] **A1**: Build it',
    '  - Retries: 3',
    '  - **Timeout**: 10 min',
    '### B1: Render it',
    '**Retry**: 3 times, 5 s apart',
    '**Time limit**: 90 s',
    '- [ ] Not a part of a label',
    '### B2: Print it',
    'Max attempts: 4',
    '',
    'Timeout: 5m',
    '## Phase 2: Ship',
    '| ID | Task | Timeout | Max attempts |',
    '|---|---|---|---|',
    '| C1 | Ship it | 2 h | 2 |',
    '| C2 | Tell it | — | — |',
  )
  expect(limits(all)).toEqual([
    { retry: any(4), timeout: 600_000 },
    { retry: any(4, 5000), timeout: 90_000 },
    { retry: undefined, timeout: undefined },
    { retry: any(4), timeout: 300_000 },
    { retry: any(2), timeout: 7_200_000 },
    { retry: undefined, timeout: undefined },
  ])
})

test('what was read has its rule and its place', () => {
  const [task] = plan('# P', '## Tasks', '- [ ] **A1**: Dig', '  - Retries: 2, 5 s apart', '  - Timeout: 1 h').tasks // prettier-ignore
  expect(task?.provenance.filter(({ rule }) => rule === 'R12')).toMatchObject([
    { field: 'retry', value: '3 attempts, 5 s apart', origin: 'stated', place: { line: 4, column: 14 } },
    { field: 'timeout', value: '1 h', origin: 'stated', place: { line: 5, column: 14 } },
  ]) // prettier-ignore
  const [phase] = plan('# P', '## Phase 1: Dig', '**Workers**: 4', '- [ ] **A1**: Dig').phases
  expect(phase?.provenance.find(({ field }) => field === 'workers')).toMatchObject({
    value: '4',
    rule: 'R8',
    place: { line: 3, column: 14 },
  })
})

test('a label whose value is no number stays what it was', () => {
  const all = plan('# P', '## Tasks', '- [ ] **A1**: Dig', '  - Timeout: handled by the client', '- Timeout: 5 tries') // prettier-ignore
  expect(limits(all)[0]).toEqual({ retry: undefined, timeout: undefined })
  expect(all.tasks.map(({ title }) => title)).toEqual(['Dig', 'Timeout: 5 tries'])
})

test('among criteria a limit is a criterion, and a table of settings has no tasks', () => {
  const all = plan(
    '# P',
    '## Phase 1: Dig',
    '- [ ] **A1**: Dig',
    '  - **Success criteria**:',
    '    - Timeout: 30 s',
    '### Quality Gate',
    '- Timeout: 30 s',
    '- Workers: 4',
    '## Settings',
    '| Step | Timeout |',
    '|---|---|',
    '| Fetch | 10 s |',
  )
  expect(limits(all)).toEqual([{ retry: undefined, timeout: undefined }])
  expect(all.phases[0]).not.toHaveProperty('workers')
  expect(all.gates.flatMap(({ criteria }) => criteria.map(({ text }) => text))).toContain('Workers: 4') // prettier-ignore
})

test('a phase says in its heading, its mode or its labels how often and by how many', () => {
  const all = plan(
    '# P',
    '## Phase 1: Dig (iterative, max 3 iterations)',
    '- [ ] **A1**: Dig',
    '## Phase 2: Fill (swarm, 4 workers)',
    '- [ ] **B1**: Fill',
    '## Phase 3: Rake',
    '**Mode**: iterative, up to 6 rounds',
    '- Workers: 2',
    '- [ ] **C1**: Rake',
    '## Phase 4: Sow (swarm, 4 workers)',
    'Workers: 9',
    '',
    '**3 agents in parallel:**',
    '- [ ] **D1**: Sow',
    '## Phase 5: Reap',
    '**3 agents in parallel:**',
    '- [ ] **E1**: Reap',
  )
  expect(all.phases.map(({ mode, iterations, workers }) => [mode, iterations, workers])).toEqual([
    ['iterative', 3, undefined],
    ['swarm', undefined, 4],
    ['iterative', 6, 2],
    ['swarm', undefined, 9],
    [null, undefined, 3],
  ])
})

test('labels are printed where they say all, and the fence says the rest', () => {
  const fenced = read(
    [
      '# P',
      '## Phase 1: Dig (swarm, 4 workers)',
      '- [ ] **A1**: Dig',
      '- [ ] **A2**: Fill',
      '## Phase 2: Rake (iterative)',
      '- [ ] **B1**: Rake',
      '```goap',
      'tasks:',
      '  a1: { retry: { attempts: 4, delay: 5000, on: any }, timeout: 90000 }',
      '  a2: { retry: { attempts: 2 }, timeout: 99999999999 }',
      'phases:',
      '  phase-2-rake: { iterations: 7, workers: 2 }',
      '```',
    ].join('\n'),
    'p.md',
  ).plan
  const text = print(fenced)
  expect(text).toContain('  - Retries: 3, 5 s apart\n  - Timeout: 90 s\n')
  expect(text).toContain('**Max iterations**: 7\n**Workers**: 2\n')
  expect(text.match(/workers/gi)).toHaveLength(2)
  expect(text.slice(text.indexOf('```goap'))).toBe(
    '```goap\ntasks:\n  a2:\n    retry:\n      attempts: 2\n    timeout: 99999999999\n```\n',
  )
  expect(samePlan(read(text, 'p.md').plan, fenced)).toBe(true)
})

test('what a phase says of retries and timeouts holds for its tasks, the innermost word before all', () => {
  const nested = plan(
    '## Phase 1: Build (parallel)',
    '- **Retries**: 3',
    '- **Timeout**: 1 h',
    '- [ ] A1: Compile',
    '### Step A',
    '- **Timeout**: 10 min',
    '- [ ] B1: Test',
    '- [ ] B2: Measure',
    '  - Retries: none',
    '  - Timeout: 1 min',
    '## Phase 2: Ship',
    '- [ ] C1: Upload',
  )
  expect(limits(nested)).toEqual([
    { retry: any(4), timeout: 3_600_000 },
    { retry: any(4), timeout: 600_000 },
    { retry: any(1), timeout: 60_000 },
    { retry: undefined, timeout: undefined },
  ])
  expect(nested.phases.map(({ mode }) => mode)).toEqual(['parallel', 'parallel', null])
  const why = nested.tasks.map(({ provenance }) =>
    provenance.filter(({ field }) => field === 'timeout').map(({ origin }) => origin),
  )
  expect(why).toEqual([['inferred'], ['inferred'], ['stated'], []])
  expect(samePlan(read(print(nested), 'plan.md').plan, nested)).toBe(true)
})

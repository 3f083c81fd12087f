import { expect, test } from 'vitest'
import {
  ownerKey,
  progressOf,
  read,
  rewrite,
  write,
  writeBack,
  type Progress,
  type WantedStatus,
} from '../../src/documents/index.ts'
import type { Happening, Outcome, RunEvent } from '../../src/model/index.ts'

const outcomes: Record<string, Outcome> = {
  succeeded: { kind: 'succeeded', outputs: {}, evidence: [], usage: { duration: 1 } },
  failed: { kind: 'failed', reason: 'no', transient: false, evidence: [], usage: { duration: 1 } },
  cancelled: { kind: 'cancelled', reason: 'no', evidence: [] },
}

function events(...happenings: Happening[]): RunEvent[] {
  return happenings.map((happening, seq) => ({ run: 'r', seq, at: 0, ...happening }))
}

function finished(task: string, kind: keyof typeof outcomes = 'succeeded'): Happening {
  const outcome = outcomes[kind]
  if (!outcome) throw new Error(kind)
  return {
    type: 'task.finished',
    task: `plan.md#${task}`,
    round: 0,
    attempt: 1,
    outcome,
    definition: '',
  }
}

const started = (task: string): Happening => ({
  type: 'task.started',
  task: `plan.md#${task}`,
  round: 0,
  attempt: 1,
  agent: 'shell',
  key: '',
  command: null,
  allowed: null,
})

function text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

const checkboxes =
  '# Plan: X\r\n\r\n## Tasks\r\n\r\n- [ ] T1: Build it  \r\n- [X] T2: Test it\r\n- [ ] T3: Ship it 🚀\r\n'

test('a finished task gets the tick that the document uses, and nothing else changes', () => {
  const document = read(checkboxes, 'plan.md')
  expect(text(write(document, events(started('t1'), finished('t1'))))).toBe(
    checkboxes.replace('[ ] T1', '[X] T1'),
  )
})

test('a failed or unfinished task keeps or loses its tick', () => {
  const document = read(checkboxes, 'plan.md')
  const written = text(
    write(document, events(finished('t2', 'failed'), started('t3'), finished('t1', 'cancelled'))),
  )
  expect(written).toBe(checkboxes.replace('[X] T2', '[ ] T2'))
})

const table = `# Plan: T

## Tasks

| ID | Task | Status |
|----|------|--------|
| A1 | Build it | ✅ DONE |
| A2 | Test it | ⏳ PENDING |
| A3 | Ship it | 🔄 IN PROGRESS |
| A4 | Rest | ⏳ PENDING |
`

test('emoji and words of a table change in the words that the document uses, in their case', () => {
  const document = read(table, 'plan.md')
  const written = text(
    write(document, events(finished('a2'), finished('a3', 'failed'), started('a4'))),
  )
  expect(written).toBe(
    table
      .replace('| Test it | ⏳ PENDING', '| Test it | ✅ DONE')
      .replace('| Ship it | 🔄 IN PROGRESS', '| Ship it | ❌ FAILED')
      .replace('| Rest | ⏳ PENDING', '| Rest | 🔄 IN PROGRESS'),
  )
})

test('a word that the document never uses is the usual one', () => {
  const lower =
    '# Plan: L\n\n## Tasks\n\n| ID | Task | Status |\n|---|---|---|\n| A1 | Do | pending |\n| A2 | More | pending |\n'
  const written = text(
    write(read(lower, 'plan.md'), events(finished('a1'), finished('a2', 'failed'))),
  )
  expect(written).toContain('| Do | complete |')
  expect(written).toContain('| More | failed |')
})

const gated = `# Plan: G

## Phase 1: Build (Sequential)

- [ ] T1: Build: \`make\`

### Quality Gate

- [x] \`make test\` → 0 failures
- [ ] \`make lint\`
- [x] Looks good
`

test('a criterion that passes gets its tick, one that fails loses it, a claimed one keeps what it says', () => {
  const document = read(gated, 'plan.md')
  const [gate] = document.plan.gates
  const keys = gate?.criteria.map(({ key }) => key) ?? []
  const verdicts = ['failed', 'passed', 'claimed'] as const
  const criteria = verdicts.map((verdict, index) => ({
    key: keys[index] ?? '',
    text: '',
    verdict,
    reason: '',
    evidence: [],
  }))
  const done: Happening = {
    type: 'gate.finished',
    gate: `plan.md#gate/${gate?.key}`,
    round: 0,
    verdict: 'failed',
    criteria,
    blocking: true,
    duration: 1,
  }
  expect(text(write(document, events(done)))).toBe(
    gated
      .replace('[x] `make test`', '[ ] `make test`')
      .replace('[ ] `make lint`', '[x] `make lint`'),
  )
})

test('progress is the last word of the events, and a pause takes back what was running', () => {
  const paused: Happening = { type: 'run.paused', reason: 'interrupted', by: 'x' }
  const asked: Happening = {
    type: 'question.asked',
    subject: 'plan.md#t2',
    question: 'q',
    text: '?',
    choices: [],
  }
  const other: Happening = {
    ...finished('t3'),
    type: 'task.finished',
    task: 'other.md#t3',
  } as Happening
  const progress = progressOf(events(started('t1'), started('t2'), asked, other, paused), 'plan.md')
  expect([...progress]).toEqual([
    ['task t1', 'pending'],
    ['task t2', 'pending'],
  ])
})

test('a phase heading becomes done with its phase, but does not go back when it only begins', () => {
  const phases =
    '# Plan: P\n\n## Phase 1: Build ⏳ PENDING\n\n- [ ] T1: Build\n\n## Phase 2: Ship ✅ COMPLETE\n\n- [x] T2: Ship\n'
  const document = read(phases, 'plan.md')
  const keys = document.plan.phases.map(({ key }) => `plan.md#phase/${key}`)
  const done = keys.map((phase): Happening => ({ type: 'phase.started', phase }))
  const marks = document.marks.filter(({ owner }) => owner.kind === 'phase')
  expect(marks.length).toBe(4)
  expect(text(write(document, events(...done)))).toBe(
    phases.replace('⏳ PENDING', '🔄 IN PROGRESS'),
  )
  const end: Happening = { type: 'phase.finished', phase: keys[0] ?? '', outcome: 'succeeded' }
  expect(text(write(document, events(...done, finished('t1'), end)))).toBe(
    phases.replace('⏳ PENDING', '✅ COMPLETE').replace('[ ] T1', '[x] T1'),
  )
})

function all(source: string, status: WantedStatus): Progress {
  const { plan } = read(source, 'plan.md')
  return new Map(plan.tasks.map(({ key }) => [ownerKey({ kind: 'task', key }), status] as const))
}

test('a document that was edited meanwhile is found again by its tasks; what is gone is left', () => {
  const progress = all(checkboxes, 'done')
  const edited = new TextEncoder().encode(
    '# Plan: X\n\nNew prose.\n\n## Tasks\n\n- [ ] T3: Ship it 🚀\n- [ ] T9: New\n',
  )
  const { bytes, edits } = rewrite(edited, 'plan.md', progress)
  expect(text(bytes)).toBe(
    '# Plan: X\n\nNew prose.\n\n## Tasks\n\n- [x] T3: Ship it 🚀\n- [ ] T9: New\n',
  )
  expect(edits).toHaveLength(1)
})

test('writing twice is writing once', () => {
  for (const source of [checkboxes, table, gated]) {
    const once = writeBack(read(source, 'plan.md'), all(source, 'done'))
    const twice = writeBack(read(once.bytes, 'plan.md'), all(source, 'done'))
    expect(twice.edits).toEqual([])
    expect(twice.bytes).toEqual(once.bytes)
  }
})

test('in a document that was saved in a wrong encoding the tokens stay as wrong as they are', () => {
  // UTF-8 read as Mac Roman, as editors did: ✅ is three characters.
  const garbled = (good: string): string =>
    [...new TextEncoder().encode(good)]
      .map((byte) => new TextDecoder('macintosh').decode(Uint8Array.of(byte)))
      .join('')
  const source = garbled(
    '# Plan: M\n\n## Tasks\n\n| ID | Task | Status |\n|---|---|---|\n| A1 | Do → it | ⏳ Pending |\n| A2 | More | ⏳ Pending |\n',
  )
  const { bytes } = writeBack(read(source, 'plan.md'), new Map([['task a1', 'done' as const]]))
  expect(text(bytes)).toBe(source.replace(garbled('⏳ Pending'), garbled('✅ Complete')))
})

test('bytes that are not UTF-8 stay as they are', () => {
  const before = new TextEncoder().encode('# Plan: X\n\n## Tasks\n\n- [ ] T1: Build ')
  const source = new Uint8Array([...before, 0xff, 0xfe, 0x80, 10])
  const written = write(read(source, 'plan.md'), events(finished('t1')))
  const expected = Uint8Array.from(source)
  expected[text(before).indexOf('[ ]') + 1] = 'x'.charCodeAt(0)
  expect(written).toEqual(expected)
})

test('a task that only waits for a person keeps what its author says of it', () => {
  const source = table.replace('⏳ PENDING |\n| A3', '🔄 IN PROGRESS |\n| A3')
  const document = read(source, 'plan.md')
  const ready: Happening = { type: 'task.ready', task: 'plan.md#a2', round: 0 }
  const asked: Happening = {
    type: 'question.asked',
    subject: 'plan.md#a2',
    question: 'performed',
    text: '?',
    choices: [],
  }
  const waiting = events(ready, { ...started('a2'), agent: 'manual' } as Happening, asked)
  expect(text(write(document, waiting))).toBe(source)
  const done = events(
    ready,
    { ...started('a2'), agent: 'manual' } as Happening,
    asked,
    ready,
    finished('a2'),
  )
  expect(text(write(document, done))).toBe(
    source.replace('| Test it | 🔄 IN PROGRESS', '| Test it | ✅ DONE'),
  )
})

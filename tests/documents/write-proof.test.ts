import { expect, test } from 'vitest'
import {
  ownerKey,
  progressOf,
  read,
  rewrite,
  writeBack,
  type Progress,
} from '../../src/documents/index.ts'
import type { Happening } from '../../src/model/index.ts'

function text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

function progress(entries: Readonly<Record<string, 'done' | 'failed' | 'pending'>>): Progress {
  return new Map(Object.entries(entries))
}

const boxes = '# Plan: X\n\n## Tasks\n\n- [ ] A1: Dig\n- [ ] A2: Lay\n- [ ] A3: Go\n'

test('an edit that would not be read as it is meant is refused, and all others are made', () => {
  // Where all criteria have a ✅ and the phase does not say that it is done, these are decoration.
  const bare = `${boxes}
## Phase 2: Look

- Look at it

### Quality Gate

- ⏳ \`make test\` succeeds
- ⏳ \`make lint\` succeeds
`
  const document = read(bare, 'plan.md')
  const all = new Map(document.marks.map(({ owner }) => [ownerKey(owner), 'done' as const]))
  expect(all.size).toBe(5)
  const { bytes, edits, refused } = writeBack(document, all)
  expect(text(bytes)).toBe(
    bare.replaceAll('[ ]', '[x]').replace('⏳ `make test`', '✅ `make test`'),
  )
  expect(edits).toHaveLength(4)
  expect(refused).toMatchObject([
    {
      mark: { text: '⏳', place: { line: 16 } },
      replacement: '✅',
      reason: 'the document would not read back as the same plan',
    },
  ])
  expect(rewrite(bytes, 'plan.md', all).bytes).toEqual(bytes)
})

test('a token that is not where it should be is refused and nothing is written there', () => {
  const document = read(boxes, 'plan.md')
  const [first, ...others] = document.marks
  if (!first) throw new Error('no mark')
  const moved = { ...document, marks: [{ ...first, text: '[?]' }, ...others] }
  const { bytes, refused } = writeBack(moved, progress({ 'task a1': 'done' }))
  expect(bytes).toEqual(document.source.bytes)
  expect(refused).toMatchObject([{ reason: 'the token is not there' }])
})

test('what the document does not have any more is told; a task without a token is no miss', () => {
  const current = new TextEncoder().encode('# Plan: X\n\n## Tasks\n\n- A1: Dig\n- A2: Lay\n')
  const { bytes, missing, refused } = rewrite(
    current,
    'plan.md',
    progress({ 'task a1': 'done', 'task a3': 'done', 'phase p': 'done', 'criterion g c': 'done' }),
  )
  expect(bytes).toEqual(current)
  expect(refused).toEqual([])
  expect(missing).toEqual(['task a3', 'phase p', 'criterion g c'])
})

const decorated = `# Plan: D

## Phase 1: Dig

| ID | Task | Status |
|---|---|---|
| A1 | Dig | ⏳ Pending |

### Quality Gate

- ✅ \`make test\` succeeds
- ✅ \`make lint\` succeeds
`

test('ticks that begin to count once their phase is done are written in the same go', () => {
  const document = read(decorated, 'plan.md')
  const [gate] = document.plan.gates
  const [first] = gate?.criteria ?? []
  const wanted = progress({
    'task a1': 'done',
    [`criterion ${gate?.key} ${first?.key}`]: 'failed',
  })
  const once = writeBack(document, wanted)
  expect(text(once.bytes)).toBe(
    decorated.replace('⏳ Pending', '✅ Complete').replace('✅ `make test`', '❌ `make test`'),
  )
  expect(rewrite(once.bytes, 'plan.md', wanted)).toMatchObject({ edits: [], refused: [] })
})

test('a task goes back to pending though ticks of its gate cease to count', () => {
  const done = decorated.replace('⏳ Pending', '✅ Complete')
  const { bytes, refused } = writeBack(read(done, 'plan.md'), progress({ 'task a1': 'pending' }))
  expect(refused).toEqual([])
  expect(text(bytes)).toBe(decorated)
})

test('a phase goes on while its run is paused, and waits again when the run has ended', () => {
  const started: Happening = { type: 'phase.started', phase: 'plan.md#phase/dig' }
  const paused: Happening = { type: 'run.paused', reason: 'waiting', by: '' }
  const ended: Happening = { type: 'run.finished', outcome: 'cancelled', reason: '' }
  const at = (...happenings: Happening[]): Progress =>
    progressOf(
      happenings.map((one, seq) => ({ run: 'r', seq, at: 0, ...one })),
      'plan.md',
    )
  expect([...at(started, paused)]).toEqual([['phase dig', 'running']])
  expect([...at(started, paused, ended)]).toEqual([['phase dig', 'pending']])
})

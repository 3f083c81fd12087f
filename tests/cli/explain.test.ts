import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { goap } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'goap-explain-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(
  join(folder, 'plan.md'),
  [
    '# Dig',
    '**Strategy**: Parallel',
    '',
    '## Phase 1: Ground (P0)',
    '**Agent**: digger',
    '- [ ] **A1**: Mark it',
    '- [x] **A2**: Dig it: `echo dig`',
    '  - Depends on: A1',
    '  - Effort: 2 h',
    '',
    '### Quality Gate',
    '- `echo 3` → = 3',
    ...Array.from({ length: 20 }, (_, index) => `Sentence ${index} of prose.`),
    '\x1b[31mRed',
  ].join('\n'),
)

test('below each line stands what it was understood as, and by which rule', async () => {
  const { out, code } = await goap(folder, ['read', '--explain', 'plan.md'])
  expect(code).toBe(0)
  const said = (line: string): string =>
    out
      .slice(out.indexOf(line))
      .split('\n')
      .slice(1)
      .find((each) => each.includes('⤷')) ?? ''
  expect(said('**Strategy**')).toContain('strategy parallel (R8): plan')
  expect(said('**Agent**')).toContain('agent digger (R10, inferred): A1, A2')
  expect(said('**A2**')).toContain('task A2 (R3.2)')
  expect(said('**A2**')).toContain('status done (R9)')
  expect(said('**A2**')).toContain('command echo dig (R13)')
  expect(said('Depends on')).toContain('needs a1 (R6): A2')
  expect(said('Effort')).toContain('effort 120 min (R12): A2')
  expect(said('### Quality Gate')).toContain('gate quality-gate (R11)')
  expect(said('`echo 3`')).toContain('command echo 3 (R11)')
})

test('prose is folded, and control characters are shown', async () => {
  const { out } = await goap(folder, ['read', '--explain', 'plan.md'])
  expect(out).toContain('lines without meaning to the plan')
  expect(out).not.toContain('Sentence 9')
  expect(out).not.toContain('\x1b')
})

test('the explanation as JSON has the place of each fact', async () => {
  const { out } = await goap(folder, ['read', '--explain', '--json', 'plan.md'])
  const { notes } = JSON.parse(out) as {
    notes: { field: string; subject: string; place: { line: number } }[]
  }
  expect(notes).toContainEqual(
    expect.objectContaining({ field: 'needs', subject: 'A2', rule: 'R6', origin: 'stated' }),
  )
  const lines = notes.map(({ place }) => place.line)
  expect(lines).toEqual(lines.toSorted((a, b) => a - b))
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { goap } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'goap-ahead-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'goap.config.json'), '{}')
writeFileSync(
  join(folder, 'plan.md'),
  `# Dig

- **Estimated Sequential Time**: 5 h
- **Estimated Parallel Time**: 3-4 h

## Phase 1: Ground (parallel)

| ID | Task | Effort | Depends on | Priority | Status |
|---|---|---|---|---|---|
| A1 | Mark | 1 h | | P2 | Pending |
| A2 | Dig | 2 h | A1 | P0 | Pending |
| A3 | Look | 1 h | | P0 | Pending |
| A4 | Sing | 30 min | | | Done |
| A5 | Wait | 30 min | | | Blocked |
| A6 | Walk | 30 min | | | In progress |
| A7 | Rest | | A2 | | Pending |
`,
)

test('a schedule has a row for each task, and says how long it takes and why', async () => {
  const { out, code } = await goap(folder, ['schedule', 'plan.md', '--workers', '2'])
  expect(code).toBe(0)
  expect(out).toMatch(/A1 Mark\s+0 – 1 h\s+#2\s+█+/)
  expect(out).toMatch(/A2 Dig\s+1 h – 3 h\s+#\d +█+/)
  expect(out).toContain('6 h one by one, 3 h 30 min with 2 workers (1.7 times as fast)')
  expect(out).toContain('critical path: A1 → A2 → A7')
  expect(out).toContain('1 task without an estimate count 30 min each')
  expect(out).toContain('the document says: estimated parallel time 3-4 h')
})

test('other durations are a what-if; a wrong task or time is told', async () => {
  const { out } = await goap(folder, ['schedule', 'plan.md', '--duration', 'a3=9h', '--duration', 'plan.md#a2=1 min']) // prettier-ignore
  expect(out).toContain('critical path: A3')
  const wrong = await goap(folder, ['schedule', 'plan.md', '--duration', 'A11=1h'])
  expect(wrong.err).toContain('Did you mean "A1"')
  expect((await goap(folder, ['schedule', 'plan.md', '--duration', 'A1=soon'])).err).toContain('TASK=TIME') // prettier-ignore
})

test('what can be started is told by priority, then by what waits for it', async () => {
  const { out, code } = await goap(folder, ['next', 'plan.md'])
  expect(code).toBe(0)
  const rows = out.split('\n')
  expect(rows[0]).toMatch(/^ {2}A3 Look {2}P0 · 1 h {2}plan\.md:12/)
  expect(rows[1]).toMatch(/^ {2}A1 Mark {2}P2 · 1 h · unlocks 2/)
  expect(out).toMatch(/under way\n {2}A6 Walk/)
  expect(out).toMatch(/held up\n {2}A5 Wait/)
  expect(out).not.toContain('A2')
  expect(out).not.toContain('A4')
  expect((await goap(folder, ['next', 'plan.md', '--limit', '1'])).out).toContain('and 1 more')
})

test('when nothing can be started, that is told', async () => {
  writeFileSync(join(folder, 'done.md'), '# D\n\n- [x] One\n')
  expect((await goap(folder, ['next', 'done.md'])).out).toBe('Everything is done.\n')
  writeFileSync(join(folder, 'stuck.md'), '# D\n\n- [ ] T-1: One\n  - Status: Blocked\n- [ ] T-2: Two\n  - Depends on: T-1\n') // prettier-ignore
  expect((await goap(folder, ['next', 'stuck.md'])).out).toContain('1 task waits for others.')
})

test('a picture of very many tasks shows their phases, says so, and shows each if asked to', async () => {
  const tasks = (phase: number): string => Array.from({ length: 600 }, (_, at) => `- [ ] **T${phase}.${at}**: Dig\n`).join('') // prettier-ignore
  writeFileSync(join(folder, 'many.md'), `# M\n\n## Phase 1: Dig\n\n${tasks(1)}\n## Phase 2: Lay\n\n${tasks(2)}`) // prettier-ignore
  const small = await goap(folder, ['graph', 'many.md', '--format', 'mermaid'])
  expect(small.err).toContain('1200 tasks are drawn as 2 cards, by their phases; --all draws each')
  expect(small.out.match(/600 tasks/g)).toHaveLength(2)
  const all = await goap(folder, ['graph', 'many.md', '--format', 'mermaid', '--all'])
  expect(all.err).toBe('')
  expect(all.out).toContain('T2.599')
  expect((await goap(folder, ['graph', 'many.md'])).out).toContain('T2.599')
})

test('a picture is written into a file', async () => {
  const { code, out } = await goap(folder, ['graph', 'plan.md', '--format', 'svg', '-o', 'p.svg'])
  expect([code, out]).toEqual([0, ''])
  expect(readFileSync(join(folder, 'p.svg'), 'utf8')).toMatch(/^<svg xmlns/)
  const no = await goap(folder, ['graph', 'plan.md', '--format', 'dot', '-o', 'no/p.dot'])
  expect(no.err).toContain('workspace/not-writable')
})

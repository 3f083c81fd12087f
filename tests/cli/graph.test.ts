import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../workspace/folder.ts'
import { goap } from './run.ts'

const plan = `# P

## Phase 1: Build (parallel)

- [ ] **A1**: ${'very '.repeat(40)}long

## Phase 2: Ship (sequential)

- [x] **B1**: Tag
`
const files = { 'goap.config.json': '{}', 'plan.md': plan }

test('the tree fits a terminal, and is whole in a pipe', async () => {
  const folder = folderWith(files)
  let text = ''
  const stdout = { write: (part: string) => (text += part), isTTY: true, columns: 40 }
  await goap(folder, ['graph', 'plan.md'], { stdout })
  expect(text.split('\n').find((line) => line.includes('A1'))).toMatch(/^ {4}· A1 very .{23,29}…$/)
  expect((await goap(folder, ['graph', 'plan.md'])).out).toContain('very long')
})

test('the graph as JSON has the phases with their tasks, and the status of tasks', async () => {
  const { out } = await goap(folderWith(files), ['graph', 'plan.md', '--format', 'json'])
  expect(JSON.parse(out)).toMatchObject({
    phases: [
      { title: 'Phase 1: Build (parallel)', mode: 'parallel', needs: [], tasks: ['plan.md#a1'] },
      { mode: 'sequential', needs: ['plan.md#phase/phase-1-build'], tasks: ['plan.md#b1'] },
    ],
    nodes: expect.arrayContaining([
      expect.objectContaining({ key: 'plan.md#a1', status: 'pending' }),
      expect.objectContaining({ key: 'plan.md#b1', status: 'done' }),
    ]),
  })
})

test('a drawing is never written over a document that is read, by whatever name', async () => {
  const folder = folderWith(files)
  symlinkSync('plan.md', join(folder, 'link.svg'))
  for (const name of ['plan.md', './plan.md', 'link.svg'])
    expect(await goap(folder, ['graph', 'plan.md', '--format', 'svg', '-o', name])).toMatchObject({
      code: 2,
      err: expect.stringContaining('not written over'),
    })
  expect(readFileSync(join(folder, 'plan.md'), 'utf8')).toBe(plan)
})

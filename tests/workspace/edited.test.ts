import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { goap } from '../cli/run.ts'
import { folderWith } from './folder.ts'

const plan =
  '# Plan: E\n\n## Tasks\n\n- [ ] T1: Edit: `cp edited.md plan.md`\n- [ ] T2: Rest: `echo rest`\n'

test('a task that is renamed while the run goes on is said to be gone, and the rest is written', async () => {
  const edited = plan.replace('T2: Rest', 'T9: Rest')
  const folder = folderWith({ 'goap.config.json': '{}', 'plan.md': plan, 'edited.md': edited })
  const said = await goap(folder, ['execute', 'plan.md', '--yes', '--concurrency', '1'])
  expect(said.code).toBe(0)
  expect(said.err).toContain('plan.md: the task t2 is not there any more')
  expect(readFileSync(join(folder, 'plan.md'), 'utf8')).toBe(edited.replace('[ ] T1', '[x] T1'))
})

test('what a deny pattern forbids waits, and no permission is offered for it', async () => {
  const folder = folderWith({
    'goap.config.json': '{ "permissions": { "deny": ["echo rest"] } }',
    'plan.md': plan,
    'edited.md': plan,
  })
  const said = await goap(folder, ['execute', 'plan.md', '--yes'])
  expect(said.code).toBe(4)
  expect(said.out).toContain('It is forbidden by')
  expect(said.out).not.toContain('--allow')
  writeFileSync(join(folder, 'goap.config.json'), '{}')
  expect((await goap(folder, ['resume', '--yes'])).code).toBe(0)
})

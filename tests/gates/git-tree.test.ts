import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plain, scripted } from '../../src/commands/index.ts'
import { gitTree } from '../../src/gates/index.ts'
import { commitAll, folderWith, git } from '../workspace/folder.ts'

const stateOf = (folder: string, ...without: string[]): Promise<string | null> =>
  gitTree({ commands: plain({ workspace: folder, maximumOutput: 1 << 20 }), without })()

const files = { 'a b.ts': 'one', "it's.ts": 'two', 'plan.md': '- [ ] x', '.gitignore': 'dist\n' }

test('the state changes with what a file holds, and comes back with it', async () => {
  const folder = folderWith(files)
  commitAll(folder)
  const before = await stateOf(folder)
  expect(before).toMatch(/^[0-9a-f]{64}$/)
  writeFileSync(join(folder, 'a b.ts'), 'changed')
  const changed = await stateOf(folder)
  expect(changed).not.toBe(before)
  writeFileSync(join(folder, 'a b.ts'), 'one')
  expect(await stateOf(folder)).toBe(before)
})

test('adding and committing change nothing, new and removed files do', async () => {
  const folder = folderWith(files)
  commitAll(folder)
  const before = await stateOf(folder)
  writeFileSync(join(folder, 'new.ts'), 'new')
  const added = await stateOf(folder)
  expect(added).not.toBe(before)
  git(folder, 'add', '-A')
  expect(await stateOf(folder)).toBe(added)
  git(folder, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'new')
  expect(await stateOf(folder)).toBe(added)
  rmSync(join(folder, 'new.ts'))
  expect(await stateOf(folder)).toBe(before)
  renameSync(join(folder, "it's.ts"), join(folder, 'its.ts'))
  expect(await stateOf(folder)).not.toBe(before)
})

test('what is ignored and the documents do not count, also where they are committed', async () => {
  const folder = folderWith(files)
  commitAll(folder)
  const before = await stateOf(folder, 'plan.md')
  mkdirSync(join(folder, 'dist'))
  writeFileSync(join(folder, 'dist/out.js'), 'x')
  appendFileSync(join(folder, 'plan.md'), '\n- [x] y')
  expect(await stateOf(folder, 'plan.md')).toBe(before)
  git(folder, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qam', 'ticks')
  expect(await stateOf(folder, 'plan.md')).toBe(before)
})

test('a workspace within a repository is by itself', async () => {
  const folder = folderWith({ 'inner/a.ts': 'a', 'b.ts': 'b' })
  commitAll(folder)
  const inner = join(folder, 'inner')
  const before = await stateOf(inner)
  writeFileSync(join(folder, 'b.ts'), 'c')
  expect(await stateOf(inner)).toBe(before)
  writeFileSync(join(inner, 'a.ts'), 'c')
  expect(await stateOf(inner)).not.toBe(before)
})

test('without git, and when too much has changed, there is no state', async () => {
  expect(await stateOf(folderWith({ 'a.ts': 'a' }))).toBeNull()
  const many = folderWith(Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`${at}.ts`, ''] as const))) // prettier-ignore
  git(many, 'init', '-q')
  expect(await stateOf(many)).toBeNull()
  const cut = scripted(() => ({ truncated: true, tail: '' }))
  expect(await gitTree({ commands: cut, without: [] })()).toBeNull()
})

import {
  existsSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/model/index.ts'
import {
  findDocuments,
  findWorkspace,
  prepareState,
  progressWriter,
  saveDocument,
} from '../../src/workspace/index.ts'
import { commitAll, folderWith, git } from './folder.ts'

const none = { environment: { HOME: '/nowhere' } }

test('an empty variable is not set: neither state nor trust lies in the working folder by mistake', () => {
  const folder = folderWith({ 'goap.config.json': '{}' })
  const environment = { GOAP_STATE: '', GOAP_HOME: '', XDG_CONFIG_HOME: '', HOME: '/h' }
  const workspace = findWorkspace(folder, { environment, state: '' })
  expect(workspace.state).toBe(join(folder, '.goap'))
  expect(workspace.home).toBe('/h/.config/goap')
  const home = (variables: Record<string, string>): string =>
    findWorkspace(folder, { environment: variables }).home
  expect(home({ XDG_CONFIG_HOME: 'relative', HOME: '/h' })).toBe('/h/.config/goap')
  expect(home({ HOME: '' })).toBe(join(homedir(), '.config/goap'))
  expect(isAbsolute(home({ GOAP_HOME: 'mine' }))).toBe(true)
})

test('a state folder that holds other things is not hidden from git', () => {
  const folder = folderWith({ 'goap.config.json': '{}', 'kept/file.txt': '' })
  const state = (name: string): string =>
    prepareState(findWorkspace(folder, { ...none, state: name }))
  expect(existsSync(join(state('kept'), '.gitignore'))).toBe(false)
  expect(existsSync(join(state('.'), '.gitignore'))).toBe(false)
  expect(readFileSync(join(state('new/deep'), '.gitignore'), 'utf8')).toBe('*\n')
})

test('a workspace in a folder of a worktree shares its state with the same folder of the main one', () => {
  const folder = folderWith({ 'main/part/goap.config.json': '{}' })
  commitAll(join(folder, 'main'))
  git(join(folder, 'main'), 'worktree', 'add', '-q', join(folder, 'second'))
  expect(findWorkspace(join(folder, 'second/part'), none).state).toBe(
    join(folder, 'main/part/.goap'),
  )
})

test('a submodule, and a file that only looks like one, keep their own state', () => {
  const folder = folderWith({
    'a/.git': 'gitdir: ../modules/a\n',
    'modules/a/HEAD': '',
    'b/.git': 'nothing of the kind',
  })
  for (const name of ['a', 'b'])
    expect(findWorkspace(join(folder, name), none).state).toBe(join(folder, name, '.goap'))
})

test('a file that leads to a repository of its own making moves no state', () => {
  const forged = { 'work/.git': 'gitdir: forged/worktrees/w\n', 'work/forged/worktrees/w/commondir': '../..\n', 'work/forged/worktrees/w/gitdir': '../../../.git\n' } // prettier-ignore
  const inside = folderWith(forged)
  expect(findWorkspace(join(inside, 'work'), none).state).toBe(join(inside, 'work/.goap'))
  const elsewhere = folderWith({ 'work/.git': 'gitdir: ../other/.git/worktrees/w\n', 'other/.git/worktrees/w/commondir': '../..\n', 'other/.git/worktrees/w/gitdir': '/no/such/.git\n' }) // prettier-ignore
  expect(findWorkspace(join(elsewhere, 'work'), none).state).toBe(join(elsewhere, 'work/.goap'))
})

test('a glob finds Markdown, the Markdown in folders, and other files only by their ending', () => {
  const folder = folderWith({
    '.gitignore': 'ignored/\n',
    'p/a.md': '',
    'p/b.txt': '',
    'p/picture.png': '',
    'p/deep/c.md': '',
    'p/empty/x.txt': '',
    'p/node_modules/d.md': '',
    'p/ignored/e.md': '',
    'p/LICENSE': '',
  })
  symlinkSync('nowhere', join(folder, 'p/broken.md'))
  const workspace = findWorkspace(folder, none)
  const find = (name: string): string[] =>
    findDocuments([name], workspace, folder).map((file) => file.name)
  expect(find('p/*')).toEqual(['p/a.md', 'p/broken.md', 'p/deep/c.md'])
  expect(find('**/*.md')).toEqual(['p/a.md', 'p/broken.md', 'p/deep/c.md'])
  expect(find('p/*.txt')).toEqual(['p/b.txt'])
  expect(() => find('p/*.png.x')).toThrow('Nothing matches')
})

test('a file that is named twice, once by a link, is one document', () => {
  const folder = folderWith({ 'a.md': '' })
  symlinkSync('a.md', join(folder, 'link.md'))
  const workspace = findWorkspace(folder, none)
  const found = findDocuments(['link.md', 'a.md'], workspace, folder)
  expect(found.map(({ name }) => name)).toEqual(['link.md'])
})

test('what git ignores is left out from the top of the repository on, above the workspace too', () => {
  const folder = folderWith({
    '.gitignore': 'drafts/\n',
    'part/goap.config.json': '{}',
    'part/drafts/a.md': '',
    'part/b.md': '',
  })
  const names = (): string[] =>
    findDocuments(['.'], findWorkspace(join(folder, 'part'), none), join(folder, 'part')).map(
      ({ name }) => name,
    )
  expect(names()).toEqual(['b.md', 'drafts/a.md'])
  git(folder, 'init', '-q')
  expect(names()).toEqual(['b.md'])
})

test('a typing mistake gets the nearest name', () => {
  const folder = folderWith({ 'release.md': '', 'quickstart.md': '' })
  const find = (name: string) => () => findDocuments([name], findWorkspace(folder, none), folder)
  expect(find('relaese.md')).toThrow(expect.objectContaining({ hint: 'Did you mean release.md?' }))
  expect(find('release.md/x.md')).toThrow(
    expect.objectContaining({ hint: 'release.md is not a folder.' }),
  )
})

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('a document that cannot be replaced is said to be, and nothing is left behind', () => {
  const folder = folderWith({ 'a.md': 'old', 'taken.md/x': '' })
  expect(() => saveDocument(join(folder, 'gone.md'), bytes('old'), bytes('new'))).toThrow(
    expect.objectContaining({
      code: 'workspace/not-writable',
      message: expect.stringContaining('gone.md cannot be written'),
    }),
  )
  expect(() => saveDocument(join(folder, 'taken.md'), bytes('old'), bytes('new'))).toThrow(
    expect.objectContaining({ code: 'workspace/not-writable' }),
  )
  expect(saveDocument(join(folder, 'a.md'), bytes('other'), bytes('new'))).toBe(false)
  expect(readdirSync(folder).toSorted()).toEqual(['a.md', 'taken.md'])
})

const finished = (document: string, seq: number, task = 't1'): RunEvent => ({
  run: 'r',
  seq,
  at: 0,
  type: 'task.finished',
  task: `${document}#${task}`,
  round: 0,
  attempt: 1,
  outcome: { kind: 'succeeded', outputs: {}, evidence: [], usage: { duration: 1 } },
  definition: '',
})

test('a document that cannot be written does not keep the others from being written', async () => {
  const text = '# Plan: P\n\n- [ ] T1: Do it: `true`\n'
  const folder = folderWith({ 'a.md': text, 'b.md': text })
  const files = new Map(['a.md', 'b.md'].map((name) => [name, join(folder, name)] as const))
  const writer = progressWriter({ files })
  unlinkSync(join(folder, 'a.md'))
  const events = [finished('a.md', 0), finished('b.md', 1)]
  await expect(writer.handle(events)).rejects.toMatchObject({
    code: 'workspace/not-readable',
    message: expect.stringContaining('a.md cannot be read'),
  })
  expect(readFileSync(join(folder, 'b.md'), 'utf8')).toBe(text.replace('[ ]', '[x]'))
  writeFileSync(join(folder, 'a.md'), text)
  await writer.handle([])
  expect(readFileSync(join(folder, 'a.md'), 'utf8')).toBe(text.replace('[ ]', '[x]'))
})

test('a document is read again for a write only when somebody else has written it', async () => {
  const text = '# Plan: P\n\n- [ ] T1: Do it: `true`\n- [ ] T2: Do more: `true`\n'
  const folder = folderWith({ 'a.md': text })
  const path = join(folder, 'a.md')
  const read: number[] = []
  const writer = progressWriter({
    files: new Map([['a.md', path]]),
    seen: (plan) => read.push(plan.tasks.length),
  })
  await writer.handle([finished('a.md', 0)])
  await writer.handle([finished('a.md', 1, 't2')])
  const done = text.replaceAll('[ ]', '[x]')
  expect([read, readFileSync(path, 'utf8')]).toEqual([[2], done])
  writeFileSync(path, `${text}- [ ] T3: Do all: \`true\`\n`)
  await writer.handle([])
  expect([read, readFileSync(path, 'utf8')]).toEqual([[2, 3], `${done}- [ ] T3: Do all: \`true\`\n`]) // prettier-ignore
})

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  allowAlways,
  findDocuments,
  findWorkspace,
  loadDocuments,
  loadPermissions,
  parseConfiguration,
  prepareState,
  readConfiguration,
  revokeTrust,
  saveDocument,
  trust,
  type Workspace,
} from '../../src/workspace/index.ts'
import { commitAll, folderWith, git } from './folder.ts'

const none = { environment: { HOME: '/nowhere' } }

test('the workspace is the nearest folder with a configuration, else with git, else the folder', () => {
  const folder = folderWith({
    'a/goap.config.json': '{}',
    'a/b/.git/HEAD': '',
    'a/b/c/x.md': '',
    'd/.git/HEAD': '',
    'd/e/x.md': '',
    'f/x.md': '',
  })
  expect(findWorkspace(join(folder, 'a/b/c'), none).root).toBe(join(folder, 'a'))
  expect(findWorkspace(join(folder, 'd/e'), none)).toMatchObject({
    root: join(folder, 'd'),
    configuration: null,
  })
  expect(findWorkspace(join(folder, 'f'), none).root).toBe(join(folder, 'f'))
})

test('state lies in the workspace, hidden from git, or where it is asked for', () => {
  const folder = folderWith({ 'goap.config.yaml': '' })
  const workspace = findWorkspace(folder, none)
  expect(workspace.state).toBe(join(folder, '.goap'))
  prepareState(workspace)
  prepareState(workspace)
  expect(readFileSync(join(folder, '.goap/.gitignore'), 'utf8')).toBe('*\n')
  expect(findWorkspace(folder, { environment: { GOAP_STATE: 'other' } }).state).toBe(
    join(folder, 'other'),
  )
  expect(
    findWorkspace(folder, { state: 'third', environment: { GOAP_STATE: 'other' } }).state,
  ).toBe(join(folder, 'third'))
})

test('the worktrees of a repository share their state', () => {
  const folder = folderWith({ 'main/plan.md': '# P' })
  commitAll(join(folder, 'main'))
  git(join(folder, 'main'), 'worktree', 'add', '-q', join(folder, 'second'))
  const second = findWorkspace(join(folder, 'second'), none)
  expect(second.root).toBe(join(folder, 'second'))
  expect(second.state).toBe(join(folder, 'main/.goap'))
})

test('the user folder is GOAP_HOME, else in the configuration folder of the user', () => {
  const folder = folderWith({})
  const home = (environment: Record<string, string>): string =>
    findWorkspace(folder, { environment }).home
  expect(home({ GOAP_HOME: '/g' })).toBe('/g')
  expect(home({ XDG_CONFIG_HOME: '/x' })).toBe('/x/goap')
  expect(home({ HOME: '/h' })).toBe('/h/.config/goap')
})

test('a configuration has defaults, in JSON and YAML', async () => {
  const defaults = {
    permissions: { allow: [], deny: [], agents: {}, documents: {} },
    check: { severities: {} },
    concurrency: 4,
    agents: { unknown: 'ask' },
    limits: { agents: {}, resources: {} },
    confine: { network: false, read: [], write: [] },
    sandbox: {},
    environment: [],
  }
  expect(await parseConfiguration('', 'c.yaml')).toEqual({ ...defaults, text: '' })
  const text = '{"concurrency": 2, "timeout": "2 min"}'
  const json = await parseConfiguration(text, 'c.json')
  expect(json).toEqual({ ...defaults, concurrency: 2, timeout: 120_000, text })
  const yaml = await parseConfiguration('permissions:\n  allow: [npm test]\n', 'c.yaml')
  expect(yaml.permissions).toMatchObject({ allow: ['npm test'], deny: [] })
})

test.each([
  ['{\n  "concurrncy": 2\n}', 'c.json:2:3: there is no "concurrncy". Did you mean "concurrency"?'],
  ['{\n  "concurrency": 0\n}', 'c.json:2:18: "concurrency": '],
  ['{ "timeout": "soon" }', '"timeout": is not a duration'],
  ['{ "timeout": "0 s" }', '"timeout": is not a duration'],
  [
    '{ "permissions": {\n "alow": [] } }',
    'c.json:2:2: there is no "permissions.alow". Did you mean "permissions.allow"?',
  ],
  ['{ "permissions": { "allow": ["x", ""] } }', 'c.json:1:35: "permissions.allow.1": '],
  ['{ "something": 1 }', 'c.json:1:3: there is no "something".'],
  ['{ "a": ', 'c.json:1:'],
  ['[]', 'c.json:1:1: The configuration: '],
  ['timeout: *nowhere', 'c.json:1:'],
])('a mistake in the configuration is shown with its place: %s', async (text, message) => {
  await expect(parseConfiguration(text, 'c.json')).rejects.toThrow(
    expect.objectContaining({
      code: 'workspace/bad-configuration',
      message: expect.stringContaining(message),
    }),
  )
})

test('a configuration that cannot be read is said to be, and without a file the defaults hold', async () => {
  const folder = folderWith({ 'goap.config.json/x': '' })
  await expect(readConfiguration(join(folder, 'goap.config.json'))).rejects.toThrow(
    expect.objectContaining({ code: 'workspace/not-readable' }),
  )
  expect(await readConfiguration(null)).toMatchObject({ concurrency: 4, text: '' })
})

const configuration = '{ "permissions": { "allow": ["make *"], "deny": ["make clean"] } }'

function workspaceWith(folder: string): Workspace {
  return findWorkspace(folder, { environment: { GOAP_HOME: join(folder, '..', 'home') } })
}

async function allowed(folder: string, flags = { allow: [] as string[], yes: false }) {
  const workspace = workspaceWith(folder)
  return loadPermissions(workspace, await readConfiguration(workspace.configuration), flags)
}

test('permissions of a committed configuration count until somebody changes the file', async () => {
  const folder = join(folderWith({ 'w/goap.config.json': configuration }), 'w')
  expect((await allowed(folder)).note).toContain('goap trust')
  commitAll(folder)
  expect((await allowed(folder)).permissions.allow).toEqual([
    { pattern: 'make *', source: 'goap.config.json (committed)' },
  ])
  writeFileSync(join(folder, 'goap.config.json'), configuration.replace('make *', '*'))
  const changed = await allowed(folder)
  expect(changed.permissions.allow).toEqual([])
  expect(changed.permissions.deny).toEqual([{ pattern: 'make clean', source: 'goap.config.json' }])
  expect(changed.note).toContain('do not count')
})

test('a configuration outside git counts once it is trusted, as it was then', async () => {
  const folder = join(folderWith({ 'w/goap.config.json': configuration }), 'w')
  await trust(workspaceWith(folder))
  expect((await allowed(folder)).permissions.allow).toHaveLength(1)
  const file = join(folder, '..', 'home', 'trust.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  writeFileSync(join(folder, 'goap.config.json'), `${configuration}\n`)
  expect((await allowed(folder)).permissions.allow).toEqual([])
  await trust(workspaceWith(folder))
  await revokeTrust(workspaceWith(folder))
  expect((await allowed(folder)).permissions.allow).toEqual([])
})

test('flags and what was always allowed are put together with their sources', async () => {
  const folder = join(folderWith({ 'w/goap.config.json': '{}' }), 'w')
  await allowAlways(workspaceWith(folder), 'npm test')
  await allowAlways(workspaceWith(folder), 'npm test')
  const { permissions, note } = await allowed(folder, { allow: ['git *'], yes: true })
  expect(permissions).toEqual({
    allow: [
      { pattern: 'git *', source: '--allow git *' },
      { pattern: 'npm test', source: 'always allowed' },
    ],
    deny: [],
    all: '--yes',
  })
  expect(note).toBe(null)
})

test('without a configuration there is nothing to trust, and a damaged trust file is said to be', async () => {
  const folder = join(folderWith({ 'w/x.md': '', 'home/trust.json': '{' }), 'w')
  await expect(trust(workspaceWith(folder))).rejects.toThrow(
    expect.objectContaining({ code: 'workspace/missing-file' }),
  )
  await expect(allowAlways(workspaceWith(folder), 'x')).rejects.toThrow(
    expect.objectContaining({ code: 'workspace/bad-configuration' }),
  )
})

test('documents are found in files, folders and globs, each once, without what git ignores', () => {
  const folder = folderWith({
    '.gitignore': 'ignored/\n*.tmp.md\n',
    'a.md': '',
    'plans/b.md': '',
    'plans/deep/c.markdown': '',
    'plans/deep/.gitignore': 'secret.md\n!kept.tmp.md\n',
    'plans/deep/secret.md': '',
    'plans/deep/kept.tmp.md': '',
    'plans/other.tmp.md': '',
    'plans/ignored/d.md': '',
    'plans/node_modules/e.md': '',
    'plans/notes.txt': '',
  })
  const workspace = findWorkspace(folder, none)
  const names = (...asked: string[]): string[] =>
    findDocuments(asked, workspace, folder).map(({ name }) => name)
  expect(names('plans', 'a.md', 'plans/b.md')).toEqual([
    'plans/b.md',
    'plans/deep/c.markdown',
    'plans/deep/kept.tmp.md',
    'a.md',
  ])
  expect(names('*.md')).toEqual(['a.md'])
  expect(names('plans/notes.txt')).toEqual(['plans/notes.txt'])
})

test('what is not there is said, with what is near', () => {
  const folder = folderWith({ 'Plan.md': '', 'empty/x.txt': '' })
  const workspace = findWorkspace(folder, none)
  const find = (name: string) => () => findDocuments([name], workspace, folder)
  expect(find('plan.md')).toThrow(
    expect.objectContaining({ code: 'workspace/missing-file', hint: 'Did you mean Plan.md?' }),
  )
  expect(find('other.md')).toThrow(expect.objectContaining({ hint: 'There are Plan.md.' }))
  expect(find('no/such.md')).toThrow(
    expect.objectContaining({ hint: 'The folder no does not exist either.' }),
  )
  expect(find('*.nothing')).toThrow('Nothing matches *.nothing.')
  expect(find('empty')).toThrow(expect.objectContaining({ code: 'workspace/no-plan' }))
})

test('plans are told from other documents, and a broken file of a folder does not stop the others', () => {
  const folder = folderWith({
    'plans/plan.md': '# Plan: P\n\n- [ ] T1: Do it\n',
    'plans/readme.md': '# Read me\n\nProse.\n',
    'plans/binary.md': Uint8Array.of(0, 1, 2, 3),
  })
  const workspace = findWorkspace(folder, none)
  const { plans, others, unreadable } = loadDocuments(findDocuments(['plans'], workspace, folder))
  expect(plans.map(({ file }) => file.name)).toEqual(['plans/plan.md'])
  expect(others.map(({ file }) => file.name)).toEqual(['plans/readme.md'])
  expect(unreadable.map(({ error }) => error.code)).toEqual(['documents/not-text'])
  expect(() => loadDocuments(findDocuments(['plans/binary.md'], workspace, folder))).toThrow(
    expect.objectContaining({ code: 'documents/not-text' }),
  )
  mkdirSync(join(folder, 'folder.md'))
  const file = { name: 'folder.md', path: join(folder, 'folder.md'), named: true }
  expect(() => loadDocuments([file])).toThrow(
    expect.objectContaining({ code: 'workspace/not-readable' }),
  )
})

test('a document is replaced whole, keeps its mode, and only when it is as expected', () => {
  const folder = folderWith({ 'a.md': 'old' })
  const path = join(folder, 'a.md')
  chmodSync(path, 0o640)
  symlinkSync(path, join(folder, 'link.md'))
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
  expect(saveDocument(join(folder, 'link.md'), bytes('old'), bytes('new'))).toBe(true)
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(statSync(path).mode & 0o777).toBe(0o640)
  expect(saveDocument(path, bytes('old'), bytes('lost'))).toBe(false)
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(existsSync(join(folder, 'link.md'))).toBe(true)
})

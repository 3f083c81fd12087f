import { execFile, execFileSync } from 'node:child_process'
import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { decidePermission } from '../../src/model/index.ts'
import {
  allowAlways,
  alwaysAllowed,
  findWorkspace,
  loadPermissions,
  readConfiguration,
  revokeTrust,
  trust,
  trustOf,
  type Workspace,
} from '../../src/workspace/index.ts'
import { rememberRepository } from '../../src/workspace/trust.ts'
import { commitAll, folderWith, git } from './folder.ts'

const configuration = '{ "permissions": { "allow": ["make *"] } }'

function workspaceOf(folder: string): Workspace {
  return findWorkspace(folder, { environment: { GOAP_HOME: join(folder, '..', 'home') } })
}

function workspaceWith(files: Readonly<Record<string, string>>): Workspace {
  const inFolder = Object.entries(files).map(([name, content]) => [`w/${name}`, content])
  const folder = join(folderWith(Object.fromEntries(inFolder)), 'w')
  return workspaceOf(folder)
}

test('why a configuration does not count is said', async () => {
  const workspace = workspaceWith({ 'goap.config.json': configuration })
  const reason = async (): Promise<string> => (await trustOf(workspace, configuration)).reason
  expect(await reason()).toBe('there is no git repository that it is committed to')
  git(workspace.root, 'init', '-q')
  expect(await reason()).toBe('it is not committed')
  commitAll(workspace.root)
  expect(await reason()).toBe('committed')
  expect(await trustOf(workspace, `${configuration} `)).toEqual({
    trusted: false,
    reason: 'it is not as committed',
  })
})

test('a configuration is also compared with a commit of a repository that hashes with SHA-256', async () => {
  const workspace = workspaceWith({ 'goap.config.json': configuration })
  git(workspace.root, 'init', '-q', '--object-format=sha256')
  commitAll(workspace.root)
  expect(await trustOf(workspace, configuration)).toEqual({ trusted: true, reason: 'committed' })
})

test('a configuration in a folder of a repository is compared with that file of the commit', async () => {
  const folder = folderWith({
    'r/goap.config.json': '{}',
    'r/part/goap.config.json': configuration,
  })
  commitAll(join(folder, 'r'))
  const part = workspaceOf(join(folder, 'r/part'))
  expect(await trustOf(part, configuration)).toMatchObject({ trusted: true })
  expect(await trustOf(part, '{}')).toMatchObject({ trusted: false })
})

test('what was read is what is trusted, whatever the file holds a moment later', async () => {
  const workspace = workspaceWith({ 'goap.config.json': configuration })
  commitAll(workspace.root)
  const file = join(workspace.root, 'goap.config.json')
  writeFileSync(file, configuration.replace('make *', '*'))
  const widened = await readConfiguration(workspace.configuration)
  writeFileSync(file, configuration)
  const flags = { allow: [], yes: false }
  expect((await loadPermissions(workspace, widened, flags)).permissions.allow).toEqual([])
  await trust(workspace, widened.text)
  expect((await loadPermissions(workspace, widened, flags)).permissions.allow).toHaveLength(1)
})

test('asking git runs nothing that the configuration of a hostile repository names', async () => {
  const workspace = workspaceWith({ 'goap.config.json': configuration })
  commitAll(workspace.root)
  const stolen = join(workspace.root, 'stolen')
  const output = execFileSync('git', ['rev-parse', 'HEAD^{tree}'], { cwd: workspace.root })
  const tree = output.toString().trim()
  // A partial clone without the tree of HEAD: git would fetch it by the transport that the configuration names.
  rmSync(join(workspace.root, '.git/objects', tree.slice(0, 2), tree.slice(2)))
  for (const [name, value] of [
    ['core.repositoryformatversion', '1'],
    ['extensions.partialClone', 'origin'],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.url', `ext::sh -c touch% ${stolen}`],
    ['protocol.ext.allow', 'always'],
    ['core.fsmonitor', `touch ${stolen}`],
  ] as const)
    git(workspace.root, 'config', name, value)
  expect(await trustOf(workspace, configuration)).toMatchObject({ trusted: false })
  expect(existsSync(stolen)).toBe(false)
})

test('a repository that a command laid commits nothing that counts', async () => {
  const above = folderWith({ 'r/file': '', 'r/part/x.md': '' })
  commitAll(join(above, 'r'))
  const without = workspaceWith({ 'x.md': '' })
  const beside = join(folderWith({ 'repository/x': '', 'w/x.md': '' }), 'w')
  git(join(beside, '../repository'), 'init', '-q')
  symlinkSync('../repository/.git', join(beside, '.git'))
  const environment = { GOAP_HOME: join(above, 'home') }
  const folders = [without.root, join(above, 'r/part'), beside]
  for (const folder of folders) await rememberRepository(findWorkspace(folder, { environment }))
  rmSync(join(beside, '.git'))
  for (const folder of folders) {
    writeFileSync(join(folder, 'goap.config.json'), configuration)
    commitAll(folder)
    const found = findWorkspace(folder, { environment })
    expect(await trustOf(found, configuration)).toEqual({
      trusted: false,
      reason: 'its repository is not the one in which goap ran the first command here',
    })
    await trust(found, configuration)
    expect(await trustOf(found, configuration)).toEqual({ trusted: true, reason: 'goap trust' })
    const wider = configuration.replace('make *', 'make *", "npm *')
    writeFileSync(join(folder, 'goap.config.json'), wider)
    commitAll(folder)
    expect(await trustOf(found, wider)).toEqual({ trusted: true, reason: 'committed' })
  }
})

test('the repository of the first command is remembered, also when trust is taken back', async () => {
  const workspace = workspaceWith({ 'goap.config.json': configuration })
  commitAll(workspace.root)
  await rememberRepository(workspace)
  expect(await trustOf(workspace, configuration)).toMatchObject({ trusted: true })
  await revokeTrust(workspace)
  rmSync(join(workspace.root, '.git'), { recursive: true })
  await rememberRepository(workspace)
  expect(await trustOf(workspace, configuration)).toMatchObject({
    reason: 'its repository is not the one in which goap ran the first command here',
  })
})

test('what was always allowed is allowed as it stands: its wildcards are no wildcards', async () => {
  const workspace = workspaceWith({ 'goap.config.json': '{}' })
  const flags = { allow: [], yes: false }
  for (const command of ['ls *', "find src -name '*.ts' | wc -l", 'echo one'])
    await allowAlways(workspace, command)
  const { permissions } = await loadPermissions(workspace, await readConfiguration(null), flags)
  const isAllowed = (command: string): boolean => decidePermission(command, permissions).allowed
  expect(isAllowed('ls *')).toBe(true)
  expect(isAllowed("find src -name '*.ts' | wc -l")).toBe(true)
  expect(isAllowed('echo one')).toBe(true)
  expect(isAllowed('ls other')).toBe(false)
  expect(isAllowed('ls * && ls other')).toBe(false)
  expect(isAllowed("find src -name 'x.ts' | wc -l")).toBe(false)
})

test('permissions for an agent or a document count while the configuration does; denials always', async () => {
  const text = JSON.stringify({
    permissions: {
      agents: { builder: { allow: ['make *'] } },
      documents: { 'plans/*': { deny: ['make clean'] } },
    },
  })
  const workspace = workspaceWith({ 'goap.config.json': text })
  const found = await readConfiguration(workspace.configuration)
  const flags = { allow: [], yes: false }
  const before = (await loadPermissions(workspace, found, flags)).permissions
  expect(before).toMatchObject({
    allow: [],
    deny: [{ pattern: 'make clean', only: { document: 'plans/*' } }],
  })
  await trust(workspace, text)
  expect((await loadPermissions(workspace, found, flags)).permissions.allow).toEqual([
    { pattern: 'make *', source: 'goap.config.json (goap trust) for agent builder', only: { agent: 'builder' } }, // prettier-ignore
  ])
})

test('what several processes trust at once is all trusted', async () => {
  const workspace = workspaceWith({ 'x.md': '' })
  const room = join(import.meta.dirname, '../../src/workspace/index.ts')
  const script = `
    const { allowAlways, findWorkspace } = await import(${JSON.stringify(room)})
    const workspace = findWorkspace(process.cwd())
    for (let index = 0; index < 15; index++) await allowAlways(workspace, process.argv[1] + index)`
  const names = ['a', 'b', 'c']
  await Promise.all(
    names.map((name) =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, name], {
        cwd: workspace.root,
        env: { ...process.env, GOAP_HOME: workspace.home },
      }),
    ),
  )
  const all = names.flatMap((name) => Array.from({ length: 15 }, (_, index) => `${name}${index}`))
  expect((await alwaysAllowed(workspace)).toSorted()).toEqual(all.toSorted())
}, 60_000)

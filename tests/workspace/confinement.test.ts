import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Command, CommandResult } from '../../src/commands/index.ts'
import { workspaceCommands, type Confinement } from '../../src/workspace/confinement.ts'
import { findWorkspace, loadConfinement, parseConfiguration, trust, trustOf } from '../../src/workspace/index.ts' // prettier-ignore
import { canConfine, tellWhyNot } from '../commands/confinement-here.ts'
import { commitAll, folderWith, git } from './folder.ts'

const never = new AbortController().signal

function workspaceOf(folder: string): ReturnType<typeof findWorkspace> {
  return findWorkspace(folder, { environment: { GOAP_HOME: join(folder, '.home') } })
}

/** Runs a script as a command of the workspace in a folder. */
async function run(
  folder: string,
  script: string,
  { origin, ...confinement }: Partial<Confinement> & Pick<Command, 'origin'> = {},
): Promise<CommandResult> {
  const whole = { confine: 'require', network: false, read: [], write: [], ...confinement } as const
  const commands = await workspaceCommands({ workspace: workspaceOf(folder), configuration: { environment: [] }, secrets: [], confinement: whole }) // prettier-ignore
  return commands.run({ script, ...(origin && { origin }) }, never)
}

tellWhyNot()

describe.skipIf(!canConfine)('a confined command of a workspace', () => {
  const guarded = {
    'goap.config.json': '{}',
    '.goap/journal.db': 'events',
    'agents/a.md': 'agent',
    '.claude/agents/b.md': 'agent',
    '.home/trust.json': '{}',
  }

  test('cannot commit a configuration to a repository of its own making', async () => {
    const folder = folderWith({ '.home/trust.json': '{"workspaces":{}}', 'plan.md': '' })
    const wide = '{"permissions":{"allow":["*"]},"confine":{"level":"off"}}'
    const script = `git init -q; echo '${wide}' > goap.config.json; git add goap.config.json; git -c user.name=a -c user.email=b commit -qm a && echo made`
    expect((await run(folder, script, { origin: 'agent' })).tail).toBe('made\n')
    const workspace = workspaceOf(folder)
    expect(await trustOf(workspace, `${wide}\n`)).toMatchObject({ trusted: false })
  })

  test('cannot change what goap goes by: configuration, state, agents, and what is trusted', async () => {
    const folder = folderWith({ ...guarded, 'wide.json': '{}' })
    const tries = Object.keys(guarded).flatMap((name) => [`echo > ${name}`, `rm -f ${name}`, `mv ${name} other`, `mv -T wide.json ${name}`, `mv ${name.split('/')[0]} other`]) // prettier-ignore
    const script = `${tries.map((one) => `{ ${one}; } 2>/dev/null && echo "${one}"`).join('\n')}\ntouch agents/new .goap/new 2>/dev/null || echo done` // prettier-ignore
    expect((await run(folder, script)).tail).toBe('done\n')
    for (const [name, text] of Object.entries(guarded))
      expect(readFileSync(join(folder, name), 'utf8')).toBe(text)
  })

  test('commits if it calls git, and cannot change what git runs', async () => {
    const folder = folderWith({ 'a.txt': 'a' })
    commitAll(folder)
    const commit = 'echo b > a.txt; git -c user.name=t -c user.email=t@t commit -qam second; git log --format=%s' // prettier-ignore
    expect((await run(folder, commit)).tail).toBe('second\nall\n')
    const steering = ['git config core.fsmonitor evil', 'echo evil > .git/hooks/post-checkout', 'mv .git/hooks .git/other', 'mv .git other', 'rm -f .git/config', 'mkdir -p .git/hooks/x'] // prettier-ignore
    const tried = await run(folder, steering.map((one) => `{ ${one}; } 2>/dev/null && echo "${one}" || :`).join('\n')) // prettier-ignore
    expect(tried).toMatchObject({ exit: 0, tail: '' })
    expect(existsSync(join(folder, '.git', 'hooks', 'post-checkout'))).toBe(false)
  })

  test('only reads the repository if it does not call git, or is not a document’s', async () => {
    const folder = folderWith({ 'a.txt': 'a', 'tool.sh': 'git tag x && echo tagged || git log --format=%s' }) // prettier-ignore
    commitAll(folder)
    expect((await run(folder, 'sh tool.sh')).tail).toMatch(/Read-only file system\nall\n$/)
    expect((await run(folder, 'git tag y', { origin: 'agent' })).tail).toContain('Read-only')
    const write = [join(folder, '.git')]
    expect((await run(folder, 'sh tool.sh', { write })).tail).toBe('tagged\n')
  })

  test('finds the repository of a worktree, and of a part of a working tree', async () => {
    const folder = folderWith({ 'main/a.txt': 'a', 'main/part/goap.config.json': '{}' })
    const main = join(folder, 'main')
    commitAll(main)
    git(main, 'worktree', 'add', '-q', '-b', 'other', join(folder, 'other tree'))
    const commit = 'echo b > b.txt; git add b.txt; git -c user.name=t -c user.email=t@t commit -qm second; git log --format=%s; git status --porcelain -uno' // prettier-ignore
    expect((await run(join(folder, 'other tree'), commit)).tail).toBe('second\nall\n')
    const evil = 'echo > ../main/.git/hooks/pre-commit || git config a.b c || echo held'
    expect((await run(join(folder, 'other tree'), evil)).tail).toMatch(/held\n$/)
    expect((await run(join(folder, 'other tree'), 'echo > ../main/a.txt')).exit).toBe(0)
    expect(readFileSync(join(main, 'a.txt'), 'utf8')).toBe('a')
    const part = await run(join(main, 'part'), 'cat ../a.txt; git status --porcelain -uno; echo > ../a.txt') // prettier-ignore
    expect(part).toMatchObject({ exit: 1, tail: expect.stringMatching(/^a.*Read-only file system\n$/) }) // prettier-ignore
  })

  test('is shown no folder by a .git file that names one which does not point back', async () => {
    const other = folderWith({ 'secret.txt': 'secret', HEAD: 'x', commondir: '.' })
    const folder = folderWith({ '.git': `gitdir: ${other}\n` })
    expect(await run(folder, `git status; cat ${other}/secret.txt`)).toMatchObject({ exit: 128 })
    expect((await run(folder, `cat ${other}/secret.txt`)).tail).toMatch(/No such file/)
  })

  test('is shown nothing by a link that a command before it has laid', async () => {
    const other = folderWith({ 'secret.txt': 'secret', HEAD: 'x' })
    const before = process.env['PATH']
    const folder = folderWith({ 'bin/a': '', 'tree/.git/HEAD': 'ref: refs/heads/main\n' })
    process.env['PATH'] = `${folder}/bin:${before}`
    const write = [join(folder, 'out')]
    const look = `cat ${other}/secret.txt out/secret.txt lib/secret.txt bin/secret.txt .git/secret.txt || exit 0` // prettier-ignore
    try {
      const links = ['out', 'lib', '.git'].map((name) => `ln -s ${other} ${name}`)
      await run(folder, [...links, `ln -s ${other}/secret.txt bin/secret.txt`].join('\n'), { write }) // prettier-ignore
      expect((await run(folder, look, { write })).tail).not.toMatch(/^secret/m)
    } finally {
      process.env['PATH'] = before
    }
    const tree = join(folder, 'tree')
    await run(tree, `git --version; echo ${other} > .git/commondir`)
    expect(existsSync(join(tree, '.git', 'commondir'))).toBe(true)
    expect((await run(tree, look)).tail).not.toMatch(/^secret/m)
  })

  test('reads and writes what it was given beside the workspace', async () => {
    const other = folderWith({ 'read/a.txt': 'a\n', 'write/b.txt': 'b\n' })
    const more = { read: [join(other, 'read'), join(other, 'none')], write: [join(other, 'write')] }
    const script = `cat ${other}/*/*.txt; echo c > ${other}/write/c.txt; echo d > ${other}/read/d.txt`
    const folder = folderWith({})
    expect((await run(folder, script, more)).tail).toMatch(/^a\nb\n.*Read-only file system\n$/)
    expect(readFileSync(join(other, 'write', 'c.txt'), 'utf8')).toBe('c\n')
    expect((await run(folder, script)).tail).toMatch(/No such file/)
  })

  test('has the network if it was allowed for all, or for commands like it', async () => {
    const folder = folderWith({})
    const level = async (script: string, network: boolean | readonly string[]): Promise<string> =>
      (await run(folder, script, { network })).confinement
    expect(await level('echo a', false)).toBe('bubblewrap')
    expect(await level('echo a', true)).toBe('bubblewrap+network')
    expect(await level('echo a', ['echo *'])).toBe('bubblewrap+network')
    expect(await level('echo a; ls', ['echo *'])).toBe('bubblewrap')
    expect(await level('echo $(ls)', ['echo *'])).toBe('bubblewrap')
  })
})

async function loaded(
  folder: string,
  flags: Parameters<typeof loadConfinement>[2] = {},
): ReturnType<typeof loadConfinement> {
  const text = readFileSync(join(folder, 'goap.config.json'), 'utf8')
  return loadConfinement(workspaceOf(folder), await parseConfiguration(text, 'c.json'), flags)
}

test('what widens counts only in a configuration that is trusted, and that confinement is required always', async () => {
  const wide = '{ "confine": { "level": "off", "network": ["npm ci"], "read": ["~/.npmrc"], "write": ["out"] } }' // prettier-ignore
  const folder = folderWith({ 'goap.config.json': wide })
  const nothing = { confine: null, network: false, read: [], write: [] }
  expect(await loaded(folder)).toEqual({ confinement: nothing, note: expect.stringContaining('of confinement does not count: there is no git') }) // prettier-ignore
  await trust(workspaceOf(folder))
  expect(await loaded(folder)).toMatchObject({
    confinement: { confine: 'off', network: ['npm ci'], read: [expect.stringMatching(/^\/.*\/\.npmrc$/)], write: [join(folder, 'out')] }, // prettier-ignore
    note: null,
  })
  expect((await loaded(folder, { confine: 'require', network: true })).confinement).toMatchObject({
    confine: 'require',
    network: true,
  })
  writeFileSync(join(folder, 'goap.config.json'), '{ "confine": { "level": "require" } }')
  expect(await loaded(folder)).toEqual({ confinement: { ...nothing, confine: 'require' }, note: null }) // prettier-ignore
})

test('a program that is planted in the workspace is not run for git', async () => {
  const folder = folderWith({ 'goap.config.json': '{ "confine": { "network": true } }' })
  commitAll(folder)
  mkdirSync(join(folder, 'bin'))
  for (const name of ['git', 'mkfifo', 'bwrap', 'sh', 'bash'])
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\necho > ${folder}/stolen\n`, {
      mode: 0o755,
    })
  const before = process.env['PATH']
  process.env['PATH'] = `${folder}/bin:${before}`
  try {
    expect((await loaded(folder)).confinement).toMatchObject({ network: true })
  } finally {
    process.env['PATH'] = before
  }
  expect(existsSync(join(folder, 'stolen'))).toBe(false)
})

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { bubblewrapHere, processIdentity } from '../../src/commands/index.ts'
import { sqliteJournal } from '../../src/journal/index.ts'
import { fileSystemOf, journalFormat, lookAtJournal } from '../../src/workspace/index.ts'
import { commitAll, folderWith, git } from '../workspace/folder.ts'
import { goap, type Said } from './run.ts'

const plan = '# Plan: P\n\n- [ ] T1: Look: `ls -a`\n- [ ] T2: Wait\n'
const environment = { PATH: process.env['PATH'], GOAP_HOME: '/nowhere/goap', HOME: '/nowhere' }

interface Found {
  readonly subject: string
  readonly level: string
  readonly says: string
  readonly advice: string | null
}

async function doctor(
  folder: string,
  more: Record<string, string> = {},
): Promise<{ readonly code: number; readonly of: (subject: string) => readonly Found[] }> {
  const { code, out } = await goap(folder, ['doctor', '--json'], { environment: { ...environment, ...more } }) // prettier-ignore
  const all = out.trim().split('\n').map((line) => JSON.parse(line) as Found) // prettier-ignore
  return { code, of: (subject) => all.filter((one) => one.subject === subject) }
}

function call(folder: string, ...args: string[]): Promise<Said> {
  return goap(folder, args, { environment: { ...environment, GOAP_HOME: join(folder, '.home') } })
}

/** Every file below a folder with its size and time. */
function stateOf(folder: string): unknown {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted().map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name))
    return { name, size, mtimeMs }
  }) // prettier-ignore
}

test('whether commands can be confined is told, and if not why and what to do', async () => {
  const { of } = await doctor(folderWith({ 'goap.config.json': '{}' }))
  const state = await bubblewrapHere()
  const wanted = state.works
    ? { level: 'ok', says: `bubblewrap ${state.version} confines commands`, advice: null }
    : { level: 'note', says: `commands cannot be confined: ${state.reason}` }
  expect(of('confinement')).toMatchObject([wanted])
})

test('where scripts can run is told in one line, and what is missing for the others', async () => {
  const { of } = await doctor(folderWith({ 'goap.config.json': '{}' }))
  const [found, ...others] = of('sandbox')
  expect(others).toEqual([])
  expect(found).toMatchObject({ level: 'ok', advice: null })
  const bubblewrap = await bubblewrapHere()
  for (const works of ['wasm', 'quickjs', bubblewrap.works ? 'process (confined)' : 'process'])
    expect(found?.says.split('; ')[0]).toContain(works)
  expect(found?.says).toContain('isolated-vm')
})

test('a sandbox that shall run where it cannot is an error, with what to do', async () => {
  const folder = folderWith({ 'goap.config.json': '{}' })
  const { code, of } = await doctor(folder, { MCP_SANDBOX_BACKEND: 'quikjs' })
  expect(code).toBe(2)
  expect(of('sandbox')).toMatchObject([{ level: 'error', says: 'MCP_SANDBOX_BACKEND is "quikjs", which is no backend.', advice: expect.stringContaining('Did you mean "quickjs"?') }]) // prettier-ignore
})

test('where nothing is wrong it says so, with exit code 0, and writes nothing', async () => {
  const folder = folderWith({ 'goap.config.json': '{}', 'plans/p.md': plan, '.gitignore': '.goap\n.home\n' }) // prettier-ignore
  commitAll(folder)
  await call(folder, 'execute', 'plans/p.md', '--yes')
  const before = stateOf(folder)
  const { code, out } = await call(folder, 'doctor')
  expect(out).toContain('\nNothing is wrong.\n')
  expect(code).toBe(0)
  expect(out).not.toContain('\u001b')
  const { of } = await doctor(folder)
  expect(of('configuration')).toEqual([{ subject: 'configuration', level: 'ok', says: 'goap.config.json is valid', advice: null, concern: null, schema: 'goap/doctor@1' }]) // prettier-ignore
  expect(of('runs')[1]).toMatchObject({ level: 'note', says: expect.stringContaining('plans/p.md waits') }) // prettier-ignore
  expect(of('git')[0]?.says).toMatch(/ at [0-9a-f]{7,}$/)
  expect(of('programs')[0]?.says).toBe('all 1 that the plans call are there')
  expect(stateOf(folder)).toEqual(before)
})

test('without configuration, git and plans it says what could be done, and nothing is wrong', async () => {
  const folder = folderWith({})
  const { code, of } = await doctor(folder)
  expect(code).toBe(0)
  for (const subject of ['workspace', 'configuration', 'git', 'plans'])
    expect(of(subject)[0], subject).toMatchObject({ level: 'note', advice: expect.any(String) })
  expect(of('journal')[0]?.says).toContain('none yet')
})

test('a wrong configuration is shown with its place; permissions that do not count are told', async () => {
  const folder = folderWith({ 'goap.config.json': '{ "concurency": 2 }' })
  const broken = await doctor(folder)
  expect(broken.code).toBe(2)
  expect(broken.of('configuration')[0]).toMatchObject({ level: 'error', says: expect.stringContaining('goap.config.json:1:3') }) // prettier-ignore
  writeFileSync(join(folder, 'goap.config.json'), '{ "permissions": { "allow": ["ls *"] } }')
  const untrusted = await doctor(folder)
  expect(untrusted.code).toBe(4)
  expect(untrusted.of('permissions')[0]?.advice).toContain('goap trust')
  commitAll(folder)
  expect((await doctor(folder)).of('permissions')[0]?.says).toContain('they count (committed)')
})

test('a plan with errors, a program that is not there and a page that is no agent are told', async () => {
  const folder = folderWith({
    'plans/p.md': '# Plan: P\n\n- [ ] **A1**: Do it\n  - Command: `no-such-program --now && env X=1 ./missing.sh`\n  - Depends on: A9\n  - Agent: testr\n', // prettier-ignore
    'agents/tester.md': '---\nname: tester\ndescription: x\n---\nTest.\n',
    'agents/broken.md': 'No front matter.\n',
    'agents/README.md': '# Agents\n',
  })
  const { code, of } = await doctor(folder)
  expect(code).toBe(2)
  expect(of('plans')[0]).toMatchObject({ level: 'error', advice: '`goap check plans/p.md` shows why' }) // prettier-ignore
  expect(of('programs')[0]?.says).toBe('not on PATH: no-such-program (plans/p.md), ./missing.sh (plans/p.md)') // prettier-ignore
  expect(of('agents').map(({ says, advice }) => [says, advice])).toEqual([
    ['1 defined: tester', null],
    ['agents/broken.md names no agent', expect.stringContaining('front matter')],
    ['plans name "testr", which no page defines', 'did they mean "tester"?'],
  ])
  rmSync(join(folder, 'agents'), { recursive: true })
  writeFileSync(
    join(folder, 'plans/p.md'),
    plan.replace('T2: Wait', 'T2: Wait\n  - Depends on: T9'),
  )
  expect((await doctor(folder)).code).toBe(3)
})

test('runs: one whose process is gone is to be resumed, one that is executed is left alone', async () => {
  const folder = folderWith({ '.goap/x': '' })
  const journal = sqliteJournal(join(folder, '.goap/journal.db'))
  const me = processIdentity()
  await journal.create('20260101-000000-aaaaa', ['a.md'], { ...me, started: 1 })
  await journal.create('20260102-000000-bbbbb', ['b.md'], me)
  await journal.create('20260103-000000-ccccc', ['c.md'], { ...me, host: 'elsewhere' })
  const { code, of } = await doctor(folder)
  expect(code).toBe(4)
  const told = of('runs').map(({ level, says }) => `${level}: ${says.replace(/process \d+/, 'process N')}`) // prettier-ignore
  expect(told.toSorted()).toEqual([
    'note: 20260102-000000-bbbbb of b.md is being executed by process N',
    'note: 20260103-000000-ccccc of c.md is held by process N of another machine (elsewhere)',
    'ok: 3 recorded, 0 of them finished',
    'warning: 20260101-000000-aaaaa of a.md was stopped: its process is gone',
  ])
  await journal[Symbol.asyncDispose]()
})

test('a journal that is damaged, foreign or newer is an error, and stays as it is', async () => {
  const folder = folderWith({ '.goap/journal.db': 'no database, but long enough to be looked at'.repeat(100) }) // prettier-ignore
  const file = join(folder, '.goap/journal.db')
  const bytes = readFileSync(file)
  const broken = await doctor(folder)
  expect(broken.code).toBe(2)
  expect(broken.of('journal')[0]).toMatchObject({ level: 'error' })
  expect(readFileSync(file)).toEqual(bytes)
  const other = (sql: string): void => {
    rmSync(file)
    const db = new DatabaseSync(file)
    db.exec(sql)
    db.close()
  }
  other('CREATE TABLE x (y); PRAGMA application_id = 7')
  expect((await doctor(folder)).of('journal')[0]?.says).toContain('another program')
  other(`CREATE TABLE x (y); PRAGMA application_id = ${journalFormat.application}; PRAGMA user_version = 99`) // prettier-ignore
  expect((await doctor(folder)).of('journal')[0]?.says).toContain('has version 99')
})

test('what doctor knows of the format is what a journal that was just made has', async () => {
  const file = join(folderWith({}), 'journal.db')
  await sqliteJournal(file)[Symbol.asyncDispose]()
  using look = await lookAtJournal(file)
  expect(look).toMatchObject({ version: journalFormat.version, isOurs: true })
  expect(look.damage()).toEqual([])
})

test('looking at a journal makes no file beside it, and sees what another process has just written', async () => {
  const folder = folderWith({})
  const file = join(folder, 'journal.db')
  const journal = sqliteJournal(file)
  await journal.create('20260101-000000-aaaaa', ['a.md'], processIdentity())
  {
    using look = await lookAtJournal(file)
    expect(look.runs(5).map(({ run }) => run)).toEqual(['20260101-000000-aaaaa'])
  }
  await journal[Symbol.asyncDispose]()
  expect(readdirSync(folder)).toEqual(['journal.db'])
  using look = await lookAtJournal(file)
  expect(look.runs(5)).toHaveLength(1)
  expect(readdirSync(folder)).toEqual(['journal.db'])
})

test('a merge that is under way is told', async () => {
  const folder = folderWith({ 'a.txt': '' })
  commitAll(folder)
  writeFileSync(join(folder, '.git/MERGE_HEAD'), '')
  expect((await doctor(folder)).of('git')[0]).toMatchObject({ level: 'warning', says: expect.stringContaining('a merge is under way') }) // prettier-ignore
  git(folder, 'merge', '--abort')
})

test('the file system of a folder is that of the deepest mount above it', () => {
  const mounts = [
    '1 0 8:1 / / rw - ext4 /dev/sda1 rw',
    String.raw`2 1 0:40 / /home/a\040b rw shared:1 - nfs4 server:/x rw`,
    '3 1 0:41 / /home/ab rw - tmpfs tmpfs rw',
  ].join('\n')
  expect(fileSystemOf('/home/a b/project', mounts)).toBe('nfs4')
  expect(fileSystemOf('/home/abc', mounts)).toBe('ext4')
  expect(fileSystemOf('/home/ab', mounts)).toBe('tmpfs')
})

test('GOAP_STATE is where the state is looked for; a folder that cannot be written is an error', async () => {
  const folder = folderWith({ 'elsewhere/x': '' })
  expect((await doctor(folder, { GOAP_STATE: 'elsewhere' })).of('state')[0]?.says).toContain(join(folder, 'elsewhere')) // prettier-ignore
  mkdirSync(join(folder, 'locked'), { mode: 0o500 })
  const { code, of } = await doctor(folder, { GOAP_STATE: 'locked/deep' })
  // Nothing is closed to root.
  const isRoot = process.getuid?.() === 0
  expect([code, of('state')[0]?.level]).toEqual(isRoot ? [0, 'ok'] : [2, 'error'])
})

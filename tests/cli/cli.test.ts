import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commitAll, git, folderWith } from '../workspace/folder.ts'
import { goap } from './run.ts'

const plan = `# Plan: Small

## Phase 1: Make (Parallel)

- [ ] T1: Make one: \`echo one > one.txt\`
- [ ] T2: Make two: \`echo two > two.txt\`

### Quality Gate

- [ ] \`cat one.txt two.txt | wc -l\` → = 2

## Phase 2: Finish (Sequential)

- [ ] T3: Say it: \`echo done\`
`
const files = { 'goap.config.json': '{}', 'plan.md': plan }

test('the help names every command, and a wrong one gets the nearest', async () => {
  const help = await goap('.', ['--help'])
  expect(help.code).toBe(0)
  for (const command of [
    'execute',
    'resume',
    'cancel',
    'trust',
    'status',
    'runs',
    'log',
    'read',
    'check',
    'graph',
    'why',
  ])
    expect(help.out).toContain(command)
  const wrong = await goap('.', ['exceute'])
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean execute?') })
  expect((await goap('.', ['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('a missing file, a bad option and a missing argument are wrong use', async () => {
  const folder = folderWith(files)
  expect(await goap(folder, ['read', 'plam.md'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('plam.md does not exist'),
  })
  expect((await goap(folder, ['execute', 'plan.md', '--concurrency', '0'])).code).toBe(2)
  expect((await goap(folder, ['execute'])).code).toBe(2)
  expect((await goap(folder, ['graph', 'plan.md', '--format', 'png'])).code).toBe(2)
  expect((await goap(folder, ['execute', '-'])).code).toBe(2)
})

test('reading gives an outline, or one line of JSON for each document, from files and from the standard input', async () => {
  const folder = folderWith({ ...files, 'prose.md': '# Prose\n\nNothing.\n' })
  expect((await goap(folder, ['read', 'plan.md'])).out).toContain('· T1 Make one')
  const json = await goap(folder, ['read', 'plan.md', 'prose.md', '--json'])
  const lines = json.out
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  expect(lines).toMatchObject([{ schema: 'goap/plan@1', title: 'Plan: Small' }, { tasks: [] }])
  const piped = await goap(folder, ['read', '-', '--json'], { input: plan })
  expect(JSON.parse(piped.out)).toMatchObject({ file: 'stdin.md' })
  expect((await goap(folder, ['read', 'prose.md'])).err).toContain('is not a plan')
})

const circular =
  '# Plan: C\n\n**Task A1**: First\n- Dependencies: A2\n\n**Task A2**: Second\n- Dependencies: A1\n'

test('checking shows findings with frames and gives exit code 3 for errors', async () => {
  const folder = folderWith({ ...files, 'circle.md': circular })
  const bad = await goap(folder, ['check', 'circle.md', 'plan.md'])
  expect(bad.code).toBe(3)
  expect(bad.out).toContain('circle.md:4:17  error  documents/cycle')
  expect(bad.out).toContain('A1 → A2 → A1')
  expect(bad.out).toMatch(/1 error, .* in 1 of 2 documents\./)
  const good = await goap(folder, ['check', 'plan.md'])
  expect(good).toMatchObject({ code: 0, out: 'Nothing to find fault with in 1 document.\n' })
  const json = await goap(folder, ['check', 'circle.md', '--json'])
  expect(JSON.parse(json.out)).toMatchObject({ schema: 'goap/check@1', file: 'circle.md' })
})

test('the graph comes as tree, Mermaid and JSON, and why explains a task', async () => {
  const folder = folderWith({ ...files, 'prose.md': 'x' })
  expect((await goap(folder, ['graph', 'plan.md', '--workers', '2'])).out).toContain(
    'with 2 workers',
  )
  expect((await goap(folder, ['graph', 'plan.md', '--format', 'mermaid'])).out).toMatch(
    /^flowchart/,
  )
  expect(
    JSON.parse((await goap(folder, ['graph', 'plan.md', '--format', 'json'])).out),
  ).toMatchObject({ schema: 'goap/graph@1' })
  expect((await goap(folder, ['graph', 'prose.md'])).code).toBe(2)
  const why = await goap(folder, ['why', 'T3'])
  expect(why.out).toContain('T3 Say it')
  expect(why.out).toContain('the start of "Phase 2')
  expect((await goap(folder, ['why', 'T9'])).err).toContain('Did you mean')
})

test('a run with --yes does everything, ticks the document, and a second one changes no byte', async () => {
  const folder = folderWith(files)
  const first = await goap(folder, ['execute', 'plan.md', '--yes'])
  expect(first.out).toContain('succeeded')
  expect(first.code).toBe(0)
  expect(readFileSync(join(folder, 'two.txt'), 'utf8')).toBe('two\n')
  const ticked = readFileSync(join(folder, 'plan.md'), 'utf8')
  expect(ticked).toBe(plan.replaceAll('[ ]', '[x]'))
  const second = await goap(folder, ['execute', 'plan.md', '--yes'])
  expect(second).toMatchObject({
    code: 0,
    out: expect.stringContaining('3 proven; 1 of 1 gates passed'),
  })
  expect(readFileSync(join(folder, 'plan.md'), 'utf8')).toBe(ticked)
})

test('what is not allowed waits with the pattern that would allow it, and resume goes on', async () => {
  const folder = folderWith(files)
  const first = await goap(folder, ['execute', 'plan.md', '--allow', 'echo one'])
  expect(first.code).toBe(4)
  expect(first.out).toContain("--allow 'echo two")
  expect(existsSync(join(folder, 'one.txt'))).toBe(true)
  expect(existsSync(join(folder, 'two.txt'))).toBe(false)
  const again = await goap(folder, ['execute', 'plan.md', '--yes'])
  expect(again.out).toContain('was not finished: it goes on')
  expect(again.code).toBe(0)
  expect((await goap(folder, ['resume'])).out).toBe('There is nothing to resume.\n')
})

test('a failing gate is exit code 1, and its criterion has no tick', async () => {
  const folder = folderWith({
    ...files,
    'plan.md': plan.replace('= 2', '= 3').replace('- [ ] `cat', '- [x] `cat'),
  })
  const said = await goap(folder, ['execute', 'plan.md', '--yes'])
  expect(said.code).toBe(1)
  expect(said.out).toContain('2, expected = 3')
  expect(said.out).toContain('– T3 Say it: needs gate')
  expect(readFileSync(join(folder, 'plan.md'), 'utf8')).toContain('- [ ] `cat')
})

test('documents with errors are not started, unless what the errors concern is left out', async () => {
  const folder = folderWith({
    ...files,
    'circle.md': `${circular}\n**Task A3**: Third\n- Command: \`echo three\`\n`,
  })
  const refused = await goap(folder, ['execute', 'circle.md', '--yes'])
  expect(refused.code).toBe(3)
  expect(refused.err).toContain('These tasks wait for each other')
  expect((await goap(folder, ['runs'])).out).toBe('There are no runs yet.\n')
  const despite = await goap(folder, ['execute', 'circle.md', '--yes', '--despite-errors'])
  expect(despite.code).toBe(3)
  expect(despite.out).toContain('✓ A3 Third')
})

test('a dry run executes nothing and says so', async () => {
  const folder = folderWith(files)
  const said = await goap(folder, ['execute', 'plan.md', '--dry-run', '--concurrency', '1'])
  expect(said.code).toBe(0)
  expect(said.out).toContain('nothing is executed')
  expect(said.out).toContain('3 tasks in 1 h 30 min (3 have no estimate and count 30 min)')
  expect(existsSync(join(folder, 'one.txt'))).toBe(false)
  expect(existsSync(join(folder, '.goap'))).toBe(false)
  const json = await goap(folder, ['execute', 'plan.md', '--dry-run', '--json'])
  expect(JSON.parse(json.out.split('\n')[0] ?? '')).toMatchObject({
    schema: 'goap/event@1',
    seq: 0,
  })
})

test('--no-write leaves the document alone, --json gives events and the report', async () => {
  const folder = folderWith(files)
  const said = await goap(folder, ['execute', 'plan.md', '--yes', '--no-write', '--json'])
  const lines = said.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { schema: string; seq?: number })
  expect(lines.at(-1)).toMatchObject({ schema: 'goap/run@1', outcome: 'succeeded' })
  expect(lines.slice(0, -1).map(({ seq }) => seq)).toEqual(
    lines.slice(0, -1).map((_, index) => index),
  )
  expect(readFileSync(join(folder, 'plan.md'), 'utf8')).toBe(plan)
})

test('status, runs and log tell what happened', async () => {
  const folder = folderWith(files)
  expect((await goap(folder, ['log'])).out).toBe('There are no runs yet.\n')
  expect((await goap(folder, ['status'])).out).toContain('plan.md')
  await goap(folder, ['execute', 'plan.md', '--yes', '--no-write'])
  const runs = await goap(folder, ['runs', '--json'])
  const { run } = JSON.parse(runs.out) as { run: string }
  expect((await goap(folder, ['runs'])).out).toContain(`${run}  succeeded`)
  const status = JSON.parse((await goap(folder, ['status', 'plan.md', '--json'])).out) as Record<
    string,
    unknown
  >
  expect(status).toMatchObject({
    document: 'plan.md',
    tasks: 3,
    done: 3,
    proven: 3,
    claimed: 0,
    run,
  })
  expect((await goap(folder, ['status', 'plan.md'])).out).toContain(`succeeded ${run}`)
  const report = await goap(folder, ['status', run])
  expect(report.out).toContain('done      T1 Make one')
  expect(JSON.parse((await goap(folder, ['status', run, '--json'])).out)).toMatchObject({
    schema: 'goap/run@1',
  })
  const log = await goap(folder, ['log', run])
  expect(log.out).toMatch(/\d\d:\d\d:\d\d\.\d{3} {2}✓ T1 Make one/)
  const events = (await goap(folder, ['log', '--json'])).out.trim().split('\n')
  expect(JSON.parse(events[0] ?? '')).toMatchObject({ schema: 'goap/event@1', type: 'run.started' })
  expect((await goap(folder, ['log', 'x'])).code).toBe(2)
})

test('cancel ends an unfinished run, and --new abandons it', async () => {
  const folder = folderWith(files)
  expect((await goap(folder, ['cancel'])).out).toBe('There is nothing to cancel.\n')
  await goap(folder, ['execute', 'plan.md'])
  expect((await goap(folder, ['cancel'])).out).toMatch(/^Run .* is cancelled\.\n$/)
  await goap(folder, ['execute', 'plan.md'])
  const fresh = await goap(folder, ['execute', 'plan.md', '--new', '--yes'])
  expect(fresh.code).toBe(0)
  const statuses = (await goap(folder, ['runs', '--json'])).out.trim().split('\n')
  expect(statuses.map((line) => (JSON.parse(line) as { status: string }).status)).toEqual([
    'succeeded',
    'cancelled',
    'cancelled',
  ])
})

test('an unfinished run refuses documents that have changed, or another set with some of them', async () => {
  const folder = folderWith({ ...files, 'other.md': plan.replace('Small', 'Other') })
  await goap(folder, ['execute', 'plan.md'])
  const overlap = await goap(folder, ['execute', 'plan.md', 'other.md'])
  expect(overlap).toMatchObject({ code: 2, err: expect.stringContaining('run/overlap') })
  writeFileSync(join(folder, 'plan.md'), plan.replace('echo one', 'echo eins'))
  const changed = await goap(folder, ['execute', 'plan.md'])
  expect(changed).toMatchObject({ code: 2, err: expect.stringContaining('run/documents-changed') })
})

test('again runs what is done: all, or the named tasks', async () => {
  const folder = folderWith(files)
  await goap(folder, ['execute', 'plan.md', '--yes'])
  const one = await goap(folder, ['execute', 'plan.md', '--yes', '--again', 'T2'])
  expect(one.out).toContain('1 done, 2 proven')
  expect((await goap(folder, ['execute', 'plan.md', '--yes', '--again'])).out).toContain('3 done')
})

test('trust lets a configuration count, and a committed one counts by itself', async () => {
  const folder = folderWith({
    ...files,
    'goap.config.json': '{ "permissions": { "allow": ["echo *", "cat *", "wc *"] } }',
  })
  git(folder, 'init', '-q')
  const untrusted = await goap(folder, ['execute', 'plan.md'])
  expect(untrusted).toMatchObject({ code: 4, err: expect.stringContaining('do not count') })
  expect((await goap(folder, ['trust'])).out).toContain('may run  echo *')
  expect((await goap(folder, ['resume'])).code).toBe(0)
  expect((await goap(folder, ['trust', '--revoke'])).out).toContain('Nothing of')
  commitAll(folder)
  expect((await goap(folder, ['execute', 'plan.md', '--again'])).code).toBe(0)
})

test('a broken journal is said to be, and is left as it is', async () => {
  const folder = folderWith({
    ...files,
    '.goap/journal.db': 'this is not a database at all, but it is long enough to be read',
  })
  const said = await goap(folder, ['execute', 'plan.md', '--yes'])
  expect(said).toMatchObject({ code: 2, err: expect.stringContaining('sqlite/corrupt') })
  expect(readFileSync(join(folder, '.goap/journal.db'), 'utf8')).toContain('not a database')
})

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../workspace/folder.ts'
import { goap } from './run.ts'

const plan = `# Plan: Small

## Phase 1: Make (Parallel)

- [ ] T1: Make one: \`echo one > one.txt\`
- [ ] T2: Make two: \`echo two > two.txt\`
- [ ] T3: Make three: \`echo three > three.txt\`
`
const files = { 'goap.config.json': '{}', 'plan.md': plan }

test('what is skipped is said: by name what was named, as a number what was found', async () => {
  const folder = folderWith({
    ...files,
    'docs/a.md': '# A\n\nProse.\n',
    'docs/b.md': '# B\n\nProse.\n',
    'docs/c.md': plan,
    'docs/binary.md': Uint8Array.of(0, 1, 2, 3),
  })
  const found = await goap(folder, ['check', 'docs'])
  expect(found.code).toBe(0)
  expect(found.err).toContain('info  2 of 3 documents are no plans: skipped\n')
  expect(found.err).toContain('info  docs/binary.md is skipped: ')
  const named = await goap(folder, ['check', 'docs/a.md', 'docs/c.md'])
  expect(named.err).toBe('info  docs/a.md is not a plan (no tasks, phases or gates): skipped\n')
  const json = await goap(folder, ['check', 'docs', '--json'])
  expect(json.err).toContain('binary.md')
  expect(json.out.trim().split('\n')).toHaveLength(1)
  expect((await goap(folder, ['check', 'docs/binary.md'])).code).toBe(2)
})

test('the names of files and what documents say cannot control the terminal', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'evil\u001b[2J.md': plan.replace('Make one', 'Make \u001b[2Jone'),
    'evil\u001b[2J.txt': 'prose',
  })
  const name = 'evil\u001b[2J.md'
  for (const args of [
    ['read', name, 'evil\u001b[2J.txt'],
    ['check', name],
    ['graph', name],
    ['graph', name, '--format', 'mermaid'],
    ['why', 'T1', name],
    ['status', name],
    ['execute', name],
    ['execute', name, '--dry-run'],
    ['runs'],
    ['log'],
    ['read', 'nowhere\u001b[2J.md'],
  ]) {
    const { out, err } = await goap(folder, args)
    expect(out + err, args.join(' ')).not.toContain('\u001b')
  }
})

test('a dry run takes as many at once as the configuration says, unless it is told otherwise', async () => {
  const folder = folderWith({ ...files, 'goap.config.json': '{ "concurrency": 1 }' })
  expect((await goap(folder, ['execute', 'plan.md', '--dry-run'])).out).toContain('1 h 30 min')
  const wide = await goap(folder, ['execute', 'plan.md', '--dry-run', '--concurrency', '3'])
  expect(wide.out).toContain('3 tasks in 30 min 0 s')
})

test('that a run goes on is said once', async () => {
  const folder = folderWith(files)
  await goap(folder, ['execute', 'plan.md'])
  const { out } = await goap(folder, ['execute', 'plan.md', '--yes'])
  expect(out.match(/goes on/g)).toHaveLength(1)
  expect((await goap(folder, ['log'])).out).toContain('it goes on')
})

test('a run that does not exist is not looked for in a journal made for it', async () => {
  const folder = folderWith(files)
  for (const command of ['resume', 'log', 'cancel']) {
    expect(await goap(folder, [command])).toMatchObject({ code: 0, err: '' })
    const unknown = await goap(folder, [command, 'no-run'])
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('unknown-run') })
  }
  expect(() => readFileSync(join(folder, '.goap/journal.db'))).toThrow('ENOENT')
})

test('a document that is gone when its progress is written is said once, and the run goes on', async () => {
  const folder = folderWith({
    ...files,
    'gone.md': '# Plan: G\n\n- [ ] G1: Go: `rm gone.md`\n- [ ] G2: Say: `echo here`\n',
  })
  const said = await goap(folder, ['execute', 'plan.md', 'gone.md', '--yes'])
  expect(said.code).toBe(0)
  expect(said.err.match(/gone\.md cannot be read/g)).toHaveLength(1)
  expect(readFileSync(join(folder, 'plan.md'), 'utf8')).toBe(plan.replaceAll('[ ]', '[x]'))
})

test('a task that somebody renamed during the run is not ticked, and the rest is', async () => {
  const folder = folderWith({ 'goap.config.json': '{}' })
  const text =
    '# Plan: E\n\n- [ ] T1: Edit: `sed -i s/T2:/X9:/ plan.md`\n- [ ] T2: Say: `echo x`\n  - Depends on: T1\n'
  writeFileSync(join(folder, 'plan.md'), text)
  const said = await goap(folder, ['execute', 'plan.md', '--yes'])
  expect(said.code).toBe(0)
  const after = readFileSync(join(folder, 'plan.md'), 'utf8')
  expect(after).toContain('- [x] T1: Edit')
  expect(after).toContain('- [ ] X9: Say')
})

test('an unreadable configuration and a folder where a file should be are wrong use, not defects', async () => {
  const folder = folderWith(files)
  rmSync(join(folder, 'goap.config.json'))
  mkdirSync(join(folder, 'goap.config.json'))
  expect(await goap(folder, ['execute', 'plan.md', '--yes'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('workspace/not-readable'),
  })
})

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { systemClock, type Clock } from '../../src/base/index.ts'
import { scripted } from '../../src/commands/index.ts'
import { execute, resume } from '../../src/engine/index.ts'
import { memoryJournal, sqliteJournal, type Journal } from '../../src/journal/index.ts'
import type { Permissions, RunEvent } from '../../src/model/index.ts'
import { plan, task } from '../engine/plans.ts'

// What else may happen to a run than being killed: two that want it, a zombie that writes, a disk that is full, a clock that leaps.

const goap = resolve('bin/goap.js')
const everything: Permissions = { allow: [], deny: [], all: 'a test' }
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'goap-peril-'))
  folders.push(folder)
  for (const [name, text] of Object.entries({ 'goap.config.json': '{}', ...files }))
    writeFileSync(join(folder, name), text)
  return folder
}

interface Said {
  /** Null: it was killed. */
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a script of Node; `seen` gets all that it printed so far, each time. */
async function node(
  folder: string,
  args: readonly string[],
  seen: (out: string, signal: (name: NodeJS.Signals) => void) => void = () => {},
): Promise<Said> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', GOAP_HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
    seen(out, (name) => void child.kill(name))
  })
  child.stderr.on('data', (chunk) => (err += String(chunk)))
  const code = await new Promise<number | null>((settle) => child.on('close', settle))
  return { code, out, err }
}

const lines = (file: string): readonly string[] => readFileSync(file, 'utf8').trim().split('\n')

test('of two that go on with a run at the same time one is refused', async () => {
  const folder = folderWith({
    'plan.md': '# Plan: Two\n\n- [ ] **A1**: Work\n  - Command: `echo A1 >> log; sleep 1.5`\n',
  })
  const begun = await node(folder, [goap, 'execute', 'plan.md', '--yes'], (out, signal) => {
    if (out.includes('· A1')) signal('SIGKILL')
  })
  expect(begun.code).toBe(null)
  const resuming = [goap, 'resume', '--yes']
  const both = await Promise.all([node(folder, resuming), node(folder, resuming)])
  const [done, refused] = both.toSorted((a, b) => (a.code ?? 0) - (b.code ?? 0))
  expect(done).toMatchObject({ code: 0, out: expect.stringContaining('succeeded') })
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('journal/held') })
  expect(lines(join(folder, 'log')).length).toBeLessThanOrEqual(2)
})

test('an engine that stood still and was taken over can write nothing any more, and ends', async () => {
  const folder = folderWith({
    'plan.md':
      '# Plan: Zombie\n\n- [ ] **A1**: Work\n  - Command: `echo A1 >> log; sleep 1; true`\n',
  })
  const standing = Promise.withResolvers<() => void>()
  let stands = false
  const zombie = node(folder, [goap, 'execute', 'plan.md', '--yes'], (out, signal) => {
    if (stands || !out.includes('· A1')) return
    stands = true
    signal('SIGSTOP')
    standing.resolve(() => signal('SIGCONT'))
  })
  const wake = await standing.promise
  // Looked at from another host, where heartbeats are expected more often than they are made: the holder counts as silent.
  await using here = sqliteJournal(join(folder, '.goap', 'journal.db'), { heartbeat: 0 })
  const journal: Journal = {
    ...here,
    claim: (id, holder) => here.claim(id, { ...holder, host: 'elsewhere' }, () => false),
  }
  const run = (await here.runs())[0]?.run ?? ''
  const commands = scripted({ 'echo A1 >> log; sleep 1; true': { exit: 0 } })
  await using taken = await resume(run, { journal, commands, permissions: everything })
  expect((await taken.report).outcome).toBe('succeeded')
  const before = await journal.events(run)
  wake()
  const ended = await zombie
  expect(ended).toMatchObject({ code: 2, err: expect.stringContaining('journal/fenced') })
  expect(await journal.events(run)).toEqual(before)
  expect(before.filter(({ type }) => type === 'task.finished')).toHaveLength(1)
})

const canMount =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', tmpdir()]).status === 0

test.skipIf(!canMount)(
  'a full disk stops a run with a clear word, and nothing is lost',
  async () => {
    const tasks = Array.from({ length: 40 }, (_, index) => `- [ ] **T${index}**: Print\n  - Command: \`seq 1 3000; echo ${index} >> log\`\n`) // prettier-ignore
    const folder = folderWith({
      'plan.md': `# Plan: Fill\n\n## Phase 1: Fill (sequential)\n\n${tasks.join('')}`,
      'full.sh': `mkdir state && mount -t tmpfs -o size=256k none state
"$0" "$1" execute plan.md --yes --state state; echo "code $?"
cp plan.md between.md; cp log log-between
mount -o remount,size=32m state
"$0" "$1" resume --yes --state state; echo "code $?"\n`,
    })
    const { stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', readFileSync(join(folder, 'full.sh'), 'utf8'), process.execPath, goap], {
    cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', GOAP_HOME: join(folder, 'home') },
  }) // prettier-ignore
    expect(stderr).toMatch(
      /journal\.db cannot grow: .*sqlite\/full\n {2}Make room, then `goap resume`\./,
    )
    expect(stdout.match(/^code .*/gm)).toEqual(['code 2', 'code 0'])
    const ticks = (file: string): number => readFileSync(join(folder, file), 'utf8').split('[x]').length - 1 // prettier-ignore
    // No tick without its committed result; what ran and could not be recorded ran once more.
    expect(ticks('between.md')).toBeLessThanOrEqual(lines(join(folder, 'log-between')).length)
    expect(ticks('between.md')).toBeLessThan(40)
    expect(ticks('plan.md')).toBe(40)
    expect(new Set(lines(join(folder, 'log'))).size).toBe(40)
    expect(lines(join(folder, 'log')).length).toBeLessThanOrEqual(40 + 4)
  },
)

/** The machine's clock, put back and forth by days at every look. */
function leaping(): Clock {
  const day = 86_400_000
  let looks = 0
  return { ...systemClock, now: () => Date.now() + (looks++ % 2 === 0 ? 3 : -3) * day }
}

test('a clock that leaps changes neither what runs nor how long it took', async () => {
  const tasks = [
    task('a', { retry: { attempts: 3, delay: 1 } }),
    task('b', { needs: ['a'] }),
    task('c', { needs: ['b'] }),
  ]
  let tries = 0
  const commands = scripted(({ script }) =>
    script === 'run a' && ++tries < 3 ? { exit: 75 } : { exit: 0 },
  )
  const journal = memoryJournal()
  const used = { journal, commands, permissions: everything, clock: leaping() }
  await using run = execute(plan(tasks), used)
  const events: RunEvent[] = []
  for await (const event of run) events.push(event)
  expect((await run.report).outcome).toBe('succeeded')
  expect(tries).toBe(3)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index))
  expect(JSON.stringify(events)).not.toMatch(/"duration":-/)
})

test('a moment that a wrong clock has put far away holds nothing up longer than the longest backoff', async () => {
  const journal = memoryJournal()
  const stop = new AbortController()
  const tasks = [task('a', { retry: { attempts: 2, delay: 1 } })]
  const ahead: Clock = { ...systemClock, now: () => Date.now() + 30 * 86_400_000 }
  const retry = { attempts: 2, delay: 1, factor: 2, limit: 20, on: 'transient' } as const
  let tries = 0
  const commands = scripted(() => ({ exit: ++tries === 1 ? 75 : 0 }))
  const used = { journal, commands, permissions: everything, retry }
  await using begun = execute(plan(tasks), { ...used, clock: ahead, signal: stop.signal })
  for await (const event of begun) if (event.type === 'task.retried') stop.abort()
  expect((await begun.report).outcome).toBe('interrupted')
  await using run = await resume(begun.id, used)
  expect((await run.report).outcome).toBe('succeeded')
})

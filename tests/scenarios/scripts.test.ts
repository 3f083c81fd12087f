import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { sqliteJournal } from '../../src/journal/index.ts'
import type { RunEvent } from '../../src/model/index.ts'

// Scripts in real runs: processes of their own, the sandbox as it is.

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'goap-scripts-'))
  folders.push(folder)
  for (const [name, text] of Object.entries({ 'goap.config.json': '{}\n', ...files }))
    writeFileSync(join(folder, name), text)
  return folder
}

/** Runs goap; with `killWhen` it is killed by SIGKILL once that holds of the journal's events. */
async function goap(
  folder: string,
  args: readonly string[],
  killWhen?: (events: readonly RunEvent[]) => boolean,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [resolve('bin/goap.js'), ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', GOAP_HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  let over = false
  const ended = new Promise<number | null>((settle) => child.on('exit', settle))
  void ended.then(() => (over = true))
  while (killWhen && !over) {
    if (killWhen(await eventsIn(folder))) child.kill('SIGKILL')
    await new Promise((next) => setTimeout(next, 5))
  }
  return { code: await ended, output }
}

async function eventsIn(folder: string): Promise<readonly RunEvent[]> {
  const file = join(folder, '.goap', 'journal.db')
  if (!existsSync(file)) return []
  await using journal = sqliteJournal(file)
  const [record] = await journal.runs()
  return record ? journal.events(record.run) : []
}

const fence = '```'
const scripted = (id: string, code: string, more = ''): string =>
  `- [ ] **${id}**: Task ${id}\n  - Agent: script\n${more}\n  ${fence}js\n  ${code}\n  ${fence}\n`

test(
  'scripts that loop, throw and flood fail in a run that is killed while one loops; the others are done, each once',
  { timeout: 180_000 },
  async () => {
    const tasks = [
      scripted('A1', '({ words: 3 })'),
      scripted('A2', 'console.log("begins"); for (;;);', '  - Depends on: A1\n'),
      scripted('A3', 'const nothing = null; nothing.at', '  - Depends on: A1\n'),
      scripted('A4', 'for (;;) console.log("x".repeat(1000))', '  - Depends on: A1\n'),
      scripted('A5', '({ doubled: input.inputs.a1.words * 2 })', '  - Depends on: A1\n'),
      scripted('A6', '({ never: true })', '  - Depends on: A2\n'),
    ]
    const folder = folderOf({
      'plan.md': `# Plan\n\n## Phase 1: Try (parallel)\n\n${tasks.join('')}`,
    })
    const loops = (events: readonly RunEvent[]): boolean =>
      events.some((one) => one.type === 'task.started' && one.task === 'plan.md#a2')
    const killed = await goap(folder, ['execute', 'plan.md'], loops)
    expect(killed.code).toBe(null)
    const before = await eventsIn(folder)
    expect(before.some((one) => one.type === 'task.finished' && one.task === 'plan.md#a1')).toBe(true) // prettier-ignore

    const resumed = await goap(folder, ['resume'])
    expect(resumed.code).toBe(1)
    const events = await eventsIn(folder)
    const finished = events.flatMap((one) => (one.type === 'task.finished' ? [one] : []))
    expect(finished.map(({ task }) => task).toSorted()).toEqual(['a1', 'a2', 'a3', 'a4', 'a5'].map((key) => `plan.md#${key}`)) // prettier-ignore
    const outcomes = Object.fromEntries(finished.map(({ task, outcome }) => [task.slice(-2), outcome])) // prettier-ignore
    expect(outcomes).toMatchObject({
      a1: { kind: 'succeeded', outputs: { words: 3 } },
      a2: { kind: 'failed', transient: false, evidence: [{ kind: 'script', status: 'timeout', tail: 'begins\n' }] },
      a3: { kind: 'failed', reason: expect.stringMatching(/^its script threw TypeError: .* \(plan\.md:\d+:\d+\)$/), evidence: [{ reason: 'thrown' }] },
      a4: { kind: 'failed', reason: 'its script printed more than it may', evidence: [{ status: 'violation', reason: 'output', truncated: true }] },
      a5: { kind: 'succeeded', outputs: { doubled: 6 } },
    }) // prettier-ignore
    expect(events.find((one) => one.type === 'task.skipped')).toMatchObject({ task: 'plan.md#a6' })
    const place = /plan\.md:(\d+):/.exec(JSON.stringify(outcomes['a3']))?.[1]
    expect(readFileSync(join(folder, 'plan.md'), 'utf8').split('\n')[Number(place) - 1]).toContain('nothing.at') // prettier-ignore
  },
)

test('the plan of ours that has scripts runs without any permission, and once more without a change', async () => {
  const folder = folderOf({})
  for (const name of ['docs', 'plans', 'README.md', 'SECURITY.md'])
    cpSync(name, join(folder, name), { recursive: true })
  expect(await goap(folder, ['execute', 'plans/scripts.md'])).toMatchObject({ code: 0 })
  const ticked = readFileSync(join(folder, 'plans/scripts.md'), 'utf8')
  expect(ticked).not.toContain('[ ]')
  const again = await goap(folder, ['execute', 'plans/scripts.md'])
  expect(again).toMatchObject({ code: 0, output: expect.stringContaining('3 proven; 2 of 2 gates passed') }) // prettier-ignore
  expect(readFileSync(join(folder, 'plans/scripts.md'), 'utf8')).toBe(ticked)
})

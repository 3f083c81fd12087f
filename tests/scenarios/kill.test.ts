import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { isAlive } from '../../src/commands/index.ts'
import { sqliteJournal } from '../../src/journal/index.ts'

const goap = resolve('bin/goap.js')
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** 24 tasks in three phases; each writes its id when it has done its work. */
function document(): string {
  const phase = (number: number, mode: string): string => {
    const tasks = Array.from({ length: 8 }, (_, index) => {
      const id = `T${number}.${index + 1}`
      return `- [ ] ${id}: Do part ${index + 1}\n  - Command: \`sleep 0.1; echo ${id} >> done.log\`\n`
    })
    return `## Phase ${number}: Work ${number} (${mode})\n\n${tasks.join('')}\n`
  }
  return `# Plan: Survive\n\n${phase(1, 'Parallel')}${phase(2, 'Sequential')}${phase(3, 'Parallel')}## Quality Gates\n\n- [ ] \`wc -l < done.log\` ≥ 24\n`
}

interface Ended {
  readonly code: number | null
  readonly output: string
}

/** Runs goap; with `killAt` it is killed by SIGKILL once the journal has that many events. */
async function run(folder: string, args: readonly string[], killAt?: number): Promise<Ended> {
  const child = spawn(process.execPath, [goap, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', GOAP_HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  const ended = new Promise<number | null>((settle) => child.on('exit', settle))
  if (killAt !== undefined) void killWhen(folder, killAt, () => child.kill('SIGKILL'), ended)
  return { code: await ended, output }
}

async function killWhen(
  folder: string,
  events: number,
  kill: () => void,
  ended: Promise<unknown>,
): Promise<void> {
  let over = false
  void ended.then(() => (over = true))
  while (!over) {
    if ((await finishedTasks(folder)).events >= events) return kill()
    await new Promise((next) => setTimeout(next, 5))
  }
}

async function finishedTasks(folder: string): Promise<{ events: number; done: string[] }> {
  const file = join(folder, '.goap', 'journal.db')
  if (!existsSync(file)) return { events: 0, done: [] }
  await using journal = sqliteJournal(file)
  const [record] = await journal.runs()
  if (!record) return { events: 0, done: [] }
  const events = await journal.events(record.run)
  const done = events.flatMap((event) => (event.type === 'task.finished' ? [event.task] : []))
  return { events: events.length, done }
}

function counts(folder: string): Map<string, number> {
  const log = join(folder, 'done.log')
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
  const found = new Map<string, number>()
  for (const line of lines) found.set(line, (found.get(line) ?? 0) + 1)
  return found
}

test(
  'a plan of 24 tasks killed six times at random moments ends with every task done once',
  { timeout: 180_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'goap-kill-'))
    folders.push(folder)
    writeFileSync(join(folder, 'goap.config.json'), '{}\n')
    writeFileSync(join(folder, 'plan.md'), document())
    const recorded = new Map<string, number>()
    const args = ['--allow', 'sleep *', '--allow', 'echo *', '--allow', 'wc *']

    let seen = 0
    for (let kill = 0; kill < 6; kill++) {
      const at = seen + 2 + Math.floor(Math.random() * 8)
      const verb = kill === 0 ? ['execute', 'plan.md'] : ['resume']
      const ended = await run(folder, [...verb, ...args], at)
      expect(ended.code, ended.output).toBe(null)
      const { events, done } = await finishedTasks(folder)
      expect(events).toBeGreaterThanOrEqual(at)
      seen = events
      const now = counts(folder)
      for (const key of done) {
        const id = key.slice(key.lastIndexOf('#') + 1).toUpperCase()
        recorded.set(id, recorded.get(id) ?? now.get(id) ?? 0)
      }
    }
    const last = await run(folder, ['resume', ...args])
    expect(last.code, last.output).toBe(0)

    const { done } = await finishedTasks(folder)
    expect(done.length).toBe(24)
    expect(new Set(done).size).toBe(24)
    // A result that was recorded before a kill was never run again.
    const end = counts(folder)
    for (const [id, count] of recorded) expect(end.get(id), id).toBe(count)
    expect([...end.keys()].length).toBe(24)

    const text = readFileSync(join(folder, 'plan.md'), 'utf8')
    expect(text.match(/- \[x\]/g)?.length).toBe(25)
    expect(text.replaceAll('[x]', '[ ]')).toBe(document())

    await using journal = sqliteJournal(join(folder, '.goap', 'journal.db'))
    const [record] = await journal.runs()
    expect(record?.status).toBe('succeeded')
    expect(await journal.processes(record?.run ?? '')).toEqual([])
    expect(record?.holder && isAlive(record.holder)).toBeFalsy()
  },
)

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import { sqliteJournal, type ProcessRecord } from '../../src/journal/index.ts'
import type { RunEvent } from '../../src/model/index.ts'

// One plan with everything in it, executed in a process of its own that can be told after which commit of its journal to die.

const folders: string[] = []
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const document = `# Plan: Crash

## Phase 1: Prepare (parallel)

- [ ] **A1**: One: \`echo A1 >> log\`
- [ ] **A2**: Two: \`echo A2 >> log; test -e tried || { touch tried; exit 75; }\`
- [ ] **A3**: Three: \`echo A3 >> log; test -e fixed\`

### Quality Gate

- [ ] \`test -e fixed\` → exit code 0

## Phase 2: Change (parallel)

- [ ] **B1**: Four: \`echo B1 >> log\`
- [ ] **B2**: Five: \`echo B2 >> log\`
- [ ] **B3**: Look at it

### Quality Gate

- [ ] \`test -s log\` → exit code 0
- [ ] The lead is content

## Phase 3: Ship

- [ ] **C1**: Six: \`echo C1 >> log; false\`
- [ ] **C2**: Seven: \`echo C2 >> log\`
  - Depends on: C1

## Contingency Plans

### If A3 fails

- Repair it with \`touch ./fixed\`
- Retry

\`\`\`goap
tasks:
  a1: { compensation: "echo undo-A1 >> log" }
  a2: { retry: { attempts: 2, delay: 1 } }
  b1: { compensation: "echo undo-B1 >> log" }
  b2: { repeat: once }
contingencies:
  - { trigger: If A3 fails, actions: ["Repair it with \`touch ./fixed\`", Retry], kind: contingency, owner: null }
  - { trigger: If C1 fails, actions: [Roll back], kind: rollback, owner: null }
gates:
  quality-gate~2:
    criteria:
      - { key: test-s-log, text: "\`test -s log\` → exit code 0", check: { kind: command, command: test -s log, runnable: true } }
      - { key: the-lead-is-content, text: "The lead is content", check: { kind: approval, by: lead } }
\`\`\`
`

/** What a process that came to its end said. */
export interface End {
  readonly outcome: string
  readonly reason: string
  readonly troubles: readonly string[]
  /** How often the journal committed. */
  readonly commits: number
}

/** What is found after a process has ended, one way or the other. */
export interface World {
  readonly events: readonly RunEvent[]
  /** One line for each time that a command ran. */
  readonly log: readonly string[]
  /** The document as it stands. */
  readonly text: string
  /** Processes that the journal takes for running. */
  readonly processes: readonly ProcessRecord[]
  /** Null: the process was killed. */
  readonly end: End | null
  readonly said: string
}

/** A folder with the plan, removed after the tests of the file. */
export function crashFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'goap-crash-'))
  folders.push(folder)
  writeFileSync(join(folder, 'goap.config.json'), '{}')
  writeFileSync(join(folder, 'plan.md'), document)
  return folder
}

/**
 * Executes the plan of the folder, or goes on with its run; `commits`: the process dies by SIGKILL right after so many, 0 never;
 * `confine`: how its commands are.
 */
export async function executeIn(
  folder: string,
  commits: number,
  confine: 'require' | 'off' = 'off',
): Promise<World> {
  const script = resolve('tests/scenarios/crash-child.ts')
  const child = spawn(process.execPath, [script, folder, String(commits), confine], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  const code = await new Promise<number | null>((settle) => child.on('close', settle))
  const file = join(folder, '.goap', 'journal.db')
  await using journal = existsSync(file) ? sqliteJournal(file) : null
  const [record] = (await journal?.runs()) ?? []
  const log = join(folder, 'log')
  return {
    events: record && journal ? await journal.events(record.run) : [],
    log: existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [],
    text: readFileSync(join(folder, 'plan.md'), 'utf8'),
    processes: record && journal ? await journal.processes(record.run) : [],
    end: code === 0 ? (JSON.parse(said) as End) : null,
    said,
  }
}

/** How everything ended; sorted, since what runs side by side may end in any order. */
export const ends = (events: readonly RunEvent[]): readonly string[] =>
  events
    .flatMap((event) =>
      event.type === 'task.finished' ? [`${event.task} ${event.round} ${event.outcome.kind}`]
        : event.type === 'gate.finished' ? [`${event.gate} ${event.round} ${event.verdict}`]
        : event.type === 'task.compensated' ? [`undone ${event.task} ${event.outcome.kind}`]
        : event.type === 'run.finished' ? [`${event.outcome}: ${event.reason}`] : [],
    )
    .toSorted() // prettier-ignore

/** How many results each task has. */
export function results(events: readonly RunEvent[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const event of events)
    if (event.type === 'task.finished') found.set(event.task, (found.get(event.task) ?? 0) + 1)
  return found
}

/** Tasks that were started and have no result where the events end. */
export function underway(events: readonly RunEvent[]): ReadonlySet<string> {
  const open = new Set<string>()
  for (const event of events) {
    if (event.type === 'task.started') open.add(event.task)
    if (event.type === 'task.finished' || event.type === 'task.retried') open.delete(event.task)
  }
  return open
}

/** How often the command of a task ran: each leaves its id in the log. */
export const timesRun = ({ log }: World, task: string): number =>
  log.filter((line) => `plan.md#${line.toLowerCase()}` === task).length

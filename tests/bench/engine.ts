import { spawnSync } from 'node:child_process'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { functionAgent } from '../../src/agents/index.ts'
import { execute } from '../../src/engine/index.ts'
import { memoryJournal, sqliteJournal, type Journal } from '../../src/journal/index.ts'
import type { Plan, RunEvent } from '../../src/model/index.ts'
import { phase, plan, task } from '../engine/plans.ts'
import { inTurns, median, say, timed } from './measure.ts'
import { dbos, langGraph, pQueue } from './peers.ts'

// node --expose-gc tests/bench/engine.ts [TASKS]: what a step costs, beside what others need for one. Tasks do nothing: what is measured
// is the engine and its journal. All in one run, in turns, each figure the median of its rounds after one that does not count.
// Not measured: agents, commands, documents, the display, several processes at one journal.

const width = 100
const rounds = 5
const folder = mkdtempSync(join(tmpdir(), 'goap-bench-'))
const nothing = functionAgent('nothing', () => ({}))
let files = 0

/** Phases one after the other, of `width` tasks side by side. */
function planOf(count: number): Plan {
  const tasks = Array.from({ length: count }, (_, index) =>
    task(`t${index}`, { agent: 'nothing', command: null, phase: `p${Math.floor(index / width)}` }),
  )
  const phases = Array.from({ length: Math.ceil(count / width) }, (_, number) => {
    const keys = tasks.slice(number * width, (number + 1) * width).map(({ key }) => key)
    return phase(`p${number}`, keys, { needs: number === 0 ? [] : [`p${number - 1}`] })
  })
  return plan(tasks, { phases })
}

async function ours(made: Plan, journal: Journal, concurrency = width): Promise<string> {
  const run = execute(made, { journal, agents: [nothing], concurrency })
  const { outcome } = await run.report
  if (outcome !== 'succeeded') throw new Error(`the run has ${outcome}`)
  return run.id
}

/** With a journal in a file of its own, which is removed afterwards. */
async function inFile<T>(
  durability: 'normal' | 'full',
  work: (journal: Journal) => Promise<T>,
): Promise<T> {
  const file = join(folder, `${files++}.db`)
  const journal = sqliteJournal(file, { durability })
  try {
    return await work(journal)
  } finally {
    await journal[Symbol.asyncDispose]()
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
  }
}

/** Commits these events as they are, `width` to a commit. */
async function bare(events: readonly RunEvent[], journal: Journal): Promise<void> {
  const holder = { host: 'here', boot: null, pid: process.pid, started: null }
  const lease = await journal.create(events[0]?.run ?? '', ['plan.md'], holder)
  for (let from = 0; from < events.length; from += width)
    await journal.append(lease, events.slice(from, from + width))
}

/** A line appended and forced to the disk for each step. */
function appended(count: number): void {
  const file = join(folder, 'append')
  const handle = openSync(file, 'w')
  for (let index = 0; index < count; index++) {
    writeSync(handle, `{"task":"t${index}","outcome":"succeeded"}\n`)
    fdatasyncSync(handle)
  }
  closeSync(handle)
  rmSync(file)
}

const nobody = async (): Promise<void> => {}

async function loop(count: number): Promise<void> {
  const work = async (): Promise<object> => ({})
  for (let index = 0; index < count; index++) await work()
}

/** A process of its own, so that nothing before has used memory. */
function alone(count: number): { readonly ms: number; readonly mib: number } {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', import.meta.filename, 'alone', String(count)], { encoding: 'utf8', maxBuffer: 1 << 26 }) // prettier-ignore
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as { ms: number; mib: number }
}

const times = (one: number, other: number): string => `${(one / other).toFixed(2)} ×`

if (process.argv[2] === 'alone') {
  const count = Number(process.argv[3])
  const made = planOf(count)
  const start = performance.now()
  await inFile('normal', (journal) => ours(made, journal))
  process.stdout.write(JSON.stringify({ ms: performance.now() - start, cpu: (process.cpuUsage().user + process.cpuUsage().system) / 1000, mib: process.resourceUsage().maxRSS / 1024 })) // prettier-ignore
} else await all(Number(process.argv[2] ?? 10_000))
rmSync(folder, { recursive: true, force: true })

async function all(count: number): Promise<void> {
  const made = planOf(count)
  const kept = memoryJournal()
  const events = await kept.events(await ours(made, kept))
  const [queue, graph] = [await pQueue(), await langGraph()]
  await using other = await dbos()
  const few = Math.min(count, 1000)
  say(`${count} tasks that do nothing, in phases of ${width}, ${width} at once; ${rounds} rounds`)
  const same = graph?.layers(few, width) ?? nobody
  const whole = graph?.layers(count, width) ?? nobody
  const wide = graph?.rounds(few, width) ?? nobody
  const long = graph?.rounds(300, 1) ?? nobody
  const found = await inTurns(rounds, {
    sqlite: () => inFile('normal', (journal) => ours(made, journal)),
    memory: () => ours(made, memoryJournal()),
    bare: () => inFile('normal', (journal) => bare(events, journal)),
    loop: () => loop(count),
    queue: () => queue?.(count, width),
    appended: () => appended(few),
    graphSame: same,
    graphWide: wide,
    graphLong: long,
    dbos: () => other?.layers(few, width),
  })
  const step = found.sqlite / count
  say(`journalled        ${(step * 1000).toFixed(1)} µs a task, ${events.length} events`)
  say(`memory journal    ${times(found.sqlite, found.memory)} as long with the file as without`)
  say(
    `bare commits      ${times(found.sqlite, found.bare)} as long as only committing the same events`,
  )
  say(
    `append+fdatasync  ${times(found.appended / few, step)} as long a step as ours, with one step a time`,
  )
  say(`async loop        ${times(found.sqlite, found.loop)} as long as ${count} awaits`)
  if (queue) say(`p-queue           ${times(found.sqlite, found.queue)} as long as the same by p-queue, which keeps nothing`) // prettier-ignore
  if (graph) {
    const once = await timed(whole) // it takes minutes
    say(`LangGraph.js      ${times(once / count, step)} as long a step as ours in the same graph of ${count} nodes, run once, nothing on disk`) // prettier-ignore
    say(`                  ${times(found.graphSame / few, step)} as long in one of ${few} nodes`)
    say(`                  ${times(found.graphWide / few, step)} as long in a loop over ${width} nodes side by side`) // prettier-ignore
    say(`                  ${times(found.graphLong / 300, step)} as long in a loop over one node`)
  } else say('p-queue, LangGraph.js: not installed, see tests/bench/peers.ts')

  if (other)
    say(`DBOS              ${times(found.dbos / few, step)} as long a step as ours, in a workflow of ${few} steps, in PostgreSQL`) // prettier-ignore
  else say('DBOS: no server, see tests/bench/peers.ts')

  const full = planOf(width * 20)
  const one = planOf(200)
  const safe = await inTurns(3, {
    many: () => inFile('full', (journal) => ours(full, journal)),
    single: () => inFile('full', (journal) => ours(one, journal, 1)),
    fsync: () => appended(200),
  })
  const [many, single] = [safe.many / (width * 20), safe.single / 200]
  if (other) say(`                  ${times(found.dbos / few, many)} as long a step by DBOS as ours with ${width} in flight`) // prettier-ignore
  say(`FULL              ${times(single, many)} as long a step one by one as with ${width} in flight; a lone fdatasync takes ${(safe.fsync / 200).toFixed(2)} ms`) // prettier-ignore

  const small = [0, 1, 2].map(() => alone(count))
  const large = [0, 1, 2].map(() => alone(count * 10))
  const [shorter, longer] = [small, large].map((all) => median(all.map(({ ms }) => ms)))
  const mib = large.map((one) => Math.round(one.mib)).toSorted((a, b) => a - b)
  say(`${count * 10} tasks      ${times((longer ?? 0) / 10, shorter ?? 0)} as long a task as of ${count}; ${mib.join(', ')} MiB at most in three runs`) // prettier-ignore
}

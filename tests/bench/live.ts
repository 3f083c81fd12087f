import { setTimeout } from 'node:timers/promises'
import { columns, graphemes } from '../../src/base/index.ts'
import { discreet } from '../../src/cli/discreet.ts'
import { styleFor } from '../../src/cli/io.ts'
import { display, type Display } from '../../src/cli/report/display.ts'
import { live } from '../../src/cli/report/live.ts'
import { linesDisplay } from '../../src/cli/report/reporters/lines.ts'
import { namesOf } from '../../src/cli/report/plain.ts'
import { aheadOf, execute, functionAgent, graph, reporter, type RunEvent } from '../../src/index.ts'
import { phase, plan, task } from '../engine/plans.ts'

// node tests/bench/live.ts [TASKS] [SECONDS]: what showing a run costs. The events of a run of 500 tasks are shown again at the pace of
// a few seconds: to a display that prints nothing, as lines, and live at a terminal of 24 rows and 80 columns; in turns, in one process.
// CPU time of the whole process (user and system) beside that of the silent display, as a share of what the run itself takes, and bytes.
// Not measured: the terminal itself.

const count = Number(process.argv[2] ?? 500)
const length = Number(process.argv[3] ?? 3) * 1000
const rounds = 7

const tasks = Array.from({ length: count }, (_, index) =>
  task(`T${index}`, {
    title: index % 10 === 3 ? `日本語の題名 🎉 number ${index}` : `Do the thing number ${index}`,
    agent: 'quick',
  }),
)
const keys = tasks.map(({ key }) => key)
const phases = Array.from({ length: 5 }, (_, index) =>
  phase(String(index), keys.slice((index * count) / 5, ((index + 1) * count) / 5), {
    needs: index === 0 ? [] : [String(index - 1)],
  }),
)
const plans = [plan(tasks, { phases })]
const quick = functionAgent('quick', async ({ key }) => {
  await setTimeout(1)
  // In the last phase: what fails earlier would keep the rest from running.
  if (keys.indexOf(key.replace(/^.*#/, '')) > count * 0.8 && key.endsWith('7'))
    throw new Error('it does not work')
})
const events: RunEvent[] = []
const started = process.cpuUsage()
for await (const event of execute(plans, { agents: [quick] })) events.push(event)
const { user, system } = process.cpuUsage(started)
/** Milliseconds of CPU that the run itself takes in this process, without a journal on disk and without commands. */
const whole = (user + system) / 1000
const first = events[0]?.at ?? 0
const real = (events.at(-1)?.at ?? 0) - first
const names = namesOf(plans)
const clean = await discreet({ environment: process.env })
const fold = reporter(events[0]?.run ?? '', { plans, standings: {} })
for (const event of events) fold.take(event)
const report = fold.report()

let bytes = 0
const out = {
  columns: 80,
  rows: 24,
  isTTY: true,
  write(text: string) {
    bytes += Buffer.byteLength(text)
  },
}
const style = styleFor(out, { FORCE_COLOR: '1' })
const common = { out, style, names, clean, summary: { names, clean: clean.text } }
const shows: Record<'silent' | 'lines' | 'live', () => Display> = {
  silent: () => display({}),
  lines: () => linesDisplay(common),
  live: () =>
    live({
      ...common,
      measure: { columns, graphemes },
      ahead: ({ plans: shown }) => aheadOf(graph(shown)),
      now: Date.now,
    }),
}

const spent: Record<string, number[]> = {}
const written: Record<string, number> = {}
for (let round = 0; round < rounds; round++)
  for (const [name, make] of Object.entries(shows)) {
    bytes = 0
    ;(spent[name] ??= []).push(await shown(make))
    written[name] = bytes
  }

say(`${count} tasks, ${events.length} events shown over ${length / 1000} s, median of ${rounds} rounds (the first is warm-up)`) // prettier-ignore
for (const name of Object.keys(shows)) {
  const own = median(spent[name]) - median(spent['silent'])
  const cold = (spent[name]?.[0] ?? 0) - (spent['silent']?.[0] ?? 0)
  say(`${name.padEnd(7)} ${median(spent[name]).toFixed(0).padStart(4)} ms CPU, ${own.toFixed(0).padStart(3)} ms for showing (first time ${cold.toFixed(0)} ms), ${(own / whole).toFixed(2)} of the CPU of the run, ${written[name]} bytes`) // prettier-ignore
}

/** Milliseconds of CPU while the events are shown. */
async function shown(make: () => Display): Promise<number> {
  const before = process.cpuUsage()
  const begin = Date.now()
  const one = make()
  one.begin({ run: 'r', plans, standings: {} })
  for (const event of events) {
    const due = begin + ((event.at - first) / Math.max(1, real)) * length
    if (due - Date.now() > 4) await setTimeout(due - Date.now())
    one.take({ ...event, at: Date.now() })
  }
  one.close()
  one.report(report)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function median(all: readonly number[] = []): number {
  const warm = all.slice(1).toSorted((a, b) => a - b)
  return warm[Math.floor(warm.length / 2)] ?? 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

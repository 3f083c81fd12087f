import { groundTask, readPddl } from '../../../src/planner/index.ts'
import { givenTasks } from '../../planner/tasks.ts'
import { median, say } from '../measure.ts'
import { layered, type LayeredTask } from './layered.ts'

// node tests/bench/planner/ground.ts: reading and grounding in milliseconds of processor time of the main thread, in one process: the
// first time and the median of nine more. With GOAP_SHARED the given tasks, then tasks in layers, with the exponent by which time
// grows (1 is linear). Not measured: start-up, reading files, collecting garbage on other threads.

interface Times {
  readonly read: number
  readonly ground: number
  readonly actions: number
  readonly facts: number
}

const given = givenTasks()
if (given.length > 0)
  say('task                    read first · warm   ground first · warm   actions  facts')
const firsts: number[] = []
const warms: number[] = []
for (const { name, ...texts } of given) {
  const all = Array.from({ length: 10 }, () => timesOf(texts))
  const [first, ...later] = all
  if (!first) continue
  const [read, ground] = [
    median(later.map(({ read }) => read)),
    median(later.map(({ ground }) => ground)),
  ]
  firsts.push(first.read + first.ground)
  warms.push(read + ground)
  say(`${name.padEnd(22)}${cell(first.read)} ·${cell(read)}      ${cell(first.ground)} ·${cell(ground)}  ${String(first.actions).padStart(8)}${String(first.facts).padStart(7)}`) // prettier-ignore
}
if (firsts.length > 0) say(`median of a task: first ${median(firsts).toFixed(1)} ms, warm ${median(warms).toFixed(1)} ms; longest first ${Math.max(...firsts).toFixed(1)} ms`) // prettier-ignore

for (const as of ['actions', 'objects'] as const) {
  say(`layers, ${as}`)
  let before: { readonly count: number; readonly time: number } | null = null
  for (const count of [1000, 10_000, 100_000]) {
    const texts = layered(count, as)
    const size = texts.domain.length + texts.problem.length
    const all = Array.from({ length: 5 }, () => timesOf(texts))
    const [read, ground] = [
      median(all.map(({ read }) => read)),
      median(all.map(({ ground }) => ground)),
    ]
    const time = read + ground
    const growth: string = before ? `, exponent ${(Math.log(time / before.time) / Math.log(count / before.count)).toFixed(2)}` : '' // prettier-ignore
    say(`  ${String(count).padStart(7)}: ${(size / 1e6).toFixed(1)} MB read in ${read.toFixed(0)} ms, grounded in ${ground.toFixed(0)} ms, ${all[0]?.actions} actions${growth}`) // prettier-ignore
    before = { count, time }
  }
}
say(`at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB of memory`)

function timesOf({ domain, problem }: LayeredTask): Times {
  globalThis.gc?.()
  const began = processor()
  const { task, findings } = readPddl({
    domain: { file: 'domain', text: domain },
    problem: { file: 'problem', text: problem },
  })
  const read = processor()
  if (!task) throw new Error(findings[0]?.message)
  const { actions, facts } = groundTask(task)
  return {
    read: read - began,
    ground: processor() - read,
    actions: actions.length,
    facts: facts.length,
  }
}

/** Milliseconds that the main thread has used. */
function processor(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function cell(milliseconds: number): string {
  return milliseconds.toFixed(1).padStart(9)
}

import { writeFileSync } from 'node:fs'
import {
  deorder,
  groundTask,
  readPddl,
  search,
  validateGroundPlan,
  whyNoPlan,
  type LiftedTask,
} from '../../../src/planner/index.ts'
import { median, say } from '../measure.ts'
import { growthPlot } from './growth-plot.ts'
import { layered } from './layered.ts'

// node --expose-gc tests/bench/planner/growth.ts [ROUNDS] [--write]: how the cost of each step grows with the size of a task in layers,
// whose actions have no parameters: reading its PDDL, grounding, searching (with compiling and the proof of a bound), deordering the plan,
// and, without the actions that make most of the first layer, explaining why there is none, in words, with actions that can never be applied. Processor time of the main thread, the median
// of some rounds in one process after one that does not count. With --write the plot in docs/. Not measured: reading files, start-up, and
// garbage that is collected on other threads.

const rounds = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 5)
const sizes = [1000, 3000, 10_000, 30_000, 100_000]
const largest = 50_000
const steps = ['read', 'ground', 'search', 'deorder', 'explain'] as const
type Step = (typeof steps)[number]

const measured = new Map<Step, { readonly size: number; readonly milliseconds: number }[]>()
for (const size of sizes) {
  const times = new Map<Step, number[]>()
  let told = ''
  for (let round = 0; round <= rounds; round++) told = once(size, (step, time) => {
      if (round > 0) times.set(step, [...(times.get(step) ?? []), time])
    }) // prettier-ignore
  for (const [step, all] of times)
    measured.set(step, [...(measured.get(step) ?? []), { size, milliseconds: median(all) }])
  say(`${String(size).padStart(7)}: ${steps.map((step) => `${step} ${median(times.get(step) ?? []).toFixed(1)} ms`).join(', ')}; ${told}`) // prettier-ignore
}
for (const [step, points] of measured) {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) continue
  const power = Math.log(last.milliseconds / first.milliseconds) / Math.log(last.size / first.size)
  say(`${step}: grows with size to the power of ${power.toFixed(2)}`)
}
say(`at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB of memory`)
if (process.argv.includes('--write'))
  writeFileSync('docs/planner-growth.svg', growthPlot([...measured].map(([name, points]) => ({ name, points })))) // prettier-ignore

function once(size: number, took: (step: Step, milliseconds: number) => void): string {
  // Systems count a processor's time in steps of some milliseconds: what is small is done often.
  const times = Math.max(1, Math.round(largest / size))
  const timed = <T>(step: Step, work: () => T): T => {
    globalThis.gc?.()
    const began = processor()
    let result = work()
    for (let time = 1; time < times; time++) result = work()
    took(step, (processor() - began) / times)
    return result
  }
  const texts = layered(size, 'actions')
  const lifted = timed('read', () => read(texts.domain, texts.problem))
  const task = timed('ground', () => groundTask(lifted))
  const found = timed('search', () => search(task, {}, () => performance.now()))
  const plan = found.steps ?? []
  if (!validateGroundPlan(task, plan).valid) throw new Error('the plan is not valid')
  const order = timed('deorder', () => deorder(task, plan))
  const barred = read(withoutMost(texts.domain), texts.problem)
  const lame = groundTask(barred)
  const none = search(lame, {}, () => performance.now())
  const lines = timed('explain', () => whyNoPlan({ task: lame, lifted: barred, result: none }))
  const missing = lines.filter((line) => line.startsWith('Nothing makes')).length
  const edges = order.needs.reduce((sum, list) => sum + list.length, 0)
  return `${task.actions.length} actions, ${plan.length} steps, ${edges} edges, ${missing} facts missing`
}

function read(domain: string, problem: string): LiftedTask {
  const { task, findings } = readPddl({
    domain: { file: 'domain', text: domain },
    problem: { file: 'problem', text: problem },
  })
  if (!task) throw new Error(findings[0]?.message)
  return task
}

/** A domain without most of the actions that need nothing: 97 of the hundred of the first layer. */
function withoutMost(domain: string): string {
  const lines = domain.split('\n')
  return lines.filter((line) => Number(/^\(:action a(\d\d?) /.exec(line)?.[1] ?? 0) < 3).join('\n')
}

/** Milliseconds that the main thread has used. */
function processor(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

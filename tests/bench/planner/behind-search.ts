import {
  deorder,
  explainNoPlan,
  schedulePlan,
  validateGroundPlan,
  type GroundTask,
} from '../../../src/planner/index.ts'
import { compileTask } from '../../../src/planner/search/compiled-task.ts'
import { smallCosts } from '../../../src/planner/search/costs.ts'
import { FF } from '../../../src/planner/search/heuristics/ff.ts'
import { Memory } from '../../../src/planner/search/memory.ts'
import { executedRelaxedPlan } from '../../../src/planner/search/relaxed-plan.ts'
import { median, say } from '../measure.ts'
import { layeredTask, unsolvable } from './layered-ground.ts'

// node --expose-gc tests/bench/planner/behind-search.ts [ROUNDS]: what comes behind the search, on made tasks of 10,000, 30,000 and
// 100,000 actions in layers: the plan (a relaxed one that can be carried out, without the search's proof of a bound), its validation, deordering, scheduling for 8 workers of
// whom 4 share a machine, and, without the actions that make most of the first layer, the explanation why there is none. Processor time of this process,
// the first time and the median of the later ones; memory in use at the end. Not measured: grounding, and tasks with deletes.

const rounds = Number(process.argv[2] ?? 5)
const sizes = [10_000, 30_000, 100_000]

function relaxedPlan(task: GroundTask): readonly number[] {
  const compiled = compileTask(task)
  const { exploration } = new FF(
    compiled,
    smallCosts(compiled.costs, true).costs,
    new Memory(2 ** 30),
  )
  exploration.explore(compiled.start, new Float64Array(0), 0)
  return executedRelaxedPlan(compiled, exploration) ?? []
}

function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const table = new Map<string, number[]>()
for (const size of sizes) {
  const task = layeredTask(size)
  const broken = unsolvable(task)
  const times = new Map<string, number[]>()
  const timed = <T>(name: string, work: () => T): T => {
    globalThis.gc?.()
    const start = processorTime()
    const result = work()
    times.set(name, [...(times.get(name) ?? []), processorTime() - start])
    return result
  }
  let told = ''
  for (let round = 0; round <= rounds; round++) {
    const steps = timed('plan', () => relaxedPlan(task))
    const { valid, cost } = timed('validate', () => validateGroundPlan(task, steps))
    const order = timed('deorder', () => deorder(task, steps))
    const claims = (step: number): readonly string[] => (step % 2 === 0 ? ['machine'] : [])
    const laid = timed('schedule', () => schedulePlan(task, order, { workers: 8, claims, limitOf: () => 4 })) // prettier-ignore
    const why = timed('explain', () => explainNoPlan(broken))
    const edges = order.needs.reduce((sum, list) => sum + list.length, 0)
    const missing = why?.kind === 'unreachable' ? `${why.missing.length} facts missing of ${why.goals.length} goals, ${why.isMinimal ? '' : 'not proven '}minimal` : 'not explained' // prettier-ignore
    told = `${steps.length} steps, ${valid ? 'valid' : 'NOT VALID'}, cost ${cost}; ${edges} edges; makespan ${laid.makespan}, at least ${laid.bound}; ${missing}`
  }
  globalThis.gc?.()
  const memory = Math.round(process.memoryUsage().heapUsed / 2 ** 20)
  say(`${size} actions: ${told}; ${memory} MiB`)
  for (const [name, [first = 0, ...later]] of times) {
    table.set(name, [...(table.get(name) ?? []), median(later)])
    say(`  ${name}: ${first.toFixed(0)} ms at first, then ${median(later).toFixed(0)} ms`)
  }
}
for (const [name, [small = 1, , large = 1]] of table)
  say(`${name}: grows with size to the power of ${(Math.log(large / small) / Math.log(10)).toFixed(2)}`) // prettier-ignore

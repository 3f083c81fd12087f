import { parseArgs } from 'node:util'
import { groundTask, startSearch, type GroundTask, type SearchOptions, type SearchResult } from '../../../src/planner/index.ts' // prettier-ignore
import { baselines, givenTasks, independentWorks, taskOf } from '../../planner/tasks.ts'
import { say } from '../measure.ts'

// node tests/bench/planner/search.ts [--only PART] [--optimal SECONDS]: searching in milliseconds of processor time of the main thread,
// warm (after five runs), a mean of as many runs as take half a second, beside what Fast Downward's C++ search took by baseline.json.
// With GOAP_SHARED the given tasks: eager and lazy greedy search with h_FF as Fast Downward's, the portfolio beside lama-first, and with
// --optimal the cheapest plans. Then independent works and one that needs them all. Ratios below 1 are in our favour. The baseline's
// times are of a cold process, and of another hour: they say more over all tasks than for one. Not measured: reading, grounding, compiling.

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, optimal: { type: 'string' } },
})
const known = baselines()
const given = givenTasks().filter(({ name }) => name.includes(values.only))
const tasks = given.map(({ name, domain, problem }) => ({ name, task: groundTask(taskOf(domain, problem)), baseline: known.get(name) })) // prettier-ignore

for (const [algorithm, theirs] of [
  ['eager', 'eager_ff'],
  ['lazy', 'lazy_ff_pref'],
  ['portfolio', 'lama_first'],
] as const) {
  // prettier-ignore
  if (tasks.length === 0) break
  say(`${algorithm} · ${theirs}`)
  const logs: { time: number; evaluations: number }[] = []
  for (const { name, task, baseline } of tasks) {
    const { time, result } = warm(task, { algorithm })
    const their = baseline?.fd[theirs]
    const theirTime = (their?.search_s ?? NaN) * 1000
    logs.push({ time: Math.log(time / theirTime), evaluations: Math.log(result.evaluated / (their?.evaluated ?? NaN)) }) // prettier-ignore
    say(`  ${name.padEnd(20)}${time.toFixed(2).padStart(9)} · ${theirTime.toFixed(2).padStart(7)} ms${String(result.evaluated).padStart(8)} · ${String(their?.evaluated ?? '-').padStart(6)} evaluations, cost ${result.cost}`) // prettier-ignore
  }
  say(`  geometric means: time ${mean(logs.map(({ time }) => time))} ×, evaluations ${mean(logs.map(({ evaluations }) => evaluations))} ×`) // prettier-ignore
}

if (values.optimal !== undefined) {
  say('the cheapest plans · astar(lmcut)')
  for (const { name, task, baseline } of tasks) {
    const began = processor()
    const result = run(task, { optimal: true, timeLimit: Number(values.optimal) * 1000 })
    const their = baseline?.fd.astar_lmcut
    say(`  ${name.padEnd(20)}${(processor() - began).toFixed(0).padStart(8)} · ${((their?.search_s ?? NaN) * 1000).toFixed(0).padStart(6)} ms${String(result.evaluated).padStart(9)} · ${String(their?.evaluated ?? '-').padStart(6)} evaluations, ${result.status} ${result.cost}, at least ${result.bound}, known ${baseline?.optimal_cost ?? '-'}`) // prettier-ignore
  }
}

say('independent works and one that needs them all')
for (const works of [14, 100, 1000]) {
  const { time, result } = warm(independentWorks(works), {})
  say(`  ${String(works).padStart(4)}: ${time.toFixed(2)} ms, ${result.status}, ${result.expanded} expanded`) // prettier-ignore
}

function warm(task: GroundTask, options: SearchOptions): { time: number; result: SearchResult } {
  let result = run(task, options)
  for (let i = 0; i < 4; i++) result = run(task, options)
  let [time, runs] = [0, 0]
  for (const start = performance.now(); performance.now() - start < 500 || runs === 0; runs++) {
    const search = startSearch(task, options, () => performance.now())
    const began = processor()
    search.step(Infinity)
    time += processor() - began
  }
  return { time: time / runs, result }
}

function run(task: GroundTask, options: SearchOptions): SearchResult {
  const result = startSearch(task, options, () => performance.now()).step(Infinity)
  if (result === null) throw new Error('a search without an end')
  return result
}

/** Geometric, of what has a logarithm; times of 0 in the baseline are left out. */
function mean(logarithms: readonly number[]): string {
  const finite = logarithms.filter(Number.isFinite)
  return `${Math.exp(finite.reduce((sum, one) => sum + one, 0) / finite.length).toFixed(2)} (of ${finite.length})` // prettier-ignore
}

/** Milliseconds that the main thread has used. */
function processor(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

import { parentPort, workerData } from 'node:worker_threads'
import type { LiftedTask, SearchResult, SolveOptions } from '../../index.ts'

// The thread in which a second portfolio looks for a plan.

/** What it is given. */
export interface BesideTask {
  readonly task: LiftedTask
  readonly options: SolveOptions
}

/** What it tells at its end: the result, whose steps are numbers of ground actions, and these actions' names. */
export interface BesideResult {
  readonly result: SearchResult
  readonly names: readonly string[]
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- solvedBeside gives it
const { task, options } = workerData as BesideTask
const { solving } = await import('../../planner/index.ts')
const solution = await solving(task, options).solution()
const names = (solution.result.steps ?? []).map((step) => solution.task.actions[step]?.name ?? '')
const told: BesideResult = { result: solution.result, names }
parentPort?.postMessage(told, [])

import { Worker } from 'node:worker_threads'
import type { LiftedTask, SearchResult, Solution, SolveOptions } from '../../index.ts'
import { elapsed } from '../elapsed.ts'
import { besideWorker } from '../worker-file.ts'
import type { BesideResult, BesideTask } from './beside-worker.ts'

/** How long a search is alone, milliseconds: most tasks are solved by then, always in the same way. */
const usualWait = 3000

/** `wait`: milliseconds before the second begins. Default: 3000. */
export interface BesideOptions extends SolveOptions {
  readonly wait?: number
}

/**
 * Solves a task, after three seconds with a second portfolio beside the first, in a thread of its own, that leads with eager search. Whoever
 * has a plan first, or a proof that there is none, ends the other: from then on the same task may get one plan or another. A thread that
 * fails, or that reaches a limit, changes nothing, and goes on when the first has no memory left. Each may take the memory that is allowed.
 * `listen`: called when the first has begun.
 */
export async function solvedBeside(
  task: LiftedTask,
  { wait = usualWait, ...options }: BesideOptions,
  listen: () => void,
): Promise<Solution> {
  const { solving } = await import('../../planner/index.ts')
  const began = elapsed()
  const search = solving(task, options)
  const searched = elapsed()
  let found: SearchResult | undefined
  let second: Promise<void> | undefined
  const hear = ({ result, names }: BesideResult): void => {
    const isOurs = names.every((name, at) => search.task.actions[result.steps?.[at] ?? -1]?.name === name) // prettier-ignore
    if (result.status === 'limit' || !isOurs) return
    found = result
    search.abort()
  }
  const ended = new AbortController()
  options.signal?.addEventListener('abort', () => ended.abort())
  const begin = (): Promise<void> => {
    const { timeLimit, memoryLimit } = options
    const left = timeLimit === undefined ? {} : { timeLimit: timeLimit - (elapsed() - began) }
    const limits = { ...left, ...(memoryLimit === undefined ? {} : { memoryLimit }) }
    return runThread({ task, options: { ...limits, lead: 'eager' } }, hear, ended.signal).catch(
      () => {},
    )
  }
  const timer = setTimeout(() => (second = begin()), wait)
  listen()
  try {
    const { result, ...solution } = await search.solution()
    if (result.limit === 'memory') await (second ??= begin())
    const isFound = found !== undefined && result.status === 'limit'
    return { ...solution, result: isFound && found ? together(found, result, elapsed() - searched) : result } // prettier-ignore
  } finally {
    clearTimeout(timer)
    ended.abort()
    await second
  }
}

/** Resolves when the thread has ended, by itself, by a failure or because `signal` aborts. */
async function runThread(
  workerData: BesideTask,
  hear: (result: BesideResult) => void,
  signal: AbortSignal,
): Promise<void> {
  const thread = new Worker(besideWorker, { workerData })
  signal.addEventListener('abort', () => void thread.terminate())
  thread.on('message', hear)
  thread.on('error', () => {})
  await new Promise<void>((resolve) => void thread.once('exit', () => resolve()))
}

/** What one found, and what both did for it. */
function together(found: SearchResult, other: SearchResult, time: number): SearchResult {
  return {
    ...found,
    expanded: found.expanded + other.expanded,
    evaluated: found.evaluated + other.evaluated,
    generated: found.generated + other.generated,
    time,
  }
}

import { systemClock } from '../base/index.ts'
import { groundTask, GroundingLimit, type GroundOptions } from './ground/index.ts'
import type { GroundAction, GroundTask } from './ground-task.ts'
import type { LiftedTask } from './lifted.ts'
import type { SearchOptions, SearchResult } from './outcome.ts'
import { startSearch, type Search } from './search/search.ts'
import { validateGroundPlan } from './validate/index.ts'

export interface SolveOptions extends SearchOptions {
  /** A clock in milliseconds that only goes forwards. Default: the system's, in whole milliseconds. */
  readonly now?: () => number
  /** Ends the search when it aborts, with the best plan so far. */
  readonly signal?: AbortSignal
  /** Limits of grounding. */
  readonly grounding?: GroundOptions
  /** What becomes of each ground action: another cost, for instance; null leaves it out. Default: they stay as they are. */
  readonly adjust?: (action: GroundAction) => GroundAction | null
}

/** A task with what was found for it. */
export interface Solution {
  readonly task: GroundTask
  readonly result: SearchResult
  /** Milliseconds for grounding. */
  readonly grounding: number
}

/** A search that can be taken step by step, or followed. */
export interface Solving {
  readonly task: GroundTask
  /** Goes on for so many expansions; null: there is more to do. */
  step(expansions: number): Solution | null
  /** What the result would be if the search ended now. */
  progress(): SearchResult
  /** The next step ends the search with the best plan so far. */
  abort(): void
  /** Runs to the end, and lets others have a turn every few milliseconds. */
  readonly solution: () => Promise<Solution>
  /** The plans that are found, each cheaper than the one before; ends with the search. */
  [Symbol.asyncIterator](): AsyncIterator<SearchResult>
}

/** How long others wait for a turn, milliseconds. A pause takes about one. */
const turn = 40

/**
 * Grounds a task and searches for a plan. A plan is given only after a simulator, which shares no code with the search, has carried it
 * out. Throws what `groundTask` throws.
 */
export function solving(lifted: LiftedTask, options: SolveOptions = {}): Solving {
  const now = options.now ?? (() => systemClock.elapsed())
  const began = now()
  const grounded = groundWithin(lifted, options, now)
  const isGrounded = !(grounded instanceof GroundingLimit)
  const task = isGrounded ? adjusted(grounded, options.adjust) : nothing
  const grounding = now() - began
  const rest = options.timeLimit === undefined ? {} : { timeLimit: Math.max(0, options.timeLimit - grounding) } // prettier-ignore
  const search: Search = isGrounded ? startSearch(task, { ...options, ...rest }, now) : overdue(grounded) // prettier-ignore
  let end: Solution | null = null

  function step(expansions: number): Solution | null {
    if (end) return end
    if (options.signal?.aborted) search.abort()
    const result = search.step(expansions)
    if (result === null) return null
    const failure = result.steps && validateGroundPlan(task, result.steps).failure
    if (failure) throw new Error(`the search gave a plan that is not valid: ${failure.message}`)
    end = { task, result, grounding }
    return end
  }

  /** Expansions that take some milliseconds: the pace of this task is found on the way. */
  let pace = 64
  let rested = now()
  async function piece(): Promise<Solution | null> {
    const start = now()
    const found = step(pace)
    const took = now() - start
    if (took < turn / 8) pace *= 2
    else if (took > turn && pace > 1) pace = Math.ceil(pace / 2)
    if (found === null && now() - rested > turn) {
      await new Promise<void>((resolve) => void systemClock.timer(0, resolve))
      rested = now()
    }
    return found
  }

  async function solution(): Promise<Solution> {
    for (;;) {
      const found = await piece()
      if (found) return found
    }
  }

  return {
    task,
    step,
    solution,
    progress: () => search.progress,
    abort: () => search.abort(),
    async *[Symbol.asyncIterator]() {
      for (let over = false; !over;) {
        over = (await piece()) !== null
        yield* search.improvements()
      }
    },
  }
}

/** The limit of time or memory, where that came before all was grounded. */
function groundWithin(
  lifted: LiftedTask,
  { timeLimit, memoryLimit, grounding }: SolveOptions,
  now: () => number,
): GroundTask | GroundingLimit {
  const time = timeLimit === undefined ? {} : { timeLimit, now }
  const memory = memoryLimit === undefined ? {} : { memoryLimit }
  try {
    return groundTask(lifted, { ...time, ...memory, ...grounding })
  } catch (error) {
    if (error instanceof GroundingLimit) return error
    throw error
  }
}

const nothing: GroundTask = {
  facts: [],
  variables: [],
  actions: [],
  init: [],
  goal: [],
  numericGoal: [],
}

/** The search that did not begin any more. */
function overdue({ limit, message, place }: GroundingLimit): Search {
  const result: SearchResult = {
    status: 'limit',
    steps: null,
    cost: null,
    bound: 0,
    limit,
    proof: null,
    expanded: 0,
    evaluated: 0,
    generated: 0,
    by: 'grounding',
    time: 0,
    stopped: { message, place },
  }
  return { step: () => result, best: null, improvements: () => [], abort() {}, progress: result }
}

function adjusted(task: GroundTask, adjust: SolveOptions['adjust']): GroundTask {
  if (!adjust) return task
  return { ...task, actions: task.actions.flatMap((action) => adjust(action) ?? []) }
}

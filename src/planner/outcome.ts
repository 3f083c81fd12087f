import type { Place } from '../model/index.ts'

/** How a search ended. A limit is never called unsolvable. */
export type PlanStatus = 'optimal' | 'satisficing' | 'unsolvable' | 'limit'

/** What a search found, for the actions of one ground task. */
export interface SearchResult {
  /**
   * - `optimal`: no plan is cheaper, proven
   * - `satisficing`: a plan, perhaps not the cheapest; `cost - bound` is the gap
   * - `unsolvable`: there is no plan, proven
   * - `limit`: a limit was reached before there was a plan
   */
  readonly status: PlanStatus
  /** Actions by their number in the ground task, in order; null without a plan. */
  readonly steps: readonly number[] | null
  /** The sum of the costs; null without a plan. */
  readonly cost: number | null
  /** No plan costs less, proven; Infinity when there is none. */
  readonly bound: number
  /** What ended an unfinished search; null when it ended by itself. */
  readonly limit: 'time' | 'memory' | 'expansions' | 'aborted' | null
  /** How it is known that there is no plan: a goal is out of reach even without deletes, or every state was looked at. */
  readonly proof: 'relaxed' | 'exhausted' | null
  /** States whose successors were made. */
  readonly expanded: number
  /** States whose heuristic was calculated. */
  readonly evaluated: number
  /** Successors that were made. */
  readonly generated: number
  /** The algorithm that found the plan or the proof, such as `lazy(ff)`. */
  readonly by: string
  /** Milliseconds, without compiling. */
  readonly time: number
  /** Of a task that was not grounded to its end: what took so much, and where that stands. */
  readonly stopped?: { readonly message: string; readonly place: Place | undefined }
}

export type AlgorithmName = 'eager' | 'lazy' | 'astar' | 'portfolio'
export type HeuristicName = 'blind' | 'goalcount' | 'hmax' | 'hadd' | 'ff' | 'lmcut'

export interface SearchOptions {
  /** Default `portfolio`; with a heuristic `eager`. */
  readonly algorithm?: AlgorithmName
  /** Default `ff`, of `astar` `lmcut`. The portfolio chooses by itself and takes none. */
  readonly heuristic?: HeuristicName
  /** Goes on until the cheapest plan is proven. Default false: ends at the first plan, unless `anytime` says otherwise. */
  readonly optimal?: boolean
  /** Milliseconds in which a first plan is improved. Default 0. */
  readonly anytime?: number
  /** Milliseconds. Default: none. */
  readonly timeLimit?: number
  /**
   * Bytes that states, queues and heuristics may take. Default 1 GiB. Grounding may take as many before, by estimate; default as many as
   * there are.
   */
  readonly memoryLimit?: number
  /** Default: none. */
  readonly maxExpansions?: number
  /**
   * Who has most of the portfolio's time until there is a plan: `lazy` search with landmarks, and width (default), or `eager` search, as for
   * a second portfolio beside the first: what misleads one often does not mislead the other.
   */
  readonly lead?: PortfolioLead
}

/** See `SearchOptions.lead`. */
export type PortfolioLead = 'lazy' | 'eager'

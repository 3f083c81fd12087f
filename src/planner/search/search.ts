import type { GroundTask } from '../ground-task.ts'
import type { AlgorithmName, HeuristicName, SearchOptions, SearchResult } from '../outcome.ts'
import { eliminateActions } from './action-elimination.ts'
import { AStar } from './astar.ts'
import type { CompiledTask } from './compiled-task.ts'
import { smallCosts } from './costs.ts'
import { EagerGreedy } from './eager.ts'
import { Effort, workOfExploring } from './effort.ts'
import { enterOthers, sharesOf } from './first-plan.ts'
import { FF } from './heuristics/ff.ts'
import type { Guide } from './heuristics/guide.ts'
import type { Heuristic } from './heuristics/heuristic.ts'
import type { Pairs } from './mutexes.ts'
import { compileWithoutNeverAllowed } from './never-allowed.ts'
import { IncrementalLmCut } from './heuristics/incremental-lm-cut.ts'
import { LmCut } from './heuristics/lm-cut.ts'
import { heuristicOf } from './heuristics/heuristic-of.ts'
import { PlainGuide } from './heuristics/plain-guide.ts'
import { LazySearch } from './lazy.ts'
import { isOutOfMemory, Memory } from './memory.ts'
import { portfolioGuides, type PortfolioGuides } from './portfolio-guides.ts'
import { numbersOf } from './state.ts'
import { executedRelaxedPlan } from './relaxed-plan.ts'
import type { Stage, StageEnd } from './stage.ts'
import { Turns } from './turns.ts'

/** A search that is made to go on piece by piece. */
export interface Search {
  /** Goes on for so many expansions. Returns the result at the end, and null before. */
  step(expansions: number): SearchResult | null
  /** The best plan so far, with what is proven about it; null before there is one. */
  readonly best: SearchResult | null
  /** The plans found since this was called last, each cheaper than the one before. */
  improvements(): readonly SearchResult[]
  /** What would be the result if the search ended now. */
  readonly progress: SearchResult
  /** The next step ends with the best plan so far. */
  abort(): void
}

/** Searches to the end. `now`: a clock in milliseconds, for limits and the time in the result. */
export function search(task: GroundTask, options: SearchOptions, now: () => number): SearchResult {
  const searching = startSearch(task, options, now)
  for (;;) {
    const result = searching.step(Infinity)
    if (result !== null) return result
  }
}

/** Prepares a search. `now`: a clock in milliseconds, for limits and the time in the result. */
export function startSearch(task: GroundTask, options: SearchOptions, now: () => number): Search {
  return new PlanSearch(task, options, now)
}

/** States that are explored before another algorithm has its turn. */
const slice = 250

/** Expansions that the first algorithm has for itself, and work, for tasks of which a state takes long: some seconds at most. */
const patience = 1000
const patienceWork = 2e8

/** Conditions of all actions times rounds of LM-cut that proving a bound of a first plan may take: some 50 ms. */
const boundBudget = 2e7

function algorithmOf({ algorithm, heuristic }: SearchOptions): AlgorithmName {
  return algorithm ?? (heuristic === undefined ? 'portfolio' : 'eager')
}

class PlanSearch implements Search {
  readonly #task: CompiledTask
  readonly #pairs: Pairs | null
  /** The number in the ground task of each action. */
  readonly #numbers: readonly number[]
  readonly #options: SearchOptions
  readonly #effort: Effort
  readonly #memory: Memory
  readonly #started: number
  readonly #work: Generator<undefined, undefined, undefined>
  #steps: readonly number[] | null = null
  /** Of the best plan, in units; Infinity without one. */
  #cost = Infinity
  /** Proven, in units. */
  #bound = 0
  #by = 'relaxed plan'
  #proof: SearchResult['proof'] = null
  #allowance = 0
  #finished = false
  #found: SearchResult[] = []

  constructor(task: GroundTask, options: SearchOptions, now: () => number) {
    const before = now()
    this.#options = options
    const { compiled, pairs, numbers } = compileWithoutNeverAllowed(task)
    this.#task = compiled
    this.#pairs = pairs
    this.#numbers = numbers
    this.#started = now()
    this.#memory = new Memory(options.memoryLimit ?? 2 ** 30)
    this.#effort = new Effort(
      now,
      before + (options.timeLimit ?? Infinity),
      options.maxExpansions ?? Infinity,
    )
    this.#work = this.#all()
  }

  step(expansions: number): SearchResult | null {
    this.#allowance = expansions
    try {
      if (!this.#finished && this.#effort.limit === null)
        this.#finished = this.#work.next().done === true
    } catch (error) {
      if (!isOutOfMemory(error)) throw error
      this.#effort.limit = 'memory'
    }
    return this.#finished || this.#effort.limit !== null ? this.progress : null
  }

  get best(): SearchResult | null {
    return this.#steps === null ? null : this.progress
  }

  improvements(): readonly SearchResult[] {
    const found = this.#found
    this.#found = []
    return found
  }

  abort(): void {
    if (!this.#finished) this.#effort.limit ??= 'aborted'
  }

  get progress(): SearchResult {
    const { expanded, evaluated, generated, limit, now } = this.#effort
    const { scale } = this.#task.costs
    const isProven = this.#steps !== null && this.#bound >= this.#cost
    return {
      status:
        this.#proof === null
          ? this.#steps === null
            ? 'limit'
            : isProven
              ? 'optimal'
              : 'satisficing'
          : 'unsolvable',
      steps: this.#steps?.map((action) => this.#numbers[action]!) ?? null,
      cost: this.#steps === null ? null : this.#cost / scale,
      bound: Math.min(this.#bound, this.#cost) / scale,
      limit: isProven || this.#proof !== null ? null : limit,
      proof: this.#proof,
      expanded,
      evaluated,
      generated,
      by: this.#by,
      time: now() - this.#started,
    }
  }

  *#all(): Generator<undefined, undefined, undefined> {
    const { optimal = false, anytime = 0 } = this.#options
    const algorithm = algorithmOf(this.#options)
    const ff = new FF(this.#task, smallCosts(this.#task.costs, true).costs, this.#memory)
    if (!ff.exploration.explore(this.#task.start, this.#startNumbers(), 0)) {
      this.#proof = 'relaxed'
      this.#bound = Infinity
      return undefined
    }
    const guides = portfolioGuides(this.#task, this.#pairs, ff, this.#memory, () =>
      this.#effort.isLate(),
    )
    const isBounded = algorithm === 'portfolio' || optimal || anytime > 0
    const lmCut = isBounded ? new LmCut(this.#task, this.#memory) : null
    if (algorithm === 'portfolio') {
      const steps = executedRelaxedPlan(this.#task, ff.exploration)
      if (steps !== null) this.#keep(steps, 'relaxed plan')
    }
    if (this.#steps === null) {
      const first = this.#firstStage(ff, guides)
      if (algorithm === 'portfolio') yield* this.#together(first, guides)
      else yield* this.#run(first)
      if (this.#proof !== null || this.#effort.limit !== null) return undefined
    }
    if (lmCut === null || this.#isDone()) return undefined
    const rounds = optimal ? Infinity : Math.ceil(boundBudget / (this.#task.pre.items.length + 1))
    this.#raiseBound(lmCut.evaluate(this.#task.start, this.#startNumbers(), 0, this.#cost, rounds))
    if (this.#isDone() || !(optimal || anytime > 0)) return undefined
    if (!optimal) this.#effort.deadline = Math.min(this.#effort.deadline, this.#effort.now() + anytime) // prettier-ignore
    yield* this.#improve(guides.first(), optimal ? 4 : 1)
    return undefined
  }

  /**
   * Looks for a first plan: `first` alone for a while, then several in turns; next is whoever has worked least for its share. What runs out
   * of memory or gives up is dropped, and the others go on; all that are left at last were complete, but for the memory.
   */
  *#together(first: Stage, guides: PortfolioGuides): Generator<undefined, undefined, undefined> {
    const [task, effort, memory] = [this.#task, this.#effort, this.#memory]
    const turns = new Turns(effort)
    const work = slice * workOfExploring(task)
    const shares = sharesOf[this.#options.lead ?? 'lazy']
    turns.enter(() => first, shares.lazy)
    try {
      for (let isFirst = true; effort.limit === null; isFirst = false) {
        const stage = turns.next()
        if (stage === null) {
          effort.limit = 'memory'
          break
        }
        const end = yield* isFirst ? this.#within(stage, patience, patienceWork) : this.#within(stage, Infinity, work) // prettier-ignore
        if (end === 'out of memory' || end?.kind === 'given up') turns.drop(stage)
        else if (end !== null) {
          this.#take(end, stage)
          break
        }
        if (isFirst) enterOthers(turns, stage, { shares, task, guides, effort, memory })
      }
    } finally {
      turns.free()
    }
    return undefined
  }

  /**
   * Looks for cheaper plans until the cheapest is proven: A* with LM-cut, which also raises the bound, and lazy weighted A* with lower and
   * lower weights (LAMA), in turns; A* has `share` times the expansions. What runs out of memory is dropped, and the other goes on.
   */
  *#improve(guides: readonly Guide[], share: number): Generator<undefined, undefined, undefined> {
    const [task, effort, memory] = [this.#task, this.#effort, this.#memory]
    const weights = [5, 3, 2]
    const weighted = (): Stage =>
      new LazySearch(task, guides, effort, memory, {
        weight: weights.shift() ?? 1,
        limit: this.#cost,
      })
    const proving = new AStar(task, 'lmcut', new IncrementalLmCut(task, memory), effort, memory, {
      limit: this.#cost,
      isAdmissible: true,
    })
    let stages: Stage[] = [proving, weighted()]
    try {
      while (effort.limit === null && !this.#isDone())
        for (const stage of stages) {
          const end = yield* this.#within(stage, stage === proving ? share * slice : slice)
          if (end === 'out of memory') {
            stages = stages.filter((other) => other !== stage)
            stage.free()
            if (stages.length === 0) effort.limit = 'memory'
          } else if (end !== null) {
            this.#take(end, stage)
            if (stage === proving || this.#isDone()) return undefined
            proving.lowerLimit(this.#cost)
            stage.free()
            stages = [...stages.filter((other) => other !== stage), weighted()]
          }
        }
    } finally {
      for (const stage of stages) stage.free()
    }
    return undefined
  }

  *#within(
    stage: Stage,
    expansions: number,
    work = Infinity,
  ): Generator<undefined, StageEnd | null | 'out of memory', undefined> {
    try {
      return yield* this.#advance(stage, expansions, work)
    } catch (error) {
      if (!isOutOfMemory(error)) throw error
      return 'out of memory'
    }
  }

  #firstStage(ff: FF, portfolio: PortfolioGuides): Stage {
    const task = this.#task
    const { heuristic } = this.#options
    const algorithm = algorithmOf(this.#options)
    if (algorithm === 'astar') {
      const name = heuristic ?? 'lmcut'
      const isAdmissible = name === 'blind' || name === 'hmax' || name === 'lmcut'
      return new AStar(
        task,
        name,
        name === 'lmcut' ? new IncrementalLmCut(task, this.#memory) : this.#heuristic(name, false),
        this.#effort,
        this.#memory,
        { isAdmissible },
      )
    }
    const name = algorithm === 'portfolio' ? 'ff' : (heuristic ?? 'ff')
    if (algorithm === 'eager')
      return new EagerGreedy(
        task,
        name,
        name === 'ff' ? ff : this.#heuristic(name, true),
        this.#effort,
        this.#memory,
      )
    const guides =
      algorithm === 'portfolio' ? portfolio.first() : [name === 'ff' ? ff : this.#guide(name)]
    return new LazySearch(task, guides, this.#effort, this.#memory)
  }

  #guide(name: HeuristicName): Guide {
    const heuristic = this.#heuristic(name, true)
    return heuristic instanceof FF
      ? heuristic
      : new PlainGuide(this.#task, name, heuristic, this.#memory)
  }

  #heuristic(name: HeuristicName, isGreedy: boolean): Heuristic {
    return heuristicOf(this.#task, name, isGreedy, this.#memory)
  }

  /** Lets a stage work to its end, and takes what it found. */
  *#run(stage: Stage): Generator<undefined, undefined, undefined> {
    try {
      const end = yield* this.#advance(stage, Infinity)
      if (end !== null) this.#take(end, stage)
    } finally {
      stage.free()
    }
    return undefined
  }

  /** Lets a stage work for so many expansions, or so much work; hands back after each allowance. Null if it has more to do. */
  *#advance(
    stage: Stage,
    expansions: number,
    work = Infinity,
  ): Generator<undefined, StageEnd | null, undefined> {
    const enough = this.#effort.work + work
    // What an expansion takes differs much from state to state, so one at a time where work is counted.
    const most = work === Infinity ? Infinity : 1
    for (let left = expansions; left > 0 && this.#effort.limit === null;) {
      const before = this.#effort.expanded
      const end = stage.advance(Math.min(left, this.#allowance, most))
      this.#raiseBound(stage.bound)
      if (end !== null) return end
      const used = Math.max(1, this.#effort.expanded - before)
      left -= used
      this.#allowance -= used
      if (this.#allowance <= 0) yield undefined
      if (this.#effort.work >= enough) break
    }
    return null
  }

  #take(end: StageEnd, stage: Stage): void {
    if (end.kind === 'plan') {
      this.#keep(end.steps, stage.name)
      this.#keep(eliminateActions(this.#task, end.steps), stage.name)
    } else if (end.kind === 'given up') return
    else if (this.#steps === null) {
      this.#proof = 'exhausted'
      this.#by = stage.name
      this.#bound = Infinity
    } else this.#bound = this.#cost
  }

  #keep(steps: readonly number[], by: string): void {
    const { units } = this.#task.costs
    const cost = steps.reduce((sum, action) => sum + units[action]!, 0)
    if (this.#steps !== null && cost >= this.#cost) return
    this.#steps = steps
    this.#cost = cost
    this.#by = by
    this.#found.push(this.progress)
  }

  #raiseBound(bound: number): void {
    if (bound > this.#bound) this.#bound = bound
  }

  #isDone(): boolean {
    return this.#bound >= this.#cost
  }

  #startNumbers(): Float64Array {
    return numbersOf(this.#task, this.#task.start)
  }
}

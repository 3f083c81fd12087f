import { BucketQueue } from '../bucket-queue.ts'
import type { CompiledTask } from '../compiled-task.ts'
import { workOfExploring, type Effort } from '../effort.ts'
import { Expander } from '../expander.ts'
import type { FF } from '../heuristics/ff.ts'
import { LandmarkProgress } from '../heuristics/landmark-progress.ts'
import type { Landmarks } from '../heuristics/landmarks.ts'
import { GoalCount } from '../heuristics/goal-count.ts'
import { longerInts, type Memory } from '../memory.ts'
import type { Stage, StageEnd } from '../stage.ts'
import { goalHolds, holdBits } from '../state.ts'
import { everything, Novelty } from './novelty.ts'
import { Waypoints } from './waypoints.ts'

/** Making a successor and looking for it among the states, in steps on words; each condition of its action's effects counts, too. */
const workOfMaking = 100

/** Of the memory that is left, for pairs of conditions. */
const shareOfPairs = 1 / 4

/** More waypoints than these make no difference between states. */
const mostWaypoints = 2 ** 20

export interface WidthOptions {
  /** Counted instead of open goals, where the goals say little: landmarks that have still to be reached. Default: none. */
  readonly landmarks?: Landmarks | undefined
  /**
   * Only states with a condition that is new in their class are kept (1-BFWS): few states, in time that grows with conditions times
   * classes; ends with `given up` where that leads to no plan. Default false: all states are kept.
   */
  readonly onlyNew?: boolean
}

/**
 * Best-first width search, BFWS(f5) of Lipovetzky and Geffner (2017, "Best-First Width Search: Exploration and Exploitation in Classical
 * Planning"; "A Polynomial Planning Algorithm that Beats LAMA and FF" for `onlyNew`): the newest state is expanded, among equally new ones
 * the one with the fewest goals (or landmarks) open. How new it is counts among states with as many open and as many waypoints met. No
 * heuristic is calculated but where fewer are open than ever on the way, so it looks at many more states than the others, and gets through
 * plateaus where heuristics say nothing. Complete, if all states are kept.
 */
export class WidthSearch implements Stage {
  readonly name: string
  readonly bound = 0
  readonly #task: CompiledTask
  readonly #expander: Expander
  readonly #effort: Effort
  readonly #memory: Memory
  readonly #queue: BucketQueue
  readonly #goals: GoalCount
  readonly #landmarks: LandmarkProgress | null
  /** More goals or landmarks are never open. */
  readonly #mostOpen: number
  readonly #onlyNew: boolean
  readonly #workOfMaking: number
  readonly #novelty: Novelty
  readonly #waypoints: Waypoints
  /** The conditions that hold in the state looked at, as bits. */
  readonly #held: Uint32Array
  /** Of each state: goals or landmarks that are open, and the fewest that were on the way. */
  #open = new Int32Array(256)
  #fewest = new Int32Array(256)
  /** A state in which all goals hold; -1: none yet. */
  #found = -1

  constructor(
    task: CompiledTask,
    ff: FF,
    effort: Effort,
    memory: Memory,
    { landmarks, onlyNew = false }: WidthOptions = {},
  ) {
    this.name = `width(${landmarks ? 'landmarks' : 'goals'}, waypoints${onlyNew ? '; only new' : ''})`
    this.#task = task
    this.#effort = effort
    this.#memory = memory
    this.#expander = new Expander(task, effort, memory, (state) => {
      this.#look(state)
      return this.#found < 0 && !effort.isLate()
    })
    this.#queue = new BucketQueue(memory)
    this.#goals = new GoalCount(task)
    this.#landmarks = landmarks ? new LandmarkProgress(task, landmarks, memory) : null
    this.#mostOpen = landmarks ? landmarks.conditions.length : task.goal.length
    this.#onlyNew = onlyNew
    this.#workOfMaking =
      workOfMaking + (task.effects?.pre.items.length ?? 0) / Math.max(1, task.actions)
    this.#novelty = new Novelty(task.conditions, task.mayAdd, memory, onlyNew ? 0 : memory.left * shareOfPairs) // prettier-ignore
    this.#waypoints = new Waypoints(task, ff, memory)
    this.#held = new Uint32Array(Math.ceil(task.conditions / 32))
    memory.take(2 * this.#open.byteLength)
    this.#look(0)
  }

  free(): void {
    this.#expander.free()
    this.#queue.free()
    this.#landmarks?.free()
    this.#novelty.free()
    this.#waypoints.free()
    this.#memory.giveBack(2 * this.#open.byteLength)
  }

  advance(expansions: number): StageEnd | null {
    const queue = this.#queue
    for (let left = expansions; left > 0; left--) {
      if (this.#effort.isOver()) return null
      if (this.#found >= 0) return { kind: 'plan', steps: this.#expander.states.way(this.#found) }
      const entry = queue.peek()
      if (entry < 0) return { kind: this.#onlyNew ? 'given up' : 'exhausted' }
      const state = queue.first(entry)
      queue.drop()
      if (!this.#hasWaypoints(state)) continue
      const before = this.#effort.generated
      const isWhole = this.#expander.expand(state)
      this.#effort.work += this.#workOfMaking * (this.#effort.generated - before)
      if (!isWhole && this.#found < 0) return null
    }
    return null
  }

  /** False if no plan goes on from a state. */
  #hasWaypoints(state: number): boolean {
    if (!this.#waypoints.isPromised(state)) return true
    const { words, numbers } = this.#expander.states
    this.#effort.work += workOfExploring(this.#task)
    return this.#waypoints.begin(state, words, numbers, state * this.#task.stride)
  }

  /** Puts a new state where it belongs in the queue, or forgets it. */
  #look(state: number): void {
    const { states } = this.#expander
    const { action, words, numbers } = states
    const offset = state * this.#task.stride
    this.#effort.evaluated++
    if (state >= this.#open.length) this.#grow()
    if (goalHolds(this.#task, words, numbers, offset)) {
      this.#found = state
      return
    }
    holdBits(this.#task, words, numbers, offset, this.#held)
    const from = states.parent[state]!
    const open = this.#countOpen(state, from)
    this.#open[state] = open
    let met = 0
    let isSameClass = false
    this.#fewest[state] = from < 0 ? open : Math.min(open, this.#fewest[from]!)
    if (from < 0 || open < this.#fewest[from]!) this.#waypoints.promise(state)
    else {
      met = this.#waypoints.follow(state, from, action[state]!, this.#held)
      isSameClass =
        this.#task.derivation === null &&
        open === this.#open[from]! &&
        met === this.#waypoints.met(from)
    }
    const novelty = this.#novelty.measure(
      this.#held,
      open * mostWaypoints + Math.min(met, mostWaypoints - 1),
      isSameClass ? action[state]! : everything,
    )
    this.#effort.work += this.#novelty.steps + this.#task.stride
    if (!this.#onlyNew || novelty === 1)
      this.#queue.push(novelty * (this.#mostOpen + 1) + open, state, 0) // prettier-ignore
    else states.forget()
  }

  #countOpen(state: number, from: number): number {
    const { words, numbers } = this.#expander.states
    const offset = state * this.#task.stride
    if (this.#landmarks === null) return this.#goals.evaluate(words, numbers, offset)
    this.#effort.work += this.#mostOpen
    return this.#landmarks.count(words, numbers, offset, state, from)
  }

  #grow(): void {
    const before = this.#open.length
    const length = this.#memory.grow(before, 8)
    this.#open = longerInts(this.#open, length)
    this.#fewest = longerInts(this.#fewest, length)
    this.#memory.giveBack(8 * before)
  }
}

import type { PortfolioLead } from '../outcome.ts'
import type { CompiledTask } from './compiled-task.ts'
import { EagerGreedy } from './eager.ts'
import type { Effort } from './effort.ts'
import type { Landmarks } from './heuristics/landmarks.ts'
import { LazySearch } from './lazy.ts'
import type { Memory } from './memory.ts'
import type { PortfolioGuides } from './portfolio-guides.ts'
import type { Stage } from './stage.ts'
import { conditionHolds, numbersOf } from './state.ts'
import { Successive } from './successive.ts'
import type { Turns } from './turns.ts'
import { NovelGreedy } from './width/novel-greedy.ts'
import { WidthSearch, type WidthOptions } from './width/width-search.ts'

/** Parts of the time. */
interface Shares {
  readonly lazy: number
  readonly width: number
  /** For the width search that counts goals beside the one that counts landmarks. */
  readonly goals: number
  readonly eager: number
  readonly novel: number
}

/** Lazy search with landmarks, and width searches, solve most of what is hard; eager search the rest, as of Sokoban. */
export const sharesOf: Readonly<Record<PortfolioLead, Shares>> = {
  lazy: { lazy: 4, width: 3, goals: 3 / 2, eager: 3 / 4, novel: 3 / 4 },
  eager: { lazy: 1, width: 1, goals: 1, eager: 5, novel: 2 },
}

/** Of the memory that is left, for a width search: it makes many states quickly. */
const memoryOfWidth = 1 / 2

/**
 * Those who look for a first plan where lazy search by costs, `first`, does not find one soon: what misleads one often does not mislead the
 * others. Those that evaluate count steps instead of costs, as LAMA's first search does: where costs differ much, the cheapest next step
 * leads away from any plan. Width search counts goals and, if there are others, landmarks: these say more where there are few goals, and
 * less where they must be given up on the way. At first it keeps only what is new.
 */
export function enterOthers(
  turns: Turns,
  first: Stage,
  { shares, task, guides, effort, memory }: {
    readonly shares: Shares
    readonly task: CompiledTask
    readonly guides: PortfolioGuides
    readonly effort: Effort
    readonly memory: Memory
  }, // prettier-ignore
): void {
  const steps = guides.steps()
  const late = guides.late()
  if (late !== null) {
    turns.drop(first)
    turns.enter(() => new LazySearch(task, late, effort, memory), shares.lazy)
  }
  turns.enter(() => new EagerGreedy(task, 'ff', steps, effort, memory), shares.eager)
  turns.enter(() => new NovelGreedy(task, 'ff', steps, effort, memory), shares.novel)
  const width = (options: WidthOptions): Stage =>
    new WidthSearch(task, steps, effort, memory.part(memoryOfWidth), options)
  const widths = (landmarks?: Landmarks): Stage =>
    new Successive(width({ landmarks, onlyNew: true }), () => width({ landmarks }))
  const landmarks = guides.landmarks()
  const hasBoth = landmarks !== null && sayMore(task, landmarks)
  if (hasBoth) turns.enter(() => widths(landmarks), shares.width)
  turns.enter(() => widths(), hasBoth ? shares.goals : shares.width)
}

/** Whether there are landmarks that neither are goals nor hold at first. */
function sayMore(task: CompiledTask, { conditions }: Landmarks): boolean {
  const numbers = numbersOf(task, task.start)
  return conditions.some((one) => !task.goal.includes(one) && !conditionHolds(task, task.start, numbers, 0, one)) // prettier-ignore
}

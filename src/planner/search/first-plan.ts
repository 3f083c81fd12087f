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

/** Of the time: lazy search with landmarks, and width searches, solve most of what is hard. */
export const shareOfLazy = 4
const shareOfWidth = 3
const shareOfEager = 3 / 4

/** Of the time, for the width search that counts goals beside the one that counts landmarks. */
const shareOfGoals = 3 / 2

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
  { task, guides, effort, memory }: {
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
    turns.enter(() => new LazySearch(task, late, effort, memory), shareOfLazy)
  }
  turns.enter(() => new EagerGreedy(task, 'ff', steps, effort, memory), shareOfEager)
  turns.enter(() => new NovelGreedy(task, 'ff', steps, effort, memory), shareOfEager)
  const width = (options: WidthOptions): Stage =>
    new WidthSearch(task, steps, effort, memory.part(memoryOfWidth), options)
  const widths = (landmarks?: Landmarks): Stage =>
    new Successive(width({ landmarks, onlyNew: true }), () => width({ landmarks }))
  const landmarks = guides.landmarks()
  const hasBoth = landmarks !== null && sayMore(task, landmarks)
  if (hasBoth) turns.enter(() => widths(landmarks), shareOfWidth)
  turns.enter(() => widths(), hasBoth ? shareOfGoals : shareOfWidth)
}

/** Whether there are landmarks that neither are goals nor hold at first. */
function sayMore(task: CompiledTask, { conditions }: Landmarks): boolean {
  const numbers = numbersOf(task, task.start)
  return conditions.some((one) => !task.goal.includes(one) && !conditionHolds(task, task.start, numbers, 0, one)) // prettier-ignore
}

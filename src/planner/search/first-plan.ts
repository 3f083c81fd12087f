import type { CompiledTask } from './compiled-task.ts'
import { EagerGreedy } from './eager.ts'
import type { Effort } from './effort.ts'
import type { FF } from './heuristics/ff.ts'
import type { Landmarks } from './heuristics/landmarks.ts'
import { LazySearch } from './lazy.ts'
import type { Memory } from './memory.ts'
import type { PortfolioGuides } from './portfolio-guides.ts'
import type { Stage } from './stage.ts'
import { conditionHolds, numbersOf } from './state.ts'
import type { Turns } from './turns.ts'
import { NovelGreedy } from './width/novel-greedy.ts'
import { WidthSearch } from './width/width-search.ts'

/** Of the time, beside 1 for each of the others: lazy search with landmarks solves most of what is hard. */
export const shareOfLazy = 3

/** Of the time, for width searches that keep all states, together. */
const shareOfWidth = 2

/** Of the memory, for the first and the second width search: they make many states quickly. */
const memoryOfWidth = 1 / 3

/**
 * Those who look for a first plan where lazy search by costs, `first`, does not find one soon: what misleads one often does not mislead the
 * others. Those that evaluate count steps instead of costs, as LAMA's first search does: where costs differ much, the cheapest next step
 * leads away from any plan. Width search counts goals and, if there are others, landmarks: these say more where there are few goals, and
 * less where they must be given up on the way.
 */
export function enterOthers(
  turns: Turns,
  first: Stage,
  { task, ff, guides, effort, memory }: {
    readonly task: CompiledTask
    readonly ff: FF
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
  turns.enter(() => new EagerGreedy(task, 'ff', steps, effort, memory))
  turns.enter(() => new NovelGreedy(task, 'ff', steps, effort, memory))
  const landmarks = guides.landmarks()
  const counted = landmarks !== null && sayMore(task, landmarks) ? [landmarks, undefined] : [undefined] // prettier-ignore
  for (const onlyNew of [true, false])
    for (const one of counted)
      turns.enter(
        () =>
          new WidthSearch(task, ff, effort, memory.part(memoryOfWidth), {
            landmarks: one,
            onlyNew,
          }),
        onlyNew ? 1 : shareOfWidth / counted.length,
      )
}

/** Whether there are landmarks that neither are goals nor hold at first. */
function sayMore(task: CompiledTask, { conditions }: Landmarks): boolean {
  const numbers = numbersOf(task, task.start)
  return conditions.some((one) => !task.goal.includes(one) && !conditionHolds(task, task.start, numbers, 0, one)) // prettier-ignore
}

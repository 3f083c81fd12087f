import type { CompiledTask } from './compiled-task.ts'
import { workOfExploring } from './effort.ts'
import { FF } from './heuristics/ff.ts'
import type { Guide } from './heuristics/guide.ts'
import { LandmarkCount } from './heuristics/landmark-count.ts'
import { landmarksOf, type Landmarks } from './heuristics/landmarks.ts'
import type { Memory } from './memory.ts'
import type { Pairs } from './mutexes.ts'
import { budget } from './never-allowed.ts'

/** Evaluations that finding landmarks may take as long as: at first, and where the first algorithm has not found a plan soon. */
const worthLandmarks = 100
const worthLateLandmarks = 5000

/** Steps on words that finding landmarks may take at most, at first and late, about a second; and its share of the memory. */
const mostFirstSteps = 2e8
const mostSteps = 1e9
const shareOfMemory = 1 / 4

/** What guides the lazy searches of the portfolio. */
export interface PortfolioGuides {
  /** h_FF and landmarks, if finding these takes no longer than some evaluations. */
  readonly first: () => readonly Guide[]
  /** For another lazy search, that may take longer to find landmarks, and counts steps; null if it would do what the first does. */
  readonly late: () => readonly Guide[] | null
  /** h_FF for steps instead of costs; the same as for costs, if all are the same. */
  readonly steps: () => FF
  /** As found so far; null: none were looked for, or that would have taken too long. */
  readonly landmarks: () => Landmarks | null
}

/** `ff`: for costs. `isLate`: whether the search has to end at once; then no landmarks are found. */
export function portfolioGuides(
  task: CompiledTask,
  pairs: Pairs | null,
  ff: FF,
  memory: Memory,
  isLate: () => boolean,
): PortfolioGuides {
  const work = workOfExploring(task)
  let landmarks: Landmarks | null = null
  let known: readonly Guide[] | null = null
  let counting: FF | null = null

  const guided = (by: FF): readonly Guide[] =>
    landmarks === null ? [by] : [by, new LandmarkCount(task, landmarks, by, memory)]

  const steps = (): FF => (counting ??= countingSteps(task, ff, memory))

  return {
    steps,
    landmarks: () => landmarks,
    first() {
      if (known === null) {
        landmarks = landmarksOf(
          task,
          pairs,
          Math.max(budget, Math.min(mostFirstSteps, worthLandmarks * work)),
          isLate,
        )
        known = guided(ff)
      }
      return known
    },
    late() {
      const before = landmarks
      const bytes = task.conditions ** 2 / 8
      if (before === null && bytes < memory.left * shareOfMemory) {
        landmarks = landmarksOf(task, pairs, Math.min(mostSteps, worthLateLandmarks * work), isLate)
        // Whoever improves the plan has them, too.
        known = guided(ff)
      }
      return steps() === ff && landmarks === before ? null : guided(steps())
    },
  }
}

function countingSteps(task: CompiledTask, ff: FF, memory: Memory): FF {
  const costs = ff.exploration.costs.subarray(0, task.actions)
  if (costs.every((cost) => cost === costs[0])) return ff
  return new FF(task, new Int32Array(task.actions).fill(1), memory)
}

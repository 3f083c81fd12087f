import type { GroundTask } from './ground-task.ts'
import { deorder } from './parallel/index.ts'

/** When each step of a plan would start. */
export interface LaidOut {
  /** In units of cost, in the order of the plan. */
  readonly start: readonly number[]
  readonly makespan: number
}

/** Lays a valid plan out in time, each step as long as it costs. */
export function laidOut(task: GroundTask, steps: readonly number[]): LaidOut {
  const { needs } = deorder(task, steps)
  const start: number[] = []
  const end: number[] = []
  for (const [index, step] of steps.entries()) {
    const first = Math.max(0, ...(needs[index] ?? []).map((need) => end[need] ?? 0))
    start.push(first)
    end.push(first + (task.actions[step]?.cost ?? 0))
  }
  return { start, makespan: end.reduce((most, one) => Math.max(most, one), 0) }
}

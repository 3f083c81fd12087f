import type { Plan, Task, WorldState } from '../model/index.ts'
import type { Done, Failed } from './state.ts'

/** What a planner is told when a plan failed on the way to its goal. */
export interface ReplanRequest {
  /** As it ran last. */
  readonly plan: Plan
  /** What of it was not done, in its order. */
  readonly remaining: readonly Task[]
  /** The world as it is now: observed where there is a probe, otherwise believed. */
  readonly facts: WorldState
  /** Tasks that failed in this run, by their titles, the newest last; what was not even begun is none of them. */
  readonly failures: readonly Failed[]
  /** Tasks that were done in this run and say how they are undone, in the order in which they ended, and what they found before. */
  readonly done: readonly Done[]
  /** The generation that the new plan will be. */
  readonly generation: number
}

/** A new plan of the same document, or why there is none. */
export type Replanned =
  | { readonly plan: Plan; readonly reason: string }
  | { readonly plan: null; readonly reason: string }

/** Finds another way to the goal of a plan that failed. Must not begin anything itself. */
export type Replanner = (request: ReplanRequest, signal: AbortSignal) => Promise<Replanned>

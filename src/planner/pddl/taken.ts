import type { LiftedEffect, NumberTerm } from '../lifted.ts'

/**
 * What was read so far of the action that is being read. One for a file: large tasks have a hundred thousand actions, and what would be
 * made for each only to be thrown away behind it costs more than reading.
 */
export interface Taken {
  /** The first `count` of these are its effects. */
  readonly effects: LiftedEffect[]
  count: number
  /** Where its numeric effects stand: nodes in their order. */
  nodes: readonly number[]
  /** By how much it increases `(total-cost)`, and where that stands; null when it leaves the cost alone. */
  cost: NumberTerm | null
  costNode: number
  /** Its parts, as nodes; `noNode` where there is none. */
  parameters: number
  condition: number
  effect: number
}

const noNodes: readonly number[] = []

export function nothingTaken(): Taken {
  return { effects: [], count: 0, nodes: noNodes, cost: null, costNode: 0, parameters: -1, condition: -1, effect: -1 } // prettier-ignore
}

/** Forgets the effects of the action before. */
export function forgetEffects(taken: Taken): void {
  taken.count = 0
  taken.nodes = noNodes
  taken.cost = null
}

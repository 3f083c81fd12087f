import type { RelaxedTask } from './relaxed-task.ts'

/** Which facts can be reached if nothing becomes false again; more facts can be assumed for a while. */
export interface Reach {
  readonly has: (fact: number) => boolean
  readonly hasAll: (facts: readonly number[]) => boolean
  /** Assumes facts and reaches all that follows. */
  readonly assume: (facts: readonly number[]) => void
  /** Takes back the last `assume`. */
  readonly takeBack: () => void
  /** How many conditions were looked at so far. */
  readonly work: () => number
}

/** From the initial state. Each `assume` takes time in what it newly reaches. */
export function reachOf(task: RelaxedTask): Reach {
  const { needing, pre, add } = task
  const holds = new Uint8Array(task.size)
  const unmet = new Int32Array(pre.start.length - 1)
  for (let action = 0; action < unmet.length; action++)
    unmet[action] = pre.start[action + 1]! - pre.start[action]!
  /** All facts that hold, in the order in which they were reached. */
  const trail: number[] = []
  const marks: number[] = []
  let work = 0

  const take = (fact: number): void => {
    if (holds[fact] === 1) return
    holds[fact] = 1
    trail.push(fact)
  }
  const apply = (action: number): void => {
    for (let at = add.start[action]!; at < add.start[action + 1]!; at++) take(add.items[at]!)
  }
  const spread = (from: number): void => {
    for (let next = from; next < trail.length; next++) {
      const fact = trail[next]!
      const end = needing.start[fact + 1]!
      work += end - needing.start[fact]!
      for (let at = needing.start[fact]!; at < end; at++) {
        const action = needing.items[at]!
        if (--unmet[action]! === 0) apply(action)
      }
    }
  }
  task.init.forEach(take)
  for (let action = 0; action < unmet.length; action++) if (unmet[action] === 0) apply(action)
  spread(0)

  return {
    has: (fact) => holds[fact] === 1,
    hasAll: (facts) => facts.every((fact) => holds[fact] === 1),
    assume(facts) {
      const from = trail.length
      marks.push(from)
      facts.forEach(take)
      spread(from)
    },
    takeBack() {
      const from = marks.pop() ?? 0
      for (const fact of trail.splice(from)) {
        holds[fact] = 0
        for (let at = needing.start[fact]!; at < needing.start[fact + 1]!; at++)
          unmet[needing.items[at]!]!++
      }
    },
    work: () => work,
  }
}

import { canonical, meets } from './bounds.ts'
import type { CompiledEffects, CompiledTask } from './compiled-task.ts'
import type { Lists } from './lists.ts'

// What holds in a state, and what an action makes of it. States stand in arrays of words, `numbers` being the same memory as floats (T1
// of compiled-task.ts); `offset` counts words.

/** Words as floats. */
export function numbersOf({ variables }: CompiledTask, words: Uint32Array): Float64Array {
  return variables > 0 ? new Float64Array(words.buffer) : new Float64Array(0)
}

export function conditionHolds(
  task: CompiledTask,
  words: Uint32Array,
  numbers: Float64Array,
  offset: number,
  condition: number,
): boolean {
  if (condition < task.facts) return ((words[offset + (condition >>> 5)]! >>> (condition & 31)) & 1) === 1 // prettier-ignore
  const bound = task.bounds[condition - task.facts]
  return bound !== undefined && meets(numbers[(offset + task.words) / 2 + bound.variable]!, bound)
}

/** Writes which conditions hold to `held`, as bits. */
export function holdBits(
  task: CompiledTask,
  words: Uint32Array,
  numbers: Float64Array,
  offset: number,
  held: Uint32Array,
): void {
  const { facts, bounds } = task
  const width = Math.ceil(facts / 32)
  for (let i = 0; i < width; i++) held[i] = words[offset + i]!
  if (bounds.length === 0) return
  held.fill(0, width)
  const variables = (offset + task.words) / 2
  for (let i = 0; i < bounds.length; i++) {
    const bound = bounds[i]!
    const condition = facts + i
    if (meets(numbers[variables + bound.variable]!, bound))
      held[condition >>> 5]! |= 1 << (condition & 31)
  }
}

/** Writes the numbers of the conditions that hold to `held`, ascending. Returns how many they are. */
export function listHeld(
  task: CompiledTask,
  words: Uint32Array,
  numbers: Float64Array,
  offset: number,
  held: Int32Array,
): number {
  let count = 0
  for (let i = 0; i < task.words; i++) {
    let word = words[offset + i]!
    while (word !== 0) {
      held[count++] = (i << 5) + 31 - Math.clz32(word & -word)
      word &= word - 1
    }
  }
  for (let i = 0; i < task.bounds.length; i++) {
    const bound = task.bounds[i]!
    if (meets(numbers[(offset + task.words) / 2 + bound.variable]!, bound)) held[count++] = task.facts + i // prettier-ignore
  }
  return count
}

export function goalHolds(
  task: CompiledTask,
  words: Uint32Array,
  numbers: Float64Array,
  offset: number,
): boolean {
  const { goal } = task
  for (let i = 0; i < goal.length; i++)
    if (!conditionHolds(task, words, numbers, offset, goal[i]!)) return false
  return true
}

export function allows(
  task: CompiledTask,
  words: Uint32Array,
  numbers: Float64Array,
  offset: number,
  action: number,
): boolean {
  const { start, items } = task.pre
  for (let k = start[action]!, end = start[action + 1]!; k < end; k++)
    if (!conditionHolds(task, words, numbers, offset, items[k]!)) return false
  return true
}

/** Writes the state after `action` in the state at `source` to `target`, which may be the same. */
export function apply(
  task: CompiledTask,
  words: Uint32Array,
  numbers: Float64Array,
  source: number,
  target: number,
  action: number,
): void {
  const { stride, effects } = task
  const firing = effects === null ? 0 : noteFiring(task, effects, words, numbers, source, action)
  if (source !== target) for (let i = 0; i < stride; i++) words[target + i] = words[source + i]!
  addAndRemove(words, target, task.add, task.remove, action)
  if (effects !== null) for (let i = 0; i < firing; i++) addAndRemove(words, target, effects.add, effects.remove, effects.firing[i]!) // prettier-ignore
  if (task.variables > 0) change(task, numbers, (target + task.words) / 2, action)
  task.derivation?.close(words, numbers, target, (target + task.words) / 2)
}

/** Deletes, then adds, what stands in the lists of `one`. */
function addAndRemove(
  words: Uint32Array,
  target: number,
  add: Lists,
  remove: Lists,
  one: number,
): void {
  for (let k = remove.start[one]!, end = remove.start[one + 1]!; k < end; k++) {
    const fact = remove.items[k]!
    words[target + (fact >>> 5)]! &= ~(1 << (fact & 31))
  }
  for (let k = add.start[one]!, end = add.start[one + 1]!; k < end; k++) {
    const fact = add.items[k]!
    words[target + (fact >>> 5)]! |= 1 << (fact & 31)
  }
}

/** Writes the effects of the action whose conditions hold to `firing`, before anything changes. Returns how many they are. */
function noteFiring(
  task: CompiledTask,
  { of, pre, firing }: CompiledEffects,
  words: Uint32Array,
  numbers: Float64Array,
  offset: number,
  action: number,
): number {
  let count = 0
  for (let k = of.start[action]!, end = of.start[action + 1]!; k < end; k++) {
    const effect = of.items[k]!
    let at = pre.start[effect]!
    const last = pre.start[effect + 1]!
    while (at < last && conditionHolds(task, words, numbers, offset, pre.items[at]!)) at++
    if (at === last) firing[count++] = effect
  }
  return count
}

function change(task: CompiledTask, numbers: Float64Array, at: number, action: number): void {
  for (const { variable, assign, value } of task.changes[action] ?? [])
    numbers[at + variable] = canonical(assign ? value : numbers[at + variable]! + value)
}

/** One state that is changed step by step. */
export class Walk {
  readonly words: Uint32Array
  readonly numbers: Float64Array
  readonly #task: CompiledTask

  constructor(task: CompiledTask) {
    this.#task = task
    this.words = task.start.slice()
    this.numbers = numbersOf(task, this.words)
  }

  restart(): void {
    this.words.set(this.#task.start)
  }

  /** Applies the action if the state allows it. */
  step(action: number): boolean {
    if (!allows(this.#task, this.words, this.numbers, 0, action)) return false
    apply(this.#task, this.words, this.numbers, 0, 0, action)
    return true
  }

  isGoal(): boolean {
    return goalHolds(this.#task, this.words, this.numbers, 0)
  }
}

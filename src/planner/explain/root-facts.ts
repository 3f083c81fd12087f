import type { Reach } from './reach.ts'
import type { RelaxedTask } from './relaxed-task.ts'

/** A fact at the root of why others cannot be reached. */
export interface RootFact {
  readonly fact: number
  /** Facts that need each other in a circle, this one among them; null: no action adds the fact. */
  readonly circle: readonly number[] | null
}

/**
 * The roots of the goals that are out of reach: walking back from them, facts that nothing adds, and circles of facts of which each
 * can only be made with the help of another. If all of them held, the goals could be reached.
 */
export function rootFacts(task: RelaxedTask, reach: Reach): readonly RootFact[] {
  const roots: RootFact[] = []
  const wanted = wantedFacts(task, reach)
  for (const fact of wanted) if (isEmpty(task, fact)) roots.push({ fact, circle: null })
  reach.assume(roots.map(({ fact }) => fact))
  let rounds = 1
  while (!reach.hasAll(task.goal)) {
    const found = lowestCircles(task, reach)
    roots.push(...found)
    reach.assume(found.map(({ fact }) => fact))
    rounds++
  }
  for (; rounds > 0; rounds--) reach.takeBack()
  return roots
}

/** Facts out of reach that the goals need, directly or through actions. */
export function wantedFacts(task: RelaxedTask, reach: Reach): readonly number[] {
  const seen = new Set(task.goal.filter((fact) => !reach.has(fact)))
  for (const fact of seen) for (const need of needsOf(task, reach, fact)) seen.add(need)
  return [...seen]
}

function isEmpty({ adding }: RelaxedTask, fact: number): boolean {
  return adding.start[fact] === adding.start[fact + 1]
}

/** Facts out of reach that an action needs which adds the fact. */
function needsOf({ adding, pre }: RelaxedTask, reach: Reach, fact: number): readonly number[] {
  const needs: number[] = []
  for (let at = adding.start[fact]!; at < adding.start[fact + 1]!; at++) {
    const action = adding.items[at]!
    for (let one = pre.start[action]!; one < pre.start[action + 1]!; one++)
      if (!reach.has(pre.items[one]!)) needs.push(pre.items[one]!)
  }
  return needs
}

/** Strong components of the facts out of reach that need nothing outside themselves (Tarjan 1972, without recursion). */
function lowestCircles(task: RelaxedTask, reach: Reach): readonly RootFact[] {
  const index = new Map<number, number>()
  const low = new Map<number, number>()
  const component = new Map<number, number>()
  const path: number[] = []
  const circles: RootFact[] = []
  let components = 0
  for (const start of wantedFacts(task, reach)) {
    if (index.has(start)) continue
    const stack: { readonly fact: number; readonly needs: readonly number[]; next: number }[] = []
    const enter = (fact: number): void => {
      index.set(fact, index.size)
      low.set(fact, index.get(fact)!)
      path.push(fact)
      stack.push({ fact, needs: needsOf(task, reach, fact), next: 0 })
    }
    enter(start)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { fact, needs } = top
      const need = needs[top.next++]
      if (need === undefined) {
        stack.pop()
        const above = stack.at(-1)
        if (above) low.set(above.fact, Math.min(low.get(above.fact)!, low.get(fact)!))
        if (low.get(fact) !== index.get(fact)) continue
        const circle = path.splice(path.lastIndexOf(fact))
        for (const one of circle) component.set(one, components)
        const inside = components++
        const isLowest = circle.every((one) => needsOf(task, reach, one).every((other) => component.get(other) === inside)) // prettier-ignore
        if (isLowest) for (const one of circle) circles.push({ fact: one, circle })
      } else if (!index.has(need)) enter(need)
      else if (!component.has(need)) low.set(fact, Math.min(low.get(fact)!, index.get(need)!))
    }
  }
  return circles
}

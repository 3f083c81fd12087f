import type { Draft } from './drafts.ts'
import type { Literal } from './instances.ts'
import type { Numbers } from './numbers.ts'

/** What a plan could need, found backwards from the goal. */
export interface Relevant {
  readonly drafts: readonly Draft[]
  /** Literals of facts, ascending. */
  readonly literals: readonly Literal[]
  /** Variables, ascending. */
  readonly variables: readonly number[]
}

/** Keeps what brings about a literal of the goal, or one that a kept action needs, or changes a variable that a condition reads. */
export function relevant(
  drafts: readonly Draft[],
  goal: readonly Literal[],
  numbers: Numbers,
): Relevant {
  const byLiteral = new Map<Literal, number[]>()
  const byVariable = new Map<number, number[]>()
  drafts.forEach(({ adds, deletes, changes }, number) => {
    for (const fact of adds) append(byLiteral, 2 * fact, number)
    for (const fact of deletes) append(byLiteral, 2 * fact + 1, number)
    for (const { variable } of changes) append(byVariable, variable, number)
  })
  const literals = new Set<Literal>()
  const variables = new Set<number>()
  const kept = new Uint8Array(drafts.length)
  const waiting: number[] = []
  const keep = (all: readonly number[] | undefined): void => {
    for (const number of all ?? [])
      if (kept[number] !== 1) {
        kept[number] = 1
        waiting.push(number)
      }
  }
  const need = (literal: Literal): void => {
    if (literal >= 0) {
      if (literals.has(literal)) return
      literals.add(literal)
      keep(byLiteral.get(literal))
      return
    }
    const variable = numbers.conditions[-1 - literal]?.variable ?? 0
    if (variables.has(variable)) return
    variables.add(variable)
    keep(byVariable.get(variable))
  }
  goal.forEach(need)
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop())
    drafts[number]?.needs.forEach(need)
  return {
    drafts: drafts.filter((_draft, number) => kept[number] === 1),
    literals: [...literals].toSorted((a, b) => a - b),
    variables: [...variables].toSorted((a, b) => a - b),
  }
}

function append(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

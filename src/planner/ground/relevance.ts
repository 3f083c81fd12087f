import type { Draft, DraftRule } from './drafts.ts'
import { growing } from './growing.ts'
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

/**
 * Keeps what brings about a literal of the goal, or one that a kept action needs, or changes a variable that a condition reads. What an
 * effect of a kept action needs counts where it makes a fact true or false that counts. Of a derived fact that counts all that its rules
 * read does, and where its contrary counts, the contraries of that, too.
 */
export function relevant(
  drafts: readonly Draft[],
  rules: readonly DraftRule[],
  goal: readonly Literal[],
  numbers: Numbers,
): Relevant {
  const giving = chains()
  for (const [number, { fact }] of rules.entries()) giving.add(fact, number)
  const [bringing, changing] = [chains(), chains()]
  const effects: Effect[] = []
  const touching = chains()
  drafts.forEach(({ adds, deletes, changes, when = [] }, number) => {
    for (const fact of adds) bringing.add(2 * fact, number)
    for (const fact of deletes) bringing.add(2 * fact + 1, number)
    for (const { variable } of changes) changing.add(variable, number)
    for (const effect of when) {
      for (const fact of effect.adds) bringing.add(2 * fact, number)
      for (const fact of effect.deletes) bringing.add(2 * fact + 1, number)
      for (const fact of [...effect.adds, ...effect.deletes]) touching.add(fact, effects.length)
      effects.push({ draft: number, needs: effect.needs, isTouching: false })
    }
  })
  const effectsOf = Map.groupBy(effects, ({ draft }) => draft)
  const [literals, variables, kept] = [growing(), growing(), growing()]
  const waiting: number[] = []
  const touch = (number: number): void => {
    const effect = effects[number]
    if (!effect || effect.isTouching) return
    effect.isTouching = true
    if (kept.at(effect.draft) === 1) asked.push(...effect.needs)
  }
  /** What effects need, to be looked at in turn. */
  const asked: Literal[] = []
  const derive = (number: number, isContrary: boolean): void => {
    const { fact, needs } = rules[number] ?? { fact: 0, needs: [] }
    if (isContrary) asked.push(2 * fact)
    for (const one of needs) asked.push(isContrary && one >= 0 ? one ^ 1 : one)
  }
  const keep = (number: number): void => {
    if (kept.at(number) === 1) return
    kept.set(number, 1)
    waiting.push(number)
  }
  const need = (literal: Literal): void => {
    if (literal >= 0) {
      if (literals.at(literal) === 1) return
      literals.set(literal, 1)
      bringing.each(literal, keep)
      touching.each(literal >> 1, touch)
      giving.each(literal >> 1, (number) => derive(number, (literal & 1) === 1))
      return
    }
    const variable = numbers.conditions[-1 - literal]?.variable ?? 0
    if (variables.at(variable) === 1) return
    variables.set(variable, 1)
    changing.each(variable, keep)
  }
  goal.forEach(need)
  while (waiting.length + asked.length > 0) {
    const number = waiting.pop()
    if (number === undefined) asked.splice(0).forEach(need)
    else {
      drafts[number]?.needs.forEach(need)
      for (const effect of effectsOf.get(number) ?? []) if (effect.isTouching) effect.needs.forEach(need) // prettier-ignore
    }
  }
  return {
    drafts: drafts.filter((_draft, number) => kept.at(number) === 1),
    literals: marked(literals),
    variables: marked(variables),
  }
}

interface Effect {
  readonly draft: number
  readonly needs: readonly Literal[]
  isTouching: boolean
}

interface Chains {
  readonly add: (key: number, value: number) => void
  readonly each: (key: number, visit: (value: number) => void) => void
}

/** Lists of numbers by number. Links are numbered from 1, so that 0 ends a list. */
function chains(): Chains {
  const [first, next, values] = [growing(), growing(), growing()]
  next.push(0)
  values.push(0)
  return {
    add(key, value) {
      next.push(first.at(key))
      values.push(value)
      first.set(key, next.length - 1)
    },
    each(key, visit) {
      for (let link = first.at(key); link !== 0; link = next.at(link)) visit(values.at(link))
    },
  }
}

function marked(marks: ReturnType<typeof growing>): readonly number[] {
  const all: number[] = []
  for (let index = 0; index < marks.length; index++) if (marks.at(index) === 1) all.push(index)
  return all
}

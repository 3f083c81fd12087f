import { effectText, factText, type Problem } from '../../model/index.ts'
import { lift, valueNamed } from './lift.ts'
import { titleOf } from './plan-of.ts'

/** A text about the planning task of a problem in the problem's own words: `(stage api stage.live)` is `stage(api) = live`. */
export type Words = (text: string) => string

/** How things are called in a problem. */
export function wordsOf(problem: Problem): Words {
  const kinds = new Map(problem.declarations.map(({ name, type }) => [name, type]))
  const actions = new Map(lift(problem).actions.map(({ name }, index) => [name, index]))
  const named = (inside: string): string | undefined => {
    const [name = '', ...terms] = inside.split(/\s+/)
    const kind = kinds.get(name)
    if (kind === 'enumeration') {
      const value = valueNamed(name, terms.at(-1) ?? '')
      return value === null
        ? undefined
        : `${factText({ name, terms: terms.slice(0, -1) })} = ${value}`
    }
    if (kind !== undefined) return factText({ name, terms })
    const action = problem.actions[actions.get(name) ?? -1]
    return action && `"${titleOf(action, { objects: terms })}"`
  }
  return (text) =>
    text.replaceAll(
      /\((not )?\(([^()]+)\)\)|\(([^()]+)\)/g,
      (whole, not: string | undefined, inner: string | undefined, inside: string | undefined) => {
        const name = named((inner ?? inside ?? '').trim())
        return name === undefined ? whole : `${not ?? ''}${name}`
      },
    )
}

/** Where a problem asks for what a text names, as further lines: goals, and conditions of actions. */
export function placesNamed({ document, goal, actions }: Problem, text: string): readonly string[] {
  const asks = goal.conditions.flatMap((one) =>
    one.place && text.includes(effectText(one))
      ? [`  ${document}:${one.place.line}:${one.place.column} asks for ${effectText(one)}.`]
      : [],
  )
  const needs = actions.flatMap(({ name, preconditions, parameters = [] }) =>
    // With parameters the names differ, and the lines above name the action with its objects.
    parameters.length > 0
      ? []
      : preconditions.flatMap((one) =>
          one.place && text.includes(effectText(one))
            ? [`  ${document}:${one.place.line}:${one.place.column} needs it for "${name}".`]
            : [],
        ),
  )
  return [...asks, ...needs]
}

import {
  factName,
  factsOf,
  numberExpression,
  type Diagnostic,
  type Effect,
  type FactDeclaration,
  type NumberExpression,
  type Problem,
} from '../../model/index.ts'
import { finding } from '../read/finding.ts'
import { top } from './context.ts'

/** Values that their facts cannot have, and numbers that cannot be calculated with. */
export function valueFindings(problem: Problem): readonly Diagnostic[] {
  const declarations = new Map(problem.declarations.map((one) => [one.name, one] as const))
  const all: readonly Effect[] = [
    ...problem.facts.map(({ name, value, place }) => ({ fact: name, compare: '=' as const, value, ...(place ? { place } : {}) })),
    ...problem.goal.conditions,
    ...problem.actions.flatMap(({ preconditions, effects }) => [...preconditions, ...effects]),
  ] // prettier-ignore
  return all.flatMap((effect): readonly Diagnostic[] => {
    const place = effect.place ?? top
    const number = numberTrouble(effect)
    if (number !== null)
      return [finding('documents/bad-number', number, place, typeof effect.value === 'string' ? { hint: 'Write a finite number.' } : {})] // prettier-ignore
    const declaration = declarations.get(factName(effect.fact).name)
    const wrong = declaration && (wrongPart(effect, declaration, declarations) ?? wrongValue(effect, declaration)) // prettier-ignore
    return wrong ? [finding('documents/wrong-value', wrong, place)] : []
  })
}

/** What keeps a value from being calculated with; null when nothing does. */
export function numberTrouble({ fact, value }: Effect): string | null {
  if (typeof value === 'string')
    return /^[+-]?(?:nan|inf|infinity|∞)$/i.test(value)
      ? `"${fact}" is compared with ${value}, which is no number to calculate with.`
      : null
  // Beyond 2^53 one more or less would be lost.
  if (typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return null
  return `The number of "${fact}" is larger than can be calculated with exactly.`
}

/** What of an expression is no number; null when all is, or it is none. */
function wrongPart(
  effect: Effect,
  { type }: FactDeclaration,
  declarations: ReadonlyMap<string, FactDeclaration>,
): string | null {
  const expression = type === 'number' ? expressionIn(effect) : null
  if (expression === null) return null
  const wrong = factsOf(expression).find((one) => declarations.get(factName(one).name)?.type !== 'number') // prettier-ignore
  return wrong === undefined ? null : `"${effect.fact}" is a number; "${wrong}" is none.`
}

/** The expression of a condition on a number: there a word after `=` is a fact too. */
function expressionIn({ value }: Effect): NumberExpression | null {
  return typeof value === 'string' ? numberExpression(value) : null
}

function wrongValue({ fact, value, compare, change }: Effect, declaration: FactDeclaration): string | null {
  const { type, values, name } = declaration
  const isOrder = compare !== '=' && compare !== '≠'
  if (type === 'number')
    return typeof value === 'number' || (typeof value === 'string' && numberExpression(value) !== null) ? null : `"${fact}" is a number; "${String(value)}" is none.`
  if (isOrder || change !== undefined)
    return `"${fact}" is no number, so it cannot be ${change ? `${change}d` : 'compared like one'}.`
  if (type === 'boolean')
    return typeof value === 'boolean' ? null : `"${fact}" is true or false; "${String(value)}" is neither.`
  return typeof value === 'string' && values.includes(value)
    ? null
    : `"${name}" is one of ${values.join(', ')}; "${String(value)}" is none of them.`
} // prettier-ignore

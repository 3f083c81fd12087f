import type { Comparison } from '../../model/index.ts'
import type { LiftedTask, NumberTerm } from '../lifted.ts'
import { varies, type NumberCode } from './formula.ts'

/** The comparison with its sides exchanged. */
export const turned: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '≠': '≠',
  '<': '>',
  '>': '<',
  '≤': '≥',
  '≥': '≤',
}

/** A comparison of a number with another. */
export interface Compared {
  readonly compare: Comparison
  readonly left: NumberCode
  readonly right: NumberCode
}

/**
 * The same comparison with what varies alone on the left: `load + weight ≤ limit` is `load ≤ limit - weight`. What is multiplied, and what
 * varies on both sides, stays as it is. Of whole numbers only: others may be rounded differently.
 */
export function isolated({ compare, left, right }: Compared): Compared {
  if (varies(right)) return { compare, left, right }
  if (typeof left === 'number' || left.kind === 'value') return { compare, left, right }
  const { operator, left: first, right: second } = left
  const constant = varies(first) ? second : first
  const isSum = (operator === '+' || operator === '-') && !varies(constant)
  if (!isSum || !isWholeCode(constant) || !isWholeCode(right)) return { compare, left, right }
  if (operator === '+')
    return varies(first)
      ? isolated({ compare, left: first, right: less(right, second) })
      : isolated({ compare, left: second, right: less(right, first) })
  return varies(first)
    ? isolated({ compare, left: first, right: { kind: 'operation', operator: '+', left: right, right: second } }) // prettier-ignore
    : isolated({ compare: turned[compare], left: second, right: less(first, right) })
}

function less(left: NumberCode, right: NumberCode): NumberCode {
  return { kind: 'operation', operator: '-', left, right }
}

/** Whether a constant is whole where the task's values are. */
function isWholeCode(code: NumberCode): boolean {
  if (typeof code === 'number') return isWholeTerm(code)
  if (code.kind === 'value') return true
  return code.operator !== '/' && isWholeCode(code.left) && isWholeCode(code.right)
}

/** Sums of so large numbers are exact for as long as any plan. */
const largest = 2 ** 40

/** Whether the numbers of a task are whole at first, and stay so. */
export function isWhole({ values, actions }: LiftedTask): boolean {
  return (
    values.every(({ value }) => isWholeTerm(value)) &&
    actions.every(({ effects }) => effects.every((effect) => 'atom' in effect || isWholeTerm(effect.value))) // prettier-ignore
  )
}

function isWholeTerm(term: NumberTerm): boolean {
  if (typeof term === 'number') return Number.isInteger(term) && Math.abs(term) <= largest
  if ('name' in term) return true
  return term.operator !== '/' && isWholeTerm(term.left) && isWholeTerm(term.right)
}

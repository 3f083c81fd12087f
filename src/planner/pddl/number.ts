import type { NumberTerm } from '../lifted.ts'
import { readAtom } from './atom.ts'
import { wordsOf, type Page } from './page.ts'
import type { Scope } from './scope.ts'
import type { World } from './world.ts'

const numeral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/
const unbounded = /^[+-]?(?:nan|inf|infinity)$/

/** Whether a node is meant as a number or as the value of a function. */
export function isNumeric(page: Page, world: World, node: number): boolean {
  const name = page.symbol(node)
  return name === null || ((numeral.test(name) || unbounded.test(name)) && !world.objects.has(name))
}

/** Reads a number, the value of a function, or both calculated; null when something is wrong with it, which is reported. */
export function readNumber(
  page: Page,
  world: World,
  node: number,
  scope: Scope,
): NumberTerm | null {
  const name = page.symbol(node)
  if (name !== null) return readNumeral(page, node, name)
  const operator = page.head(node)
  if (operator === '+' || operator === '-' || operator === '*' || operator === '/')
    return readOperation(page, world, node, scope, operator)
  if (operator === 'total-cost') {
    page.say('planner/pddl-unsupported', node, '(total-cost) can be increased and minimised, not read.') // prettier-ignore
    return null
  }
  return readAtom(page, world, node, scope, 'functions')
}

/** Whether a word is a number that can be calculated with exactly, and not negative. */
export function isPlainNumeral(word: string): boolean {
  const value = numeral.test(word) ? Number(word) : NaN
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER
}

function readNumeral(page: Page, node: number, name: string): number | null {
  const value = numeral.test(name) ? Number(name) : NaN
  // Beyond, 1 more would be lost, and sums would come to Infinity.
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value === 0 ? 0 : value
  if (numeral.test(name))
    page.say('planner/pddl-bad-number', node, `${name} is larger than can be calculated with exactly.`, { hint: 'Use a smaller unit, so that the number stays below 2^53.' }) // prettier-ignore
  else if (unbounded.test(name))
    page.say('planner/pddl-bad-number', node, `"${name}" is no number to calculate with.`)
  else if (name === '#t' || name === '?duration')
    page.say('planner/pddl-unsupported', node, `${name}: continuous time is not supported.`)
  else page.say('planner/pddl-syntax', node, `"${name}" stands where a number or a function in brackets is expected.`) // prettier-ignore
  return null
}

function readOperation(
  page: Page,
  world: World,
  node: number,
  scope: Scope,
  operator: '+' | '-' | '*' | '/',
): NumberTerm | null {
  const [, ...nodes] = page.children(node)
  const terms = nodes.map((one) => readNumber(page, world, one, scope))
  const [first, ...rest] = terms
  if (
    first === undefined ||
    (rest.length === 0 && operator !== '-') ||
    (rest.length > 1 && (operator === '-' || operator === '/'))
  ) {
    page.say('planner/pddl-syntax', node, `"${wordsOf(page, node)}": ${operator} takes two terms.`)
    return null
  }
  if (rest.length === 0) return first === null ? null : { operator, left: 0, right: first }
  let sum: NumberTerm | null = first
  for (const term of rest)
    sum = sum === null || term === null ? null : { operator, left: sum, right: term }
  return sum
}

import { forText } from '../base/index.ts'
import { factName, factText } from './facts.ts'
import type { Comparison } from './check.ts'
import type { FactValue } from './goal.ts'
import type { Criterion } from './plan.ts'

// What a number is compared with or changed by, where that is no number itself: `distance(?from, ?to) + 2`. It stands as a text where
// the value of a condition or an effect stands.

/** A number, the number of a fact, or both calculated. */
export type NumberExpression =
  | number
  | { readonly fact: string }
  | {
      readonly operator: '+' | '-' | '*' | '/'
      readonly left: NumberExpression
      readonly right: NumberExpression
    }

/** Longer texts are none: nobody reads them. */
const longest = 400

const tokens = forText(
  String.raw`\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s()]|$)|(\??[\p{L}_][\p{L}\p{N}_]*(?:[.:-][\p{L}\p{N}_]+)*(?:\([^()"\x60]*\))?)(?=[\s()]|$)|([-+*/\u2212\u00D7\u00B7\u00F7])(?=[\s(])|([()]))`,
  'uy',
)
const signs: Readonly<Record<string, '+' | '-' | '*' | '/'>> = { '+': '+', '-': '-', '−': '-', '*': '*', '×': '*', '·': '*', '/': '/', '÷': '/' } // prettier-ignore

/**
 * Reads an expression: numbers, facts, `+ - * /` with blanks around, and brackets. Null for a text that is none, and for one with a
 * number beyond 2^53.
 */
export function numberExpression(text: string): NumberExpression | null {
  if (text.length > longest) return null
  const all = tokensOf(text)
  if (all === null) return null
  let at = 0
  const sum = (): NumberExpression | null => chain(product, '+', '-')
  const product = (): NumberExpression | null => chain(operand, '*', '/')
  const chain = (
    part: () => NumberExpression | null,
    ...own: readonly string[]
  ): NumberExpression | null => {
    let left = part()
    while (left !== null) {
      const sign = all[at]
      const operator = typeof sign === 'string' && own.includes(sign) ? signs[sign] : undefined
      if (operator === undefined) return left
      at++
      const right = part()
      left = right === null ? null : { operator, left, right }
    }
    return null
  }
  const operand = (): NumberExpression | null => {
    const token = all[at++]
    if (token === undefined) return null
    if (typeof token !== 'string') return 'number' in token ? token.number : token
    if (token !== '(') return null
    const inner = sum()
    return all[at++] === ')' ? inner : null
  }
  const whole = sum()
  return at === all.length ? whole : null
}

type Token = string | { readonly number: number } | { readonly fact: string }

function tokensOf(text: string): readonly Token[] | null {
  const pattern = tokens(text)
  const all: Token[] = []
  const whole = text.trimEnd()
  for (let from = 0; from < whole.length;) {
    pattern.lastIndex = from
    const [, number, fact, sign, bracket] = pattern.exec(whole) ?? []
    if (pattern.lastIndex <= from) return null
    from = pattern.lastIndex
    if (number !== undefined) {
      if (Number(number) > Number.MAX_SAFE_INTEGER) return null
      all.push({ number: Number(number) })
    } else if (fact !== undefined) all.push({ fact: factText(factName(fact)) })
    else all.push(signs[sign ?? ''] ?? bracket ?? '')
  }
  return all
}

/** The facts of an expression, each as often as it stands there. */
export function factsOf(expression: NumberExpression): readonly string[] {
  if (typeof expression === 'number') return []
  if ('fact' in expression) return [expression.fact]
  return [...factsOf(expression.left), ...factsOf(expression.right)]
}

/** What an expression comes to; undefined when a fact in it has no number, or the result is none. */
export function worth(
  expression: NumberExpression,
  valueOf: (fact: string) => FactValue | undefined,
): number | undefined {
  if (typeof expression === 'number') return expression
  if ('fact' in expression) {
    const value = valueOf(expression.fact)
    return typeof value === 'number' ? value : undefined
  }
  const left = worth(expression.left, valueOf)
  const right = worth(expression.right, valueOf)
  if (left === undefined || right === undefined) return undefined
  const result = calculated(expression.operator, left, right)
  return Number.isFinite(result) ? result : undefined
}

/** What an operator makes of two numbers; NaN or Infinity where that is no number. */
export function calculated(operator: '+' | '-' | '*' | '/', left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
  }
}

/** What compares or changes. */
interface Valued {
  readonly compare: Comparison
  readonly value: FactValue
  readonly change?: 'increase' | 'decrease'
}

/**
 * The expression that a condition or effect has for its value; null when that is a value. After `<`, `≤`, `>`, `≥`, `+=` and `-=` a name
 * is a fact; after `=` and `≠` it is a word, and only what calculates, or has arguments, is an expression.
 */
export function expressionOf({ compare, value, change }: Valued): NumberExpression | null {
  if (typeof value !== 'string') return null
  const isNumeric = change !== undefined || (compare !== '=' && compare !== '≠')
  if (!isNumeric && !/[\s)]/.test(value)) return null
  return numberExpression(value)
}

/** The facts that a condition or effect reads: its own, and those that its value is calculated from. */
export function factsRead(one: Valued & { readonly fact: string }): readonly string[] {
  const expression = expressionOf(one)
  return expression === null ? [one.fact] : [one.fact, ...factsOf(expression)]
}

/** The facts by which a criterion is judged. */
export function factsJudged({
  check,
  expectations,
}: Pick<Criterion, 'check' | 'expectations'>): readonly string[] {
  // prettier-ignore
  if (check?.kind !== 'fact') return []
  const { name } = check
  return [name, ...expectations.flatMap((one) => (one.kind === 'value' ? factsRead({ ...one, fact: name }).slice(1) : []))] // prettier-ignore
}

/** The value that is wanted where the facts are so: that of its expression, if it has one; undefined when that is not known. */
export function valueWanted(
  one: Valued,
  valueOf: (fact: string) => FactValue | undefined,
): FactValue | undefined {
  const expression = expressionOf(one)
  return expression === null ? one.value : worth(expression, valueOf)
}

import type { Comparison } from '../../model/index.ts'
import type { Atom, Condition, NumberTerm, Parameter, Term } from '../lifted.ts'

/** Objects that stand for parameters, the innermost first. */
export interface Binding {
  readonly name: string
  readonly object: string
  readonly outer: Binding | null
}

/** The object that a term stands for; a parameter that is not bound stays `?name`. */
export function objectOf(term: Term, binding: Binding | null): string {
  if (term.kind === 'object') return term.name
  for (let one = binding; one; one = one.outer) if (one.name === term.name) return one.object
  return `?${term.name}`
}

/** `(at t1 depot)`. */
export function atomText({ name, terms }: Atom, binding: Binding | null): string {
  let text = `(${name}`
  for (const term of terms) text += ` ${objectOf(term, binding)}`
  return `${text})`
}

/** A condition in PDDL's syntax, with the objects that are known in place of parameters; its contrary if it is not `positive`. */
export function conditionText(
  condition: Condition,
  binding: Binding | null,
  positive = true,
): string {
  if (!positive) return `(not ${conditionText(condition, binding)})`
  switch (condition.kind) {
    case 'atom':
      return atomText(condition.atom, binding)
    case 'equal':
      return `(= ${objectOf(condition.left, binding)} ${objectOf(condition.right, binding)})`
    case 'not':
      return `(not ${conditionText(condition.one, binding)})`
    case 'and':
    case 'or':
      return `(${[condition.kind, ...condition.all.map((one) => conditionText(one, binding))].join(' ')})`
    case 'forall':
    case 'exists':
      return `(${condition.kind} (${condition.parameters.map(parameterText).join(' ')}) ${conditionText(condition.one, unbound(condition.parameters, binding))})`
    case 'number':
      return comparisonText(condition.compare, numberText(condition.left, binding), numberText(condition.right, binding)) // prettier-ignore
  }
}

/** `(>= (fuel t1) 5)`. */
export function comparisonText(compare: Comparison, left: string, right: string): string {
  return compare === '≠' ? `(not (= ${left} ${right}))` : `(${operators[compare]} ${left} ${right})`
}

const operators = { '=': '=', '<': '<', '≤': '<=', '>': '>', '≥': '>=' } as const

export function numberText(term: NumberTerm, binding: Binding | null): string {
  if (typeof term === 'number') return String(term)
  if ('name' in term) return atomText(term, binding)
  return `(${term.operator} ${numberText(term.left, binding)} ${numberText(term.right, binding)})`
}

function parameterText({ name, types }: Parameter): string {
  return `?${name} - ${types.length === 1 ? types[0] : `(either ${types.join(' ')})`}`
}

/** A quantifier's own parameters hide those of the same name around it. */
function unbound(parameters: readonly Parameter[], binding: Binding | null): Binding | null {
  return parameters.reduce<Binding | null>(
    (outer, { name }) => ({ name, object: `?${name}`, outer }),
    binding,
  )
}

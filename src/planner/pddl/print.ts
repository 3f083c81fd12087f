import type {
  Atom,
  Condition,
  LiftedAction,
  LiftedEffect,
  LiftedRule,
  LiftedTask,
  NumberTerm,
  Parameter,
  Signature,
  Term,
} from '../lifted.ts'
import { printNames, titleOf, type PrintNames } from './print-names.ts'
import { requirementsOf } from './print-requirements.ts'

/**
 * Prints a task as a domain and a problem. What is read from them is the same task without its places, as long as its names are
 * words in lower case; other names become such words. `≠` is printed as `not` and `=`.
 */
export function printPddl(task: LiftedTask): { readonly domain: string; readonly problem: string } {
  const names = printNames(task)
  const metric = task.actions.some(({ cost }) => cost !== 1)
  const constants = constantsIn(task)
  const domain = [
    `(define (domain ${titleOf(task.domain)})`,
    `  (:requirements ${requirementsOf(task, metric).join(' ')})`,
    ...section(':types', task.types.map(({ name, parent }) => `${names.type(name)} - ${names.type(parent)}`)), // prettier-ignore
    ...section(':constants', objectsOf(task, names).slice(0, constants)),
    ...section(
      ':predicates',
      task.predicates.map((one) => signature(one, names.predicate, names)),
    ),
    ...section(':functions', [
      ...task.functions.map((one) => `${signature(one, names.function, names)} - number`),
      ...(metric ? ['(total-cost) - number'] : []),
    ]),
    ...(task.derived ?? []).map((rule) => printRule(rule, names)),
    ...task.actions.map((action) => printAction(action, names, metric)),
    ')',
  ]
  const problem = [
    `(define (problem ${titleOf(task.name)})`,
    `  (:domain ${titleOf(task.domain)})`,
    ...section(':objects', objectsOf(task, names).slice(constants)),
    '  (:init',
    ...task.init.map((atom) => `    ${printAtom(atom, names.predicate, names)}`),
    ...task.values.map(
      ({ of, value }) => `    (= ${printAtom(of, names.function, names)} ${value})`,
    ),
    '  )',
    `  (:goal ${printCondition(task.goal, names)})`,
    ...(metric ? ['  (:metric minimize (total-cost))'] : []),
    ')',
  ]
  return { domain: `${domain.join('\n')}\n`, problem: `${problem.join('\n')}\n` }
}

function section(name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`  (${name}`, ...lines.map((line) => `    ${line}`), '  )']
}

function objectsOf(task: LiftedTask, names: PrintNames): readonly string[] {
  return task.objects.map(
    ({ name, types }) => `${names.object(name)} - ${printTypes(types, names)}`,
  )
}

/** How many objects, from the first, the domain must declare since actions name one of them: their order is kept. */
function constantsIn(task: LiftedTask): number {
  const named = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('kind' in value && value.kind === 'object' && 'name' in value) named.add(String(value.name))
    else Object.values(value).forEach(visit)
  }
  visit([task.actions, task.derived])
  return task.objects.findLastIndex(({ name }) => named.has(name)) + 1
}

function printTypes(types: readonly string[], names: PrintNames): string {
  const all = types.map((type) => names.type(type))
  return all.length === 1 ? (all[0] ?? '') : `(either ${all.join(' ')})`
}

function printParameters(parameters: readonly Parameter[], names: PrintNames): string {
  return parameters
    .map(({ name, types }) => `${names.parameter(name)} - ${printTypes(types, names)}`)
    .join(' ')
}

function signature(
  { name, parameters }: Signature,
  nameOf: (name: string) => string,
  names: PrintNames,
): string {
  return `(${[nameOf(name), printParameters(parameters, names)].filter(Boolean).join(' ')})`
}

function printRule({ name, parameters, condition }: LiftedRule, names: PrintNames): string {
  return `  (:derived ${signature({ name, parameters }, names.predicate, names)}\n    ${printCondition(condition, names)})`
}

function printAction(action: LiftedAction, names: PrintNames, metric: boolean): string {
  const { name, parameters, condition, cost } = action
  const effects = action.effects.map((effect) => printEffect(effect, names))
  if (metric && cost !== 0) effects.push(`(increase (total-cost) ${printNumber(cost, names)})`)
  return [
    `  (:action ${names.action(name)}`,
    `    :parameters (${printParameters(parameters, names)})`,
    `    :precondition ${printCondition(condition, names)}`,
    `    :effect (and${effects.map((effect) => `\n      ${effect}`).join('')}))`,
  ].join('\n')
}

function printEffect(effect: LiftedEffect, names: PrintNames): string {
  let text =
    'atom' in effect
      ? printAtom(effect.atom, names.predicate, names)
      : `(${effect.kind} ${printAtom(effect.of, names.function, names)} ${printNumber(effect.value, names)})`
  if (effect.kind === 'delete') text = `(not ${text})`
  const { condition, parameters } = effect
  const isAlways = condition.kind === 'and' && condition.all.length === 0
  if (!isAlways) text = `(when ${printCondition(condition, names)} ${text})`
  return parameters.length === 0 ? text : `(forall (${printParameters(parameters, names)}) ${text})`
}

function printCondition(condition: Condition, names: PrintNames): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${[condition.kind, ...condition.all.map((one) => printCondition(one, names))].join(' ')})`
    case 'not':
      return `(not ${printCondition(condition.one, names)})`
    case 'atom':
      return printAtom(condition.atom, names.predicate, names)
    case 'equal':
      return `(= ${printTerm(condition.left, names)} ${printTerm(condition.right, names)})`
    case 'forall':
    case 'exists':
      return `(${condition.kind} (${printParameters(condition.parameters, names)}) ${printCondition(condition.one, names)})`
    case 'number': {
      const terms = `${printNumber(condition.left, names)} ${printNumber(condition.right, names)}`
      return condition.compare === '≠'
        ? `(not (= ${terms}))`
        : `(${comparisons[condition.compare]} ${terms})`
    }
  }
}

const comparisons = { '=': '=', '<': '<', '≤': '<=', '>': '>', '≥': '>=' } as const

function printNumber(term: NumberTerm, names: PrintNames): string {
  if (typeof term === 'number') return String(term)
  if ('name' in term) return printAtom(term, names.function, names)
  return `(${term.operator} ${printNumber(term.left, names)} ${printNumber(term.right, names)})`
}

function printAtom(atom: Atom, nameOf: (name: string) => string, names: PrintNames): string {
  return `(${[nameOf(atom.name), ...atom.terms.map((term) => printTerm(term, names))].join(' ')})`
}

function printTerm({ kind, name }: Term, names: PrintNames): string {
  return kind === 'object' ? names.object(name) : names.parameter(name)
}

import {
  factName,
  factsOf,
  numberExpression,
  type Action,
  type Diagnostic,
  type Effect,
  type Problem,
} from '../../model/index.ts'
import type { DiagnosticCode } from '../check/catalogue.ts'
import { finding } from '../read/finding.ts'
import { top } from './context.ts'
import { meaning } from './meant.ts'

/** Objects, types and parameters that there are not, and facts with other arguments than theirs. */
export function argumentFindings(problem: Problem): readonly Diagnostic[] {
  const { objects, types, actions, goal, facts, declarations, probes } = problem
  const typeNames = new Set(['object', ...types.map(({ name }) => name)])
  const objectTypes = new Map(objects.map(({ name, type }) => [name, type] as const))
  const parents = new Map(types.map(({ name, parent }) => [name, parent ?? 'object'] as const))
  const signatures = new Map(declarations.map((one) => [one.name, one.parameters] as const))
  const kinds = new Map(declarations.map((one) => [one.name, one.type] as const))
  const told: Diagnostic[] = []
  const meant = meaning()

  for (const { name, parent, place } of types)
    if (parent !== null && !typeNames.has(parent)) tellType(parent, `Type "${name}"`, place)
  for (const { name, type, place } of objects)
    if (!typeNames.has(type)) tellType(type, `Object "${name}"`, place)
  for (const { name, parameters, place } of declarations)
    for (const { type } of parameters) if (!typeNames.has(type)) tellType(type, `Fact "${name}"`, place) // prettier-ignore
  for (const { name, parameters = [], place } of actions)
    for (const { type } of parameters) if (!typeNames.has(type)) tellType(type, `Action "${name}"`, place) // prettier-ignore
  for (const one of goal.conditions) examineAll(one, null)
  for (const { name, value, place } of facts)
    examine({ fact: name, compare: '=', value, ...(place ? { place } : {}) }, null)
  for (const { fact, place } of probes)
    examine({ fact, compare: '=', value: true, ...(place ? { place } : {}) }, null)
  for (const action of actions)
    for (const one of [...action.preconditions, ...action.effects]) examineAll(one, action)
  return told

  function tellType(type: string, who: string, place = top): void {
    const hint = meant(type, () => [...typeNames])
    told.push(finding('documents/unknown-type', `${who} has the type "${type}", which there is not.`, place, hint)) // prettier-ignore
  }

  /** With the facts of its value, where that is an expression of a number. */
  function examineAll(effect: Effect, action: Action | null): void {
    examine(effect, action)
    if (typeof effect.value !== 'string' || kinds.get(factName(effect.fact).name) !== 'number') return // prettier-ignore
    const expression = numberExpression(effect.value)
    if (expression !== null) for (const fact of factsOf(expression)) examine({ ...effect, fact }, action) // prettier-ignore
  }

  function examine(effect: Effect, action: Action | null): void {
    const { name, terms } = factName(effect.fact)
    const own = new Map((action?.parameters ?? []).map((one) => [`?${one.name}`, one.type]))
    const signature = signatures.get(name)
    if (signature && signature.length !== terms.length)
      tell(effect, 'documents/wrong-arguments', `"${effect.fact}" has ${count(terms.length)}; "${name}" takes ${signature.length === 0 ? 'none' : signature.map(({ type }) => type).join(', ')}.`) // prettier-ignore
    terms.forEach((term, index) => {
      const wanted = signature?.length === terms.length ? signature[index]?.type : undefined
      const type = term.startsWith('?') ? own.get(term) : objectTypes.get(term)
      if (type === undefined) tellTerm(effect, term, own)
      else if (wanted !== undefined && !isKind(type, wanted))
        tell(effect, 'documents/wrong-arguments', `"${term}" is of the type ${type}; "${name}" takes ${wanted} there.`) // prettier-ignore
    })
  }

  function tellTerm(effect: Effect, term: string, own: ReadonlyMap<string, string>): void {
    if (term.startsWith('?')) {
      const hint = meant(term, () => [...own.keys()])
      tell(effect, 'documents/unknown-parameter', `"${effect.fact}" uses ${term}, which ${own.size === 0 ? 'is no parameter here' : 'is none of the parameters of the action'}.`, hint) // prettier-ignore
    } else {
      const names = (): string[] => [
        ...objectTypes.keys(),
        ...[...own.keys()].map((one) => one.slice(1)),
      ]
      tell(effect, 'documents/unknown-object', `"${effect.fact}" names "${term}", which is no object.`, meant(term, names)) // prettier-ignore
    }
  }

  function tell(
    { place }: Effect,
    code: DiagnosticCode,
    message: string,
    more: { readonly hint?: string } = {},
  ): void {
    told.push(finding(code, message, place ?? top, more))
  }

  /** Whether a type is another one or descends from it; a circle of types ends the walk. */
  function isKind(type: string, wanted: string): boolean {
    if (wanted === 'object') return true
    const seen = new Set<string>()
    for (let at = type; !seen.has(at); at = parents.get(at) ?? 'object') {
      if (at === wanted) return true
      seen.add(at)
    }
    return false
  }
}

function count(number: number): string {
  return number === 1 ? '1 argument' : `${number === 0 ? 'no' : number} arguments`
}

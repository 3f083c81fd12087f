import { forText } from '../base/index.ts'
import type { Effect, FactValue, Probe } from './goal.ts'

/** A fact's name taken apart: `deployed(api, ?stage)` is `deployed` with `api` and `?stage`. */
export interface FactName {
  readonly name: string
  readonly terms: readonly string[]
}

/** Takes the name of a fact apart; what has no brackets at its end is a name as it stands. */
export function factName(text: string): FactName {
  const open = text.indexOf('(')
  if (open <= 0 || !text.endsWith(')')) return { name: text, terms: [] }
  const inside = text.slice(open + 1, -1).trim()
  return {
    name: text.slice(0, open).trimEnd(),
    terms: inside === '' ? [] : inside.split(',').map((term) => term.trim()),
  }
}

/** The other way round. */
export function factText({ name, terms }: FactName): string {
  return terms.length === 0 ? name : `${name}(${terms.join(', ')})`
}

const parameters = forText(String.raw`\?([\p{L}\p{N}_-]+)`, 'gu')

/** `?name` in a text, such as the name of a fact, replaced by the object that it stands for. */
export function bound(text: string, objects: ReadonlyMap<string, string>): string {
  return text.replaceAll(parameters(text), (whole, name: string) => objects.get(name) ?? whole)
}

/** A condition or effect in words: `stage = live`, `not broken(api)`, `deployed(api)`, `budget -= 3`. */
export function effectText({ fact, compare, value, change }: Effect): string {
  if (change) return `${fact} ${change === 'increase' ? '+=' : '-='} ${String(value)}`
  if (typeof value !== 'boolean') return `${fact} ${compare} ${String(value)}`
  return value === (compare !== '≠') ? fact : `not ${fact}`
}

/** What is the case, in words: `stage is draft`. */
export function factNamed(fact: string, value: FactValue): string {
  return `${fact} is ${String(value)}`
}

/** How a fact is observed: by the probe of its name, or one of the same name with parameters, `deployed(?service)`. */
export function probeOf(probes: readonly Probe[], fact: string): Probe | undefined {
  const exact = probes.find((one) => one.fact === fact)
  if (exact) return exact
  const { name, terms } = factName(fact)
  return probes.find((one) => {
    const general = factName(one.fact)
    return (
      general.name === name &&
      general.terms.length === terms.length &&
      general.terms.every((term, index) => term.startsWith('?') || term === terms[index])
    )
  })
}

/** The value of a fact behind an effect; undefined when that is not known. */
export function changed(
  before: FactValue | undefined,
  { compare, value, change }: Effect,
): FactValue | undefined {
  if (change) {
    if (typeof before !== 'number' || typeof value !== 'number') return undefined
    return change === 'increase' ? before + value : before - value
  }
  if (compare === '=') return value
  // `not x` may be written as `x ≠ true`.
  return compare === '≠' && typeof value === 'boolean' ? !value : undefined
}

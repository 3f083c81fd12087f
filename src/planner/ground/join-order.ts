import type { Code, Formula, Pattern } from './formula.ts'
import type { Domain } from './objects.ts'
import type { Relations } from './relations.ts'

// The order in which a conjunction of atoms is joined: always what adds the fewest bindings next (greedily, by the average number
// of facts that match what is bound), and every test as soon as its slots are bound.

/** What is to be joined. */
export interface Conjuncts {
  readonly atoms: readonly Pattern[]
  /** Of predicates that never change. */
  readonly absent: readonly Pattern[]
  readonly equal: readonly (Formula & { readonly kind: 'equal' })[]
  /** Slots that must have a value in the end. */
  readonly slots: readonly number[]
}

/** How a pattern meets a fact. */
export interface Matching {
  readonly pattern: Pattern
  /** What to do with the object at each position. */
  readonly positions: readonly ('compare' | 'bind')[]
  /** What may be bound at each position. */
  readonly domains: readonly (Domain | null)[]
}

export type Step = (
  | (Matching & {
      readonly kind: 'match'
      /** The number of the atom. */
      readonly atom: number
      /** Positions whose objects are known: the one with the fewest facts is chosen each time. */
      readonly known: readonly number[]
    })
  | { readonly kind: 'lookup'; readonly atom: number; readonly pattern: Pattern }
  | { readonly kind: 'range'; readonly slot: number; readonly domain: Domain }
  | { readonly kind: 'copy'; readonly slot: number; readonly from: Code; readonly domain: Domain }
) & { readonly tests: readonly Test[] }

export type Test =
  | {
      readonly kind: 'equal'
      readonly left: Code
      readonly right: Code
      readonly positive: boolean
    }
  | { readonly kind: 'absent'; readonly pattern: Pattern }

/** The steps, and tests of what is bound from the start. */
export interface JoinOrder {
  readonly first: readonly Test[]
  readonly steps: readonly Step[]
}

/** `bound`: slots with a value; `joined`: an atom that matches already. */
export function joinOrder(
  { atoms, absent, equal, slots }: Conjuncts,
  domains: readonly Domain[],
  relations: Relations,
  fluent: Uint8Array,
  bound: ReadonlySet<number>,
  joined: number | null,
): JoinOrder {
  const have = new Set(bound)
  const left = new Set(atoms.keys())
  if (joined !== null) left.delete(joined)
  let tests: readonly Test[] = [
    ...equal,
    ...absent.map((pattern) => ({ kind: 'absent', pattern }) as const),
  ]
  const ready = (): readonly Test[] => {
    const now = tests.filter((test) => slotsOf(test).every((slot) => have.has(slot)))
    tests = tests.filter((test) => !now.includes(test))
    return now
  }
  const first = ready()
  const steps: Step[] = []
  for (;;) {
    const step =
      copyStep(tests, have, domains) ??
      atomStep(atoms, left, have, domains, relations, fluent) ??
      rangeStep(slots, have, domains)
    if (!step) return { first, steps }
    if (step.kind === 'match' || step.kind === 'lookup') {
      left.delete(step.atom)
      for (const term of step.pattern.terms) if (term >= 0) have.add(term)
    } else have.add(step.slot)
    steps.push({ ...step, tests: ready() })
  }
}

function slotsOf(test: Test): readonly number[] {
  const codes = test.kind === 'absent' ? test.pattern.terms : [test.left, test.right]
  return codes.filter((code) => code >= 0)
}

type Untested = Step extends infer S ? (S extends Step ? Omit<S, 'tests'> : never) : never

/** `(= ?a ?b)` with one side known gives the other. */
function copyStep(
  tests: readonly Test[],
  have: ReadonlySet<number>,
  domains: readonly Domain[],
): Untested | null {
  for (const test of tests) {
    if (test.kind !== 'equal' || !test.positive) continue
    const { left, right } = test
    const isLeft = left >= 0 && !have.has(left)
    const isRight = right >= 0 && !have.has(right)
    if (isLeft === isRight) continue
    const slot = isLeft ? left : right
    const domain = domains[slot]
    if (domain) return { kind: 'copy', slot, from: isLeft ? right : left, domain }
  }
  return null
}

function atomStep(
  atoms: readonly Pattern[],
  left: ReadonlySet<number>,
  have: ReadonlySet<number>,
  domains: readonly Domain[],
  relations: Relations,
  fluent: Uint8Array,
): Untested | null {
  let best: number | null = null
  let least = Infinity
  for (const atom of left) {
    const pattern = atoms[atom]
    if (!pattern) continue
    const more = fluent[pattern.predicate] === 1 ? bindings(pattern, have, domains) : matches(pattern, have, relations) // prettier-ignore
    if (more < least) [best, least] = [atom, more]
  }
  const pattern = best === null ? undefined : atoms[best]
  if (best === null || !pattern) return null
  return stepOf(best, pattern, have, domains, relations)
}

/** How many bindings of its free slots an atom of a changing predicate could have at most. */
function bindings(pattern: Pattern, have: ReadonlySet<number>, domains: readonly Domain[]): number {
  const free = new Set(pattern.terms.filter((term) => term >= 0 && !have.has(term)))
  let product = 1
  for (const slot of free) product *= domains[slot]?.objects.length ?? 1
  return free.size === 0 ? 0 : product
}

/** How many facts of a predicate that never changes match what is bound, on average. */
function matches(pattern: Pattern, have: ReadonlySet<number>, relations: Relations): number {
  let expected = relations.all(pattern.predicate).length
  let isFree = false
  pattern.terms.forEach((term, position) => {
    if (term >= 0 && !have.has(term)) isFree = true
    else expected /= Math.max(1, relations.distinct(pattern.predicate, position))
  })
  return isFree ? expected : 0
}

function stepOf(
  atom: number,
  pattern: Pattern,
  have: ReadonlySet<number>,
  domains: readonly Domain[],
  relations: Relations,
): Untested {
  const known = [...pattern.terms.keys()].filter((position) => {
    const term = pattern.terms[position] ?? 0
    return term < 0 || have.has(term)
  })
  if (known.length === pattern.terms.length) return { kind: 'lookup', atom, pattern }
  for (const position of known) relations.prepare(pattern.predicate, position)
  return { kind: 'match', atom, known, ...matching(pattern, have, domains) }
}

/** How a pattern meets a fact when the slots of `have` are bound. */
export function matching(
  pattern: Pattern,
  have: ReadonlySet<number>,
  domains: readonly Domain[],
): Matching {
  const met = new Set(have)
  const positions = pattern.terms.map((term) => {
    if (term < 0 || met.has(term)) return 'compare' as const
    met.add(term)
    return 'bind' as const
  })
  const restricted = pattern.terms.map((term, position) =>
    positions[position] === 'bind' ? (domains[term] ?? null) : null,
  )
  return { pattern, positions, domains: restricted }
}

function rangeStep(
  slots: readonly number[],
  have: ReadonlySet<number>,
  domains: readonly Domain[],
): Untested | null {
  for (const slot of slots) {
    const domain = domains[slot]
    if (!have.has(slot) && domain) return { kind: 'range', slot, domain }
  }
  return null
}

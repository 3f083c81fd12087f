import { taken } from './atom.ts'
import type { Page } from './page.ts'
import { declared, type Declarations, type Declared } from './world.ts'

/** The predicates of a domain in which none has parameters. Each is made when it is asked for: a large task can do without any. */
export interface BarePredicates extends Declarations {
  readonly count: number
  /** By the number of a symbol the predicate that it names, and 1 more; 0 of other symbols. */
  readonly places: Int32Array
  readonly name: (predicate: number) => string
  /** -1 of other names. */
  readonly place: (name: string) => number
}

const parameters: Declared['signature']['parameters'] = []

/** Null as soon as one has parameters, or something is wrong or unusual. */
export function barePredicates(page: Page, nodes: readonly number[]): BarePredicates | null {
  if (nodes.length === 0 || !page.isAscii()) return null
  const places = new Int32Array(page.symbols())
  for (let index = 0; index < nodes.length; index++) {
    const symbol = page.only(nodes[index] ?? 0)
    if (symbol < 0 || places[symbol] !== 0) return null
    places[symbol] = index + 1
  }
  for (const word of taken) if ((places[page.named(word)] ?? 0) !== 0) return null
  const all: (Declared | undefined)[] = []
  all.length = nodes.length
  const name = (predicate: number): string => page.symbol((nodes[predicate] ?? 0) + 1) ?? ''
  const at = (predicate: number): Declared =>
    (all[predicate] ??= declared({ name: name(predicate), parameters, place: page.place(nodes[predicate] ?? 0) })) // prettier-ignore
  const place = (word: string): number => (places[page.named(word)] ?? 0) - 1
  return {
    count: nodes.length,
    places,
    name,
    place,
    get: (word) => (place(word) < 0 ? undefined : at(place(word))),
    has: (word) => place(word) >= 0,
    keys: () => nodes.keys().map(name),
    values: () => nodes.keys().map(at),
  }
}

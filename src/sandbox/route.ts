import type { Abilities } from './backend.ts'
import { strengthOf } from './isolation.ts'
import type { BackendName } from './result.ts'
import type { ScriptLanguage } from './script.ts'

/** A backend that could be asked, and what it can do. */
export interface Candidate {
  readonly name: BackendName
  readonly abilities: Abilities
  /** What is missing for it to work here; null: it works. */
  readonly missing: string | null
}

/** What a script asks of a backend, whatever else it is. */
export interface Needs {
  readonly language: ScriptLanguage
  /** It has a seed. */
  readonly deterministic: boolean
  /** Somebody set a bound of fuel for it or for this sandbox; that of a preset is for those that count. */
  readonly fuel: boolean
}

/** A backend to be asked, and why. */
export interface Route {
  readonly name: BackendName
  readonly why: string
  /** Whether it stands in for another one. */
  readonly standsIn: boolean
}

/** Why a backend cannot do what a script needs; null if it can. */
export function unfit({ abilities }: Pick<Candidate, 'abilities'>, needs: Needs): string | null {
  if (!abilities.languages.includes(needs.language)) return `does not run ${needs.language}`
  if (needs.deterministic && !abilities.deterministic) return 'cannot repeat a run by its seed'
  if (needs.fuel && !abilities.fuel) return 'does not count fuel'
  return null
}

/**
 * The backends to ask, one after the other: the first, and those that may stand in when it fails. Those are no weaker than `floor`
 * unless `allowWeaker` says so, and then the reason names it.
 */
export function withFallbacks(
  first: Route,
  others: readonly Candidate[],
  needs: Needs,
  { floor, allowWeaker }: { readonly floor: number; readonly allowWeaker: boolean },
): readonly Route[] {
  const standIns = others.flatMap((one): Route[] => {
    if (one.name === first.name || one.missing !== null || unfit(one, needs) !== null) return []
    const isWeaker = strengthOf(one.abilities) < floor
    if (isWeaker && !allowWeaker) return []
    const weaker = isWeaker ? ', with weaker isolation, which is allowed' : ''
    return [{ name: one.name, why: `stands in for ${first.name}${weaker}`, standsIn: true }]
  })
  return [first, ...standIns]
}

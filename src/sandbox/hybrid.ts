import { strengthOf } from './isolation.ts'
import { loopTurns } from './loops.ts'
import { unfit, type Candidate, type Needs, type Route } from './route.ts'

/** Fuel that a script spent before, from which on compiled code is faster by more than what it takes to hand it over. */
export const muchFuel = 20_000_000
/** The same for turns of its loops, as its text has them: a turn of a small one takes some 20 of fuel (tests/bench/sandbox-hybrid.ts). */
export const manyTurns = 1_000_000

/** What the choice for one script is made from. */
export interface HybridQuestion {
  readonly needs: Needs
  /** Its text; null: it has none, or none that may be looked at. */
  readonly text: string | null
  /** A number in [0, 1) that is the same for the same code. */
  readonly lot: number
  /** The most fuel that it was seen to spend; null: never seen. */
  readonly spent: number | null
  readonly tools: number
  /** The part of the scripts that nothing else decides about which the interpreter gets. */
  readonly ratio: number
  readonly allowWeaker: boolean
}

/** The backend for a script, why, and how strong the isolation of those that stand in for it must be; null if none can run it. */
export interface HybridAnswer extends Route {
  readonly floor: number
}

/**
 * Chooses between an interpreter, which starts at once, and a backend that compiles, which computes faster. What a script needs decides
 * first, then what is known or guessed of its work, then its lot. The isolation is never weaker than the interpreter's, unless a script
 * that computes much gains by it and `allowWeaker` says so; a lot never decides that.
 */
export function chooseBetween(
  candidates: readonly Candidate[],
  question: HybridQuestion,
): HybridAnswer | null {
  const { needs, allowWeaker } = question
  const fit = candidates.filter((one) => one.missing === null && unfit(one, needs) === null)
  const basis = fit.find(({ abilities }) => !abilities.compiled) ?? strongest(fit)
  if (!basis) return null
  const floor = strengthOf(basis.abilities)
  const answer = (to: Candidate, why: string): HybridAnswer => ({ name: to.name, why: `hybrid: ${why}`, standsIn: false, floor }) // prettier-ignore
  const compiling = fit.filter(({ abilities }) => abilities.compiled)
  const fast = compiling.find(({ abilities }) => strengthOf(abilities) >= floor)
  if (fast === basis) return answer(basis, 'no other can run it')
  const work = muchWork(question)
  if (work !== null) {
    if (fast) return answer(fast, `${work}: compiled code is faster`)
    const weaker = compiling[0]
    if (weaker && allowWeaker)
      return answer(weaker, `${work}: compiled code is faster, with weaker isolation, which is allowed`) // prettier-ignore
    return answer(basis, `${work}, but no backend that compiles isolates as well`)
  }
  if (!fast) return answer(basis, 'no backend that compiles isolates as well')
  if (question.tools > 0) return answer(basis, 'it calls tools, which are nearest there')
  if (question.spent !== null) return answer(basis, `it spent only ${question.spent} of fuel before`) // prettier-ignore
  const isDrawn = question.lot >= question.ratio
  const lot = `its lot is ${question.lot.toFixed(3)}, the ratio ${question.ratio}`
  return answer(isDrawn ? fast : basis, lot)
}

/** What says that a script computes much; null if nothing does. */
function muchWork({ spent, text }: HybridQuestion): string | null {
  if (spent !== null) return spent >= muchFuel ? `it spent ${spent} of fuel before` : null
  const turns = text === null ? 1 : loopTurns(text)
  return turns >= manyTurns ? `its loops turn some ${turns.toPrecision(1)} times` : null
}

function strongest(all: readonly Candidate[]): Candidate | undefined {
  return all.toSorted((a, b) => strengthOf(b.abilities) - strengthOf(a.abilities))[0]
}

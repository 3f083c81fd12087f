import { GoapError, type ErrorCode } from '../../base/index.ts'
import type { LiftedAction } from '../lifted.ts'

/** Who asks for something, for messages: an action, a rule, or null for the goal. A hundred thousand actions need no text that nobody reads. */
export type Who = (Pick<LiftedAction, 'name' | 'place'> & { readonly effects?: unknown }) | null

/** `The action "drive"`. */
export function spoken(who: Who): string {
  if (who === null) return 'The goal'
  return who.effects === undefined ? `The rule of "${who.name}"` : `The action "${who.name}"`
}

/** What cannot be done for somebody, with the place where they stand. */
export function refusal(code: ErrorCode, who: Who, what: string, hint?: string): GoapError {
  return new GoapError(code, `${spoken(who)} ${what}`, { hint, place: who?.place })
}

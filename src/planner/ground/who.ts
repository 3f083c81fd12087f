/** Who asks for something, for messages: the name of an action, or null for the goal. A hundred thousand actions need no text that nobody reads. */
export type Who = string | null

/** `The action "drive"`. */
export function spoken(who: Who): string {
  return who === null ? 'The goal' : `The action "${who}"`
}

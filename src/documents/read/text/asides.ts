import { part, type Piece } from './text.ts'

/** What a need in parentheses begins with: `(after A1)`, `(deps: A1, A2)`. */
export const needWords = String.raw`(?:after|deps?|depends on|requires|needs|blocked by):?\s+`

const need = new RegExp(String.raw`^\s*${needWords}(?=\S)`, 'i')
const time = /^\s*~?\d[\d.,\s–—-]*(?:m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\s*$/i

/**
 * Whether a text is only an aside to what stands before it: `(2 h)`, `→ 0 errors`, or `(depends on A1)` where `isNeed` says that all
 * it names is known. A condition that nothing here can fulfil is no aside.
 */
export function isAside(text: Piece, isNeed: (need: Piece) => boolean): boolean {
  const found = /^[\s.*]*[([]([^()[\]]*)[)\]]/.exec(text.text)
  if (!found) return /^[\s.*]*$|^\s*(?:→|->|⇒)\s*[^\s`]/.test(text.text)
  const from = found[0].length - 1 - (found[1] ?? '').length
  const inside = part(text, from, found[0].length - 1)
  const opening = need.exec(inside.text)?.[0]
  const isKnown =
    opening === undefined ? time.test(inside.text) : isNeed(part(inside, opening.length))
  return isKnown && isAside(part(text, found[0].length), isNeed)
}

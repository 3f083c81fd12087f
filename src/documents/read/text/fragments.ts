// Which of many sets of fragments a text holds, found in one walk over it (Aho and Corasick, 1975).

import { codeAt, once } from '../../../base/index.ts'

/** For each letter of a text the state that follows, and what is found in each state, as bits. */
interface Automaton {
  readonly next: Uint16Array
  readonly found: Uint32Array
}

/** Letters, the blank, and all else: no fragment has other signs. */
const width = 28

function symbol(code: number): number {
  const small = code | 32
  if (small >= 97 && small <= 122 && code < 128) return small - 96
  return code === 32 ? 27 : 0
}

/** So many texts are looked at fragment by fragment: in a small document making the automaton takes longer than all walks. */
const few = 16

/** A function that tells which of the sets have a fragment in a text, in letters large or small, as bits. Throws for more than 32 sets of lower-case words. */
export function fragmentsIn(sets: readonly (readonly string[])[]): (text: string) => number {
  if (sets.length > 32)
    throw new Error(`${sets.length} sets of fragments, of which a number of 32 bits cannot tell`)
  const made = once(() => automaton(sets))
  let texts = 0
  return (text) => {
    if (texts < few) {
      texts++
      return bitsOf(sets, text)
    }
    const { next, found } = made()
    let state = 0
    let bits = 0
    const { length } = text
    for (let index = 0; index < length; index++) {
      state = next[state * width + symbol(codeAt(text, index))] ?? 0
      bits |= found[state] ?? 0
    }
    return bits
  }
}

function bitsOf(sets: readonly (readonly string[])[], text: string): number {
  const small = /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text // prettier-ignore
  let bits = 0
  for (let bit = 0; bit < sets.length; bit++)
    if (sets[bit]?.some((fragment) => small.includes(fragment)) === true) bits |= 1 << bit
  return bits
}

function automaton(sets: readonly (readonly string[])[]): Automaton {
  const size = sets.flat().reduce((sum, fragment) => sum + fragment.length, 1)
  const next = new Uint16Array(size * width)
  const found = new Uint32Array(size)
  let states = 1
  sets.forEach((fragments, bit) => {
    for (const fragment of fragments) {
      let state = 0
      for (let index = 0; index < fragment.length; index++) {
        const at = state * width + symbol(codeAt(fragment, index))
        if (next[at] === 0) next[at] = states++
        state = next[at] ?? 0
      }
      found[state] = (found[state] ?? 0) | (1 << bit)
    }
  })
  linkFailures(next, found)
  return { next, found }
}

/** Where no letter leads on, what follows the longest ending that is a beginning does. */
function linkFailures(next: Uint16Array, found: Uint32Array): void {
  const failure = new Uint16Array(found.length)
  const open = [0]
  for (let state = open.shift(); state !== undefined; state = open.shift())
    for (let letter = 0; letter < width; letter++) {
      const at = state * width + letter
      const shorter = state === 0 ? 0 : (next[(failure[state] ?? 0) * width + letter] ?? 0)
      const child = next[at] ?? 0
      if (child === 0) next[at] = shorter
      else {
        failure[child] = shorter
        found[child] = (found[child] ?? 0) | (found[shorter] ?? 0)
        open.push(child)
      }
    }
}

import { codeAt } from '../../../base/index.ts'
import { isLetter } from './ids.ts'

/**
 * Whether one of some words could begin at an offset of a text, in letters large or small: a look at two letters instead of a pattern
 * of all words, which most texts do not match. Throws for a word that does not begin with two letters.
 */
export function initialsOf(words: readonly string[]): (text: string, at: number) => boolean {
  const seconds = new Int32Array(26)
  for (const word of words) {
    const [first, second] = [codeAt(word, 0), codeAt(word, 1)]
    if (!isLetter(first) || !isLetter(second)) throw new Error(`no two letters: ${word}`)
    const row = (first | 32) - 97
    seconds[row] = (seconds[row] ?? 0) | (1 << ((second | 32) - 97))
  }
  return (text, at) => {
    const [first, second] = [codeAt(text, at), codeAt(text, at + 1)]
    if (!isLetter(first) || !isLetter(second)) return false
    return ((seconds[(first | 32) - 97] ?? 0) & (1 << ((second | 32) - 97))) !== 0
  }
}

// Words that are looked for as a whole are written down like a pattern, `(?:due )?dates?`, and looked up as a phrase: finding one of
// hundreds takes no longer than finding one of two.

import { codeAt, once } from '../../../base/index.ts'

/**
 * All texts that a pattern of few means stands for: letters, alternatives in `(?:a|b)`, `?` behind a letter or an alternative, and `\`
 * before a sign that is meant as such. At its ends `^` and `$` say nothing. Throws for any other sign of a pattern.
 */
export function phrasesOf({ source }: RegExp): readonly string[] {
  const pattern = source.replace(/^\^|\$$/g, '')
  if (/^[\w ]*$/.test(pattern)) return [pattern]
  let at = 0
  const all = alternatives()
  if (at < pattern.length) throw unknown()
  return all

  function alternatives(): readonly string[] {
    const found = [...sequence()]
    while (pattern[at] === '|') {
      at++
      found.push(...sequence())
    }
    return found
  }

  function sequence(): readonly string[] {
    let found: readonly string[] = ['']
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const parts = part()
      const [only = ''] = parts
      found =
        parts.length === 1
          ? found.map((text) => text + only)
          : found.flatMap((text) => parts.map((next) => text + next))
    }
    return found
  }

  function part(): readonly string[] {
    const one = pattern.startsWith('(?:', at) ? group() : [letters()]
    if (pattern[at] !== '?') return one
    at++
    return ['', ...one]
  }

  function group(): readonly string[] {
    at += 3
    const inside = alternatives()
    if (pattern[at] !== ')') throw unknown()
    at++
    return inside
  }

  /** The letters up to the next sign, or to the one that may be missing. */
  function letters(): string {
    const start = at
    while (at < pattern.length && !signs.includes(pattern[at] ?? '')) at++
    if (at > start) {
      if (pattern[at] === '?' && at > start + 1) at--
      return pattern.slice(start, at)
    }
    if (pattern[at] !== '\\' || !signs.includes(pattern[at + 1] ?? '')) throw unknown()
    at += 2
    return pattern[at - 1] ?? ''
  }

  function unknown(): Error {
    return new Error(`no phrase: ${source}, at ${at}`)
  }
}

const signs = '()[]{}|*+.^$?\\'

/** Whether a text is one of a pattern's phrases. They are written out when a text is looked at first. */
export function isPhrase(pattern: RegExp): (text: string) => boolean {
  const phrases = once(() => {
    const all = new Set(phrasesOf(pattern))
    return { all, may: outlineOf(all) }
  })
  return (text) => {
    const { all, may } = phrases()
    return may(text) && all.has(text)
  }
}

/**
 * Whether a text could be one of some phrases, by its length, its first and its last character: most texts are none, and looking
 * one up takes longer, since it is hashed and the table lies far off. Throws for phrases that are empty or end beyond ASCII.
 */
export function outlineOf(phrases: Iterable<string>): (text: string) => boolean {
  const firsts = new Int32Array(128)
  const lasts = new Int32Array(128)
  for (const phrase of phrases) {
    const bit = lengthBit(phrase.length)
    const [first, last] = [codeAt(phrase, 0), codeAt(phrase, phrase.length - 1)]
    if (!(first < 128 && last < 128)) throw new Error(`no phrase in ASCII: ${phrase}`)
    firsts[first] = (firsts[first] ?? 0) | bit
    lasts[last] = (lasts[last] ?? 0) | bit
  }
  return (text) => {
    const { length } = text
    const first = firsts[codeAt(text, 0)] ?? 0
    return first !== 0 && (first & (lasts[codeAt(text, length - 1)] ?? 0) & lengthBit(length)) !== 0
  }
}

/** A bit for each length, the last for all above. */
function lengthBit(length: number): number {
  return 1 << Math.min(length, 31)
}

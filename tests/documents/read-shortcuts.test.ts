import { assert, constantFrom, property, string, array } from 'fast-check'
import { expect, test } from 'vitest'
import { slug } from '../../src/base/index.ts'
import { isFolded } from '../../src/documents/read/text/ascii.ts'
import { isBlank } from '../../src/documents/read/text/blanks.ts'
import { foldId, letters, range } from '../../src/documents/read/text/ids.ts'
import { matches } from '../../src/documents/read/text/matches.ts'
import {
  asterisk,
  beyond,
  bracket,
  capitals,
  colon,
  digit,
  earlyDigit,
  emphasis,
  greater,
  markup,
  oddBlanks,
  signsOf,
} from '../../src/documents/read/text/signs.ts'
import { piece } from '../../src/documents/read/text/text.ts'
import { mayHaveId, titleOf } from '../../src/documents/read/text/titles.ts'
import {
  overlap,
  plain,
  similarity,
  withSingleBlanks,
} from '../../src/documents/read/text/words.ts'

// The reader looks whether a rule may apply before it applies it. Each shortcut here stands beside the long way.

/** Texts of the signs that shortcuts look for. */
const texts = array(
  constantFrom(
    ...'aZ09-–—.…*_~[](`:#> /to\u00A0\u2003\u3000\t\n✅é'.split(''),
    ' ',
    '  ',
    'AB',
    '**',
  ),
  { maxLength: 45 },
).map((signs) => signs.join(''))

test('blanks are the characters that patterns call blank', () => {
  const wrong = Array.from({ length: 0x10000 }, (_, code) => code).filter(
    (code) => isBlank(code) !== /\s/.test(String.fromCharCode(code)),
  )
  expect(wrong).toEqual([])
})

test('the signs of a text are those that patterns find in it', () => {
  const patterns: readonly (readonly [number, RegExp])[] = [
    [markup, /[*_~[]/],
    [oddBlanks, /^\s|\s$|\s\s|[^\S ]/],
    [digit, /\d/],
    [earlyDigit, /^[^]{0,32}\d/],
    [beyond, /[^\0-\x7f]/],
    [bracket, /[([]/],
    [capitals, /[A-Z]{2}/],
    [asterisk, /\*/],
    [emphasis, /[*_]/],
    [colon, /:/],
    [greater, />/],
  ]
  assert(
    property(texts, (text) => {
      for (const [sign, pattern] of patterns)
        expect((signsOf(text) & sign) !== 0, `${sign} in ${JSON.stringify(text)}`).toBe(
          pattern.test(text),
        )
    }),
    { numRuns: 2000 },
  )
})

test('a text has single blanks whether or not it was looked at first', () => {
  assert(
    property(texts, (text) => {
      expect(withSingleBlanks(text)).toBe(text.replace(/\s+/g, ' ').trim())
    }),
    { numRuns: 1000 },
  )
})

test('a text without markup is plain but for its blanks', () => {
  assert(
    property(
      texts.filter((text) => !/[*_~[]/.test(text)),
      (text) => {
        expect(plain(text)).toBe(text.replace(/\s+/g, ' ').trim())
      },
    ),
    { numRuns: 1000 },
  )
})

test('matches are those of matchAll, empty ones as well', () => {
  for (const pattern of [/a|\d+/g, /x*/g, /(?<=\s)|-/gu])
    assert(
      property(texts, (text) => {
        const found = (all: Iterable<RegExpMatchArray>): unknown =>
          Array.from(all, (match) => [match.index, ...match])
        expect(found(matches(text, pattern))).toEqual(found(text.matchAll(pattern)))
      }),
    )
})

test('an id is folded the same on the short way and on the long one', () => {
  assert(
    property(string({ unit: constantFrom(...'aZ09-./#* `'.split('')) }), (id) => {
      const long = id
        .toLowerCase()
        .replace(/[*`#[\]()]/g, '')
        .replace(/^(?:task|action|item|step)\s+/, '')
        .replace(/\s+/g, ' ')
        .trim()
      expect(foldId(id)).toBe(long)
      expect(letters(id)).toBe(/^[^\d]*/.exec(long)?.[0])
    }),
  )
  expect(foldId('Task `WG-12`')).toBe('wg-12')
})

test('a range is found by each of the signs and words that join it', () => {
  for (const joint of ['-', '–', ' — ', '…', '..', '...', ' to ', ' TO ', ' through '])
    expect(range(`T1${joint}T3`), joint).toEqual(['t1', 't2', 't3'])
  expect(range('WG-040-WG-042')).toEqual(['wg-040', 'wg-041', 'wg-042'])
  expect(range('T1 or T3')).toBeUndefined()
})

test('words are folded when folding would leave them', () => {
  expect(['quality gates 2', 'q'].filter(isFolded)).toHaveLength(2)
  expect(['Quality', 'a  b', ' a', 'a ', '2 a', 'a-b', 'é', ''].filter(isFolded)).toEqual([])
})

test('a dash, an arrow or a tick in a title is a joint of its key like any other sign', () => {
  expect(slug('Dig → fill — rest ✅')).toBe('dig-fill-rest')
  expect(slug('Dig → fill — rest ✅')).toBe(slug('Dig ⇒ fill ‒ rest ☑'))
  expect(slug('Größe – Maß')).toBe('große-maß')
})

test('a title with an id has a digit', () => {
  assert(
    property(texts, (text) => {
      const title = piece(text, 0, text.length)
      expect(titleOf(title).id === null || mayHaveId(title)).toBe(true)
    }),
    { numRuns: 2000 },
  )
  const title = piece('WG-12: Dig', 0, 10)
  expect([titleOf(title).id, mayHaveId(title)]).toEqual(['WG-12', true])
})

test('what two titles share is counted as sets would', () => {
  const words = array(constantFrom(...'abcdef'.split('')), { maxLength: 6 })
  assert(
    property(words, words, (one, two) => {
      const [a, b] = [new Set(one), new Set(two)]
      const shared = a.intersection(b).size
      expect(overlap(a, b)).toBe(shared / Math.min(a.size, b.size) || 0)
      expect(similarity(a, b)).toBe(shared / a.union(b).size || 0)
    }),
  )
})

import { assert, constantFrom, property, string, array } from 'fast-check'
import { expect, test } from 'vitest'
import { folded, keeping, slug } from '../../src/base/index.ts'
import { isBlank } from '../../src/documents/read/text/blanks.ts'
import { fragmentsIn } from '../../src/documents/read/text/fragments.ts'
import { initialsOf } from '../../src/documents/read/text/initials.ts'
import { foldId, letters, range } from '../../src/documents/read/text/ids.ts'
import { keyOf } from '../../src/documents/read/text/labels.ts'
import { matches } from '../../src/documents/read/text/matches.ts'
import { isPhrase, outlineOf, phrasesOf } from '../../src/documents/read/text/phrases.ts'
import { phaseNumber, roleOf, roleTitle } from '../../src/documents/read/text/roles.ts'
import {
  asterisk,
  bar,
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
  percent,
  picture,
  signsOf,
  strong,
  tick,
} from '../../src/documents/read/text/signs.ts'
import { piece, worded } from '../../src/documents/read/text/text.ts'
import { mayHaveId, titleOf } from '../../src/documents/read/text/titles.ts'
import { titleTokens, valueTokens } from '../../src/documents/read/text/tokens.ts'
import {
  bare,
  overlap,
  plain,
  plainOf,
  similarity,
  stems,
  withSingleBlanks,
} from '../../src/documents/read/text/words.ts'

// The reader looks whether a rule may apply before it applies it. Each shortcut here stands beside the long way.

/** Texts of the signs that shortcuts look for. */
const texts = array(
  constantFrom(
    ...'aZ09-–—.…*_~[](`:#>%| /to\u00A0\u2003\u3000\t\n✅é'.split(''),
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
    [percent, /%/],
    [tick, /`/],
    [bar, /\|/],
    [picture, /[\u2300-\u2bff\ud800-\udfff]/],
    [strong, /[*_]{2}/],
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

/** Texts of ASCII with signs, numbers and parentheses. */
const simple = string({ unit: constantFrom(...'aZé019-._*`()#%+/: \t'.split('')), maxLength: 30 })

test('a text is folded as patterns would, or not at all', () => {
  const inKeys = keeping('._')
  assert(
    property(simple, (text) => {
      const long = text.toLowerCase().replace(/[^a-z0-9._]+/g, '-').replace(/^-|-$/g, '') // prettier-ignore
      expect(folded(text, inKeys, 45)).toBe(/[^\0-\x7f]/.test(text) ? undefined : long)
      expect(bare(text)).toBe(
        text
          .toLowerCase()
          .replace(/\([^()]*\)/g, ' ')
          .replace(/[^\p{Letter}\p{Number}%#./+]+/gu, ' ')
          .trim(),
      )
    }),
    { numRuns: 2000 },
  )
})

test('a title is compared without its number, however it is folded', () => {
  assert(
    property(simple, (text) => {
      const long = plain(text)
        .toLowerCase()
        .replace(/\([^()]*\)/g, ' ')
        .replace(/^\W*(?:\d+[.)]\s*)?/, '')
        .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
        .trim()
      expect(roleTitle(text)).toBe(long)
    }),
    { numRuns: 2000 },
  )
})

test('a piece is plain with its signs as its text is without', () => {
  assert(
    property(texts, (text) => {
      expect(plainOf(worded(0, text.length, text))).toBe(plain(text))
    }),
    { numRuns: 1000 },
  )
})

test('a name of metadata is known by its whole phrase', () => {
  for (const [name, key] of [
    ['Lead Agents Type', 'agent'],
    ['- Depends on', 'needs'],
    ['Time', 'other'],
    ['Estimated time', 'effort'],
    ['Max  Workers (at once)', 'workers'],
    ['Priorität', undefined],
    ['Agents of all', undefined],
    ['Status ✅', 'status'],
    ['', undefined],
  ] as const)
    // prettier-ignore
    expect(keyOf(name), name).toBe(key)
})

test('a role is named by a phrase, by a part of the title, or by a pattern', () => {
  for (const [title, role] of [
    ['Validation', 'gate'],
    ['Our lessons', 'analysis'],
    ['Release checklist', 'gate'],
    ['If it rains', 'contingency'],
    ['DoD', 'criteria'],
    ['Fix plan', undefined],
    ['Fix plan overview', 'tasks'],
    ['Digging', undefined],
  ] as const)
    // prettier-ignore
    expect(roleOf(title), title).toBe(role)
})

test('the phrases of a pattern are those that it matches', () => {
  for (const [pattern, phrases] of [
    [/^dates?$/, ['date', 'dates']],
    [/^(?:due )?(?:a|bc|)$/, ['a', 'bc', '', 'due a', 'due bc', 'due ']],
    [/^done\??$/, ['done', 'done?']],
    [
      /^roll ?(?:back|out)s?$/,
      [
        'rollback',
        'rollbacks',
        'rollout',
        'rollouts',
        'roll back',
        'roll backs',
        'roll out',
        'roll outs',
      ],
    ],
    [/one|two/, ['one', 'two']],
  ] as const) {
    // prettier-ignore
    expect(new Set(phrasesOf(pattern)), pattern.source).toEqual(new Set(phrases))
    expect(phrasesOf(pattern).every((phrase) => pattern.test(phrase))).toBe(true)
  }
  for (const pattern of [/a+/, /a.b/, /\d/, /[ab]/, /(a)/, /a{2}/, /^a$|^b$/])
    expect(() => phrasesOf(pattern), pattern.source).toThrow('no phrase')
})

test('a text has the outline of a phrase when its ends and its length are those of one', () => {
  const may = outlineOf(['due date', 'done?', 'a'])
  for (const text of ['due date', 'done?', 'a']) expect(may(text), text).toBe(true)
  for (const text of ['', 'due', 'done', 'b', 'due dates', 'é', 'aé', 'éa']) expect(may(text), text).toBe(false) // prettier-ignore
  const long = 'a'.repeat(40)
  expect([outlineOf([long])(long), outlineOf([long])(`${long}a`)]).toEqual([true, true])
  expect(isPhrase(/^(?:due )?dates?$/)('due dates')).toBe(true)
  expect(isPhrase(/^(?:due )?dates?$/)('dug dates')).toBe(false)
  expect(() => outlineOf(['Größe', 'ß'])).toThrow('no phrase in ASCII: ß')
})

test('a word is looked for by its first two letters, large or small', () => {
  const may = initialsOf(['phase', 'step', 'sub-goal'])
  for (const text of ['phase', 'PHONE', 'Steps', 'sT', 'SUb']) expect(may(text, 0), text).toBe(true)
  for (const text of ['', 'p', 'p1', 'sp', 'éphase', 'pé', '[h']) expect(may(text, 0), text).toBe(false) // prettier-ignore
  expect([may('a phase', 2), may('a phase', 3), may('a', 5)]).toEqual([true, false, false])
  expect(() => initialsOf(['1st'])).toThrow('no two letters: 1st')
})

test('the number of a phase is found behind signs, a list number and markup', () => {
  for (const title of [
    'Phase 2',
    '**Phase 2**: Dig',
    '1. Phase 2',
    '**1.** Phase 2',
    '__Phase 2__',
    '✅ Phase 2',
    '[Phase 2](a.md)',
    '**P**hase 2',
    '~~Phase 2~~',
    'PHASES #2',
  ])
    // prettier-ignore
    expect(phaseNumber(title), title).toEqual({ kind: 'phase', number: '2' })
  for (const title of ['', '2', 'Dig phase 2', 'Phase', 'Phase a', '1 Phase 2', 'Phäse 2'])
    expect(phaseNumber(title), title).toBe(undefined)
  expect(phaseNumber('Phase A')).toEqual({ kind: 'phase', number: 'a' })
})

test('fragments are found whether their letters are large or small, and nothing else is', () => {
  const bits = fragmentsIn([['has to', 'be '], ['run']])
  const texts = [
    ['It HAS to', 1],
    ['Be', 0],
    ['Be it', 1],
    ['to RUN and be done', 3],
    ['has\u00A0to', 0],
    ['ｒｕｎ rUn', 2],
    ['has-to', 0],
    ['\u2072\u0075\u006e', 0],
  ] as const
  // The first texts are looked at in another way than those that follow.
  for (let round = 0; round < 10; round++)
    for (const [text, found] of texts) expect(bits(text), `${text}, round ${round}`).toBe(found)
})

test('every sign of a status is looked for', () => {
  for (const sign of '✅ ✔ ☑ ✓ 🔄 🚧 🟡 🏃 ⏳ 🔵 📋 ⬜ 🔲 ☐ ⚪ ⏸ 🚫 ⛔ ⏭ ❌ ✗ ✘'.split(' ')) {
    const title = `Dig ${sign}`
    expect(titleTokens(piece(title, 0, title.length)).map(({ text }) => text)).toEqual([sign])
    expect(valueTokens(piece(sign, 0, sign.length)).length, sign).toBe('🟡🔵⚪'.includes(sign) ? 0 : 1) // prettier-ignore
  }
})

test('words with the same beginning are one but for the longest ending that tells nothing', () => {
  const words = 'validations validation validating validated validates tests tested release releases slowly a1b.rs'.split(' ') // prettier-ignore
  for (const word of words) {
    const long = /[./\d]/.test(word)
      ? word
      : word.replace(/(?:ations?|ions?|ments?|ing|ers?|ed|es|s|e|ly)$/, '')
    expect([...stems(word)], word).toEqual([long])
  }
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

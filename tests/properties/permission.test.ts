import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decidePermission,
  isDangerous,
  simpleCommands,
  type Permissions,
} from '../../src/model/index.ts'

const everything: Permissions = {
  allow: [
    { pattern: '*', source: '--allow' },
    { pattern: '* *', source: '--allow' },
    { pattern: '??*', source: '--allow' },
  ],
  deny: [],
  all: '--yes',
}

const pieces = (
  'rm -rf x ; & | < > ( ) { } $ ` " \' \\ # = * ? [ ] ! << E $( ${ $(( )) if then fi for in do done ' +
  'case esac ;; [[ ]] sh env sudo -c 2'
).split(' ')
const soup = fc
  .array(fc.constantFrom(...pieces, ' ', ' ', '\n', '\t'), { maxLength: 40 })
  .map((parts) => parts.join(''))

test('any text gets an answer', () => {
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 200 })), (script) => {
      const { commands, complex, doubt } = simpleCommands(script)
      expect(doubt === null || complex !== null).toBe(true)
      expect(commands.length).toBeLessThanOrEqual(script.length)
      const decision = decidePermission(script, everything)
      expect(decision.allowed).toBe(isDangerous(script) === null)
    }),
    { numRuns: 3000 },
  )
})

test('a script that is allowed exactly runs, and one that is forbidden exactly does not', () => {
  fc.assert(
    fc.property(soup, (script) => {
      fc.pre(/[^*?\s]/.test(script))
      const rule = [{ pattern: script, source: 'x' }]
      const nothing = { allow: [], deny: [], all: null }
      expect(decidePermission(script, { ...nothing, allow: rule }).allowed).toBe(true)
      expect(decidePermission(script, { ...everything, deny: rule })).toMatchObject({
        denied: true,
      })
    }),
    { numRuns: 2000 },
  )
})

/** Ways to write a word that the shell takes for the same. */
function disguised(word: string): fc.Arbitrary<string> {
  const letters = Array.from(word, (letter) =>
    fc.constantFrom(
      letter,
      `'${letter}'`,
      `"${letter}"`,
      `\\${letter}`,
      `''${letter}`,
      `\\\n${letter}`,
    ),
  )
  return fc.tuple(...letters).map((parts) => parts.join(''))
}

const blank = fc.constantFrom(' ', '\t', '  ', ' \\\n', '\\\n ')
const removal = fc
  .tuple(disguised('rm'), blank, fc.oneof(disguised('-rf'), disguised('--recursive')), blank)
  .map(([program, first, flag, second]) => `${program}${first}${flag}${second}x`)

type Wrap = (script: string) => string

/** Constructs that any list of commands may stand in. */
const constructs: readonly Wrap[] = [
  (s) => s,
  (s) => `ls; ${s}`,
  (s) => `ls && ${s}`,
  (s) => `ls\n${s}\nls`,
  (s) => `( ${s} )`,
  (s) => `{ ${s}; }`,
  (s) => `if ls; then ${s}; fi`,
  (s) => `if ls; then ls; else\n${s}\nfi`,
  (s) => `while ls; do ${s}; done`,
  (s) => `for f in a b; do ${s}; done`,
  (s) => `case a in b) ls;; *) ${s};; esac`,
  (s) => `echo $( ${s} )`,
  (s) => `echo "a $( ${s} ) b"`,
  (s) => `A=$( ${s} ) ls`,
  (s) => `cat <(${s})`,
  (s) => `ls # comment\n${s}`,
  (s) => `bash -c '${s.replaceAll("'", `'\\''`)}'`,
  (s) => `sh -ec '${s.replaceAll("'", `'\\''`)}'`,
]
/** What stands before or behind a simple command. */
const wrappers: readonly Wrap[] = [
  (s) => `ls || ${s} || ls`,
  (s) => `ls | ${s}`,
  (s) => `env A=1 timeout 5 ${s}`,
  (s) => `nohup ${s} &`,
  (s) => `! ${s}`,
  (s) => `A=1 ${s} > out 2>&1`,
  (s) => `cat <<E\n$(${s})\nE`,
]

function wrapped(wraps: readonly Wrap[], script: string): string {
  return wraps.reduce((inner, wrap) => wrap(inner), script)
}

test('a removal is found however it is written and wherever it stands', () => {
  const around = fc.tuple(
    fc.array(fc.constantFrom(...wrappers), { maxLength: 2 }),
    fc.array(fc.constantFrom(...constructs), { maxLength: 4 }),
  )
  fc.assert(
    fc.property(removal, around, (script, wraps) => {
      expect(isDangerous(wrapped(wraps.flat(), script))).not.toBeNull()
      expect(decidePermission(wrapped(wraps.flat(), script), everything).allowed).toBe(false)
    }),
    { numRuns: 3000 },
  )
})

test('a harmless command stays harmless in quotes and in every construct', () => {
  const words = fc.tuple(disguised('ls'), disguised('-la')).map((parts) => parts.join(' '))
  const around = fc.array(fc.constantFrom(...constructs), { maxLength: 4 })
  fc.assert(
    fc.property(words, around, (script, wraps) => {
      expect(isDangerous(wrapped(wraps, script))).toBeNull()
    }),
    { numRuns: 2000 },
  )
})

test('a quoted text is never taken for a command', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), (text) => {
      const { commands, doubt } = simpleCommands(`echo '${text.replaceAll("'", `'\\''`)}'`)
      expect(doubt).toBeNull()
      expect(commands.map((command) => command.text)).toEqual([`echo ${text}`])
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { yamlText } from '../../../src/documents/print/yaml-text.ts'

const tricky = fc.constantFrom(
  '', ' ', 'a', 'a b', ' a', 'a ', 'yes', 'null', '~', 'true', '.inf', '1', '1.5', '0x1f', '0o7', '1e3', '2026-11-21', '12:30', '-', '- a', '? a',
  'a: b', 'a:', 'a #b', 'a#b', '#a', 'npm test | head -n 1', '"quoted"', "it's", '[a]', '{a}', '*a', '&a', '!a', '|', '>', '%a', '@a', '`a`',
  '---', '...', 'a\nb', 'a\n', 'a\n\nb\n', '\na', ' a\nb', 'a\n  b\n', 'a\n\n', 'a \nb', 'a\n \nb', 'a\tb', '\ta', 'a\rb', 'a\u0085b', 'a\u2028b', '\ud800',
  '\ufeffa', 'é', '日本', '‚úÖ', '<<', '=', '≠', '<', '≤', '≥', '>', '__proto__', 'deployed(api, live)', 'x'.repeat(1100), '\\n', '$(a)', '(a)', '/a', './a', 'a,', 'a]', 'a\n---\nb', 'a\n...\n',
) // prettier-ignore
const text = fc.oneof(tricky, fc.string(), fc.string({ unit: 'binary' }), fc.tuple(tricky, tricky).map(([one, other]) => `${one}${other}`)) // prettier-ignore
const value = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.constantFrom(null, true, false, 0, -3, 0.25, 1e21, 1e-7),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value

test('what is written as YAML is read by the package as the same value', () => {
  fc.assert(
    fc.property(fc.dictionary(text, value, { maxKeys: 4, noNullPrototype: true }), (whole) => {
      // As what a plan says: JSON.
      const said: unknown = JSON.parse(JSON.stringify(whole))
      expect(JSON.parse(JSON.stringify(parse(yamlText(said), { uniqueKeys: false })))).toEqual(said)
    }),
    { numRuns: 5000 },
  )
})

test('plain texts stand bare, scripts line by line, and all else in quotes', () => {
  const said = { run: 'npm test | head', script: 'a "b"\n\n  c\n', sure: 'yes', count: '7', list: [['a'], { b: [] , c: {} }] } // prettier-ignore
  expect(yamlText(said)).toBe(
    'run: npm test | head\nscript: |\n  a "b"\n\n    c\nsure: "yes"\ncount: "7"\nlist:\n  - - a\n  - b: []\n    c: {}\n',
  )
})

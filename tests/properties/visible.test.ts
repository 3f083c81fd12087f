import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visible, visibleLine, visibleOutput } from '../../src/cli/visible.ts'

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))

test('whatever a document or a command says, nothing of it controls the terminal', () => {
  fc.assert(
    fc.property(text, (said) => {
      for (const shown of [visible(said), visibleLine(said), visibleOutput(said)])
        expect(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/u.test(shown)).toBe(false)
      expect(visible(visible(said))).toBe(visible(said))
      expect(visibleLine(said)).not.toContain('\n')
    }),
  )
})

test('what holds nothing hidden is shown as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\p{L}\p{N}\p{P}\p{S} \t\n]*$/u), (said) => {
      expect(visible(said)).toBe(said)
    }),
  )
})

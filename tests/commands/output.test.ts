import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainText } from '../../src/commands/controls.ts'
import { follow, type Output } from '../../src/commands/output.ts'
import { redact, secretFinder } from '../../src/commands/redact.ts'

const secrets = ['hunter2hunter2', 'open sesame']
const find = secretFinder({ secrets })

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** What is shown of a text that comes in these pieces, and what is kept of it. */
function followed(
  pieces: readonly (string | Uint8Array)[],
  maximum = 1_000_000,
): ReturnType<Output['finish']> & { readonly shown: readonly string[] } {
  const shown: string[] = []
  const output = follow(find, maximum, (text) => shown.push(text))
  for (const piece of pieces) output.push(typeof piece === 'string' ? bytes(piece) : piece)
  return { ...output.finish(), shown }
}

function cut(data: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (data.length + 1)), data.length]
  const sorted = ends.toSorted((a, b) => a - b)
  return sorted.map((end, index) => data.slice(sorted[index - 1] ?? 0, end))
}

test('a secret in two pieces is hidden as in one', () => {
  const { shown, tail } = followed(['a hunter2', 'hunter2 b\nopen ses', 'ame'])
  expect(shown).toEqual(['a [redacted] b\n', '[redacted]'])
  expect(tail).toBe('a [redacted] b\n[redacted]')
})

test('a private key that comes line by line is hidden whole', () => {
  const key = ['-----BEGIN PRIVATE KEY-----\n', 'MIIE\n', 'abcd\n', '-----END PRIVATE KEY-----\n']
  expect(followed(['a\n', ...key, 'b\n']).tail).toBe('a\n[redacted]\nb\n')
})

test('a key without its end hides only so much', () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `line ${index}\n`)
  const { tail } = followed(['-----BEGIN PRIVATE KEY-----\n', ...lines])
  expect(tail).toMatch(/^\[redacted\]/)
  expect(tail).toMatch(/line 2999\n$/)
})

test('a line that does not end is shown but for its last part', () => {
  const pieces = Array.from({ length: 40 }, () => 'x'.repeat(4096))
  const { shown, tail } = followed([...pieces, 'hunter2', 'hunter2'])
  expect(shown.length).toBeGreaterThan(1)
  expect(tail).toBe(`${'x'.repeat(40 * 4096)}[redacted]`)
})

test('a secret longer than any is not let through in parts', () => {
  const token = `ghp_${'a'.repeat(200_000)}`
  const { tail } = followed(cut(bytes(`${token}\nb`), [5000, 70_000, 140_000]))
  expect(tail).toMatch(/^\[redacted\]/)
  expect(tail).toMatch(/\nb$/)
})

test('however the bytes come, the text is that of all of them with the secrets hidden', () => {
  const part = fc.oneof(
    fc.constantFrom(...secrets, 'hunter2', '\n', ' ', 'password=abcdef', '\r\n', '\r'),
    fc.constantFrom('\x1b[31m', '\x1b[0m', '\x1b]0;title\x07', '\x1b(B', 'é', '👩‍💻', '�', '\b'),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.constant(`ghp_${'a1'.repeat(18)}`),
  )
  const text = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, fc.array(fc.nat(2000), { maxLength: 12 }), (whole, places) => {
      const clean = redact(plainText(whole.toWellFormed().replace(/^\ufeff/, '')), { secrets })
      const { tail, shown, bytes: size } = followed(cut(bytes(whole), places))
      expect(tail.trimEnd()).toBe(clean.trimEnd())
      expect(shown.join('')).toBe(tail)
      expect(size).toBe(bytes(whole).length)
      for (const secret of secrets) expect(tail).not.toContain(secret)
    }),
    // The example: a newline that is cut from its carriage return, with a sequence between them.
    { numRuns: 1000, examples: [['\r\x1b[31m\n!', [1]]] },
  )
})

test('bytes that are no text become replacement characters', () => {
  expect(followed([Uint8Array.of(0x61, 0xff, 0x62, 0xc3)]).tail).toBe('a�b�')
})

test('the tail begins at a character', () => {
  const { tail, truncated } = followed(['ééé'], 3)
  expect([tail, truncated]).toEqual(['é', true])
  expect(followed(['ééé'], 6)).toMatchObject({ tail: 'ééé', truncated: false })
})

test('control sequences are taken away, also when they come in pieces', () => {
  expect(followed(['\x1b[1', ';31mred\x1b', '[0m\n']).tail).toBe('red\n')
  expect(followed(['\x1b]8;;http://a', '\x07link\x1b]8;;\x1b', '\\\n']).tail).toBe('link\n')
  expect(followed(['50%\r', '100%\r\n', '\x07\x08done\x1b(B\x9b2J']).tail).toBe('50%\n100%\ndone')
})

test('a secret with a colour in it is hidden', () => {
  expect(followed(['hunter2\x1b[31mhunter2\x1b[0m\n']).tail).toBe('[redacted]\n')
})

test('a sequence without an end does not hold the output back for ever', () => {
  const { tail } = followed([`a\x1b]0;${'x'.repeat(5000)}`, 'b\n'])
  expect(tail).toMatch(/^a.*b\n$/)
})

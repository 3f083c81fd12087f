import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sourceOf } from '../../src/documents/index.ts'
import { byteOffsets } from '../../src/documents/source.ts'

test('each byte that cannot be decoded is one replacement character', () => {
  const { text } = sourceOf(Uint8Array.of(97, 0xff, 0xe2, 0x82, 98, 0xf0, 0x9f, 0x9a, 0x80))
  expect(text).toBe('a\uFFFD\uFFFD\uFFFDb🚀')
})

test('a byte order mark stays', () => {
  expect(sourceOf(Uint8Array.of(0xef, 0xbb, 0xbf, 97)).text).toBe('\uFEFFa')
})

test('every offset of the text has its byte, for any bytes', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }).filter((bytes) => !bytes.includes(0)),
      (tail) => {
        const bytes = new Uint8Array([
          ...new TextEncoder().encode('Ä€🚀 plain text to be no binary \uFFFD'),
          ...tail,
        ])
        const source = sourceOf(bytes)
        const points = Array.from(source.text)
        const offsets = points.map((_, index) => points.slice(0, index).join('').length)
        const found = byteOffsets(source, [...offsets, source.text.length])
        expect(found.at(-1)).toBe(bytes.length)
        for (const [index, point] of points.entries()) {
          const part = bytes.subarray(found[index], found[index + 1])
          expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(part)).toBe(point)
        }
      },
    ),
  )
})

test('a lone surrogate of a text breaks nothing', () => {
  const source = sourceOf('a\ud800b')
  expect(byteOffsets(source, [2, 3])).toEqual([4, 5])
})

test('binary and huge documents are refused with what was found', () => {
  expect(() => sourceOf(Uint8Array.of(1, 0, 2))).toThrow(
    expect.objectContaining({ code: 'documents/not-text' }),
  )
  expect(() => sourceOf(new Uint8Array(100).fill(3))).toThrow(
    expect.objectContaining({ code: 'documents/not-text' }),
  )
  expect(() => sourceOf('x'.repeat(11), { maximumBytes: 10, file: 'big.md' })).toThrow(
    'big.md has 11 bytes; the limit is 10.',
  )
})

test('a UTF-16 document is refused with what it is', () => {
  expect(() => sourceOf(Uint8Array.of(0xff, 0xfe, 35, 0, 32, 0), { file: 'wide.md' })).toThrow(
    expect.objectContaining({
      code: 'documents/not-text',
      message: 'wide.md is UTF-16; goap reads UTF-8.',
      hint: 'Save the file as UTF-8.',
    }),
  )
})

test('a document of nothing but damage is opened, byte by byte', () => {
  const source = sourceOf(new Uint8Array(1_000_000).fill(0xff))
  expect(source.text).toBe('\uFFFD'.repeat(1_000_000))
  expect(byteOffsets(source, [999_999])).toEqual([999_999])
})

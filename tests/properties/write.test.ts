import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  ownerKey,
  read,
  rewrite,
  sourceOf,
  write,
  writeBack,
  type WantedStatus,
} from '../../src/documents/index.ts'
import { byteOffsets } from '../../src/documents/source.ts'
import type { PlanDocument } from '../../src/model/index.ts'

const pieces = [
  '# Plan: X',
  '## Phase 1: Build (Parallel)',
  '### ⏳ T9: Heading task (PENDING)',
  '- [ ] T1: Do it',
  '- [x] T2: Did it',
  '- [X] unnamed',
  '| ID | Task | Status |',
  '|---|---|---|',
  '| A1 | Do | ⏳ Pending |',
  '| A2 | More | ✅ DONE |',
  '**Task B1**: Bold',
  '- Status: In Progress',
  '- Dependencies: T1',
  '### Quality Gate',
  '- [ ] `npm test` → 0 failures',
  '- ✅ all good',
  '```',
  '```bash',
  'make',
  '',
  '\ttab',
  '> quote',
  '---',
  'prose ✅ here',
  '🚀',
  '‚úÖ DONE',
  '‚è≥ Pending',
]
const ends = fc.constantFrom('\n', '\r\n', '  \n')
const text = fc
  .array(fc.tuple(fc.constantFrom(...pieces), ends), { maxLength: 40 })
  .map((lines) => lines.map(([piece, end]) => piece + end).join(''))
/** Documents as bytes: with and without a byte order mark, with bytes that are no UTF-8. */
const documents = fc
  .tuple(
    text,
    fc.boolean(),
    fc.uint8Array({ maxLength: 6 }).map((bytes) => bytes.filter((byte) => byte >= 32)),
  )
  .map(([body, mark, tail]) => {
    const bytes = new TextEncoder().encode((mark ? '\uFEFF' : '') + body)
    return new Uint8Array([...bytes, ...tail])
  })

test('without events a document is written as it was read, byte for byte', () => {
  fc.assert(
    fc.property(documents, (bytes) => {
      expect(write(read(bytes, 'plan.md'), [])).toEqual(bytes)
    }),
    { numRuns: 1000 },
  )
})

/** The text with every token that carries a status taken out. */
function rest({ source, marks }: PlanDocument, only: PlanDocument): string {
  const owners = new Set(only.marks.map(({ owner }) => ownerKey(owner)))
  let found = ''
  let from = 0
  const own = marks.filter(({ owner }) => owners.has(ownerKey(owner)))
  for (const { place } of own.toSorted((left, right) => left.place.start - right.place.start)) {
    found += `${source.text.slice(from, place.start)}\0`
    from = place.end
  }
  return found + source.text.slice(from)
}

test('with progress only status tokens change, and a second write changes nothing', () => {
  const statuses = fc.constantFrom<WantedStatus>('done', 'running', 'pending', 'failed')
  fc.assert(
    fc.property(documents, statuses, (bytes, status) => {
      const before = read(bytes, 'plan.md')
      const progress = new Map(before.marks.map(({ owner }) => [ownerKey(owner), status] as const))
      const once = writeBack(before, progress)
      const after = read(once.bytes, 'plan.md')
      expect(rest(after, before)).toBe(rest(before, before))
      expect(after.plan.tasks.map(({ key }) => key)).toEqual(
        before.plan.tasks.map(({ key }) => key),
      )
      fc.pre(once.refused.length === 0)
      expect(writeBack(after, progress).bytes).toEqual(once.bytes)
    }),
    { numRuns: 500 },
  )
})

test('any bytes that are text are written as they were read', () => {
  const anyBytes = fc.uint8Array({ maxLength: 300 }).filter((bytes) => {
    try {
      return sourceOf(bytes).bytes === bytes
    } catch {
      return false
    }
  })
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      expect(write(read(bytes, 'plan.md'), [])).toBe(bytes)
    }),
    { numRuns: 500 },
  )
})

/** Lines with raw bytes anywhere in them, most of which are no UTF-8. */
const damaged = fc
  .array(
    fc.tuple(fc.constantFrom(...pieces), fc.uint8Array({ min: 128, max: 255, maxLength: 3 }), ends),
    { minLength: 1, maxLength: 25 },
  )
  .map((lines) =>
    Uint8Array.from(
      lines.flatMap(([piece, raw, end]) => [
        ...new TextEncoder().encode(piece),
        ...raw,
        ...new TextEncoder().encode(end),
      ]),
    ),
  )

/** The bytes outside the tokens of these owners. */
function untouched({ source, marks }: PlanDocument, owners: ReadonlySet<string>): number[][] {
  const own = marks.filter(({ owner }) => owners.has(ownerKey(owner)))
  const offsets = byteOffsets(
    source,
    own.flatMap(({ place }) => [place.start, place.end]),
  )
  const edges = [0, ...offsets, source.bytes.length]
  return Array.from({ length: own.length + 1 }, (_, index) => [
    ...source.bytes.subarray(edges[2 * index], edges[2 * index + 1]),
  ])
}

test('bytes that are no UTF-8 stay around tokens that change, and a second write changes nothing', () => {
  const statuses = fc.infiniteStream(fc.constantFrom<WantedStatus>('done', 'running', 'failed'))
  fc.assert(
    fc.property(damaged, statuses, (bytes, status) => {
      const before = read(bytes, 'plan.md')
      const owners = new Set(before.marks.map(({ owner }) => ownerKey(owner)))
      const progress = new Map([...owners].map((key) => [key, status.next().value] as const))
      const once = writeBack(before, progress)
      const after = read(once.bytes, 'plan.md')
      expect(rewrite(once.bytes, 'plan.md', progress).bytes).toEqual(once.bytes)
      // Ticks of a gate may cease to count as tokens; then the others cannot be told apart from the text.
      fc.pre(owners.isSubsetOf(new Set(after.marks.map(({ owner }) => ownerKey(owner)))))
      expect(untouched(after, owners)).toEqual(untouched(before, owners))
    }),
    { numRuns: 500 },
  )
})

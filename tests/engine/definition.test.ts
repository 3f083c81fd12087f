import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownerKey, read, writeBack, type WantedStatus } from '../../src/documents/index.ts'
import { canonical, hashOf, planDefinition, taskDefinition } from '../../src/engine/index.ts'
import { hashAsWritten } from '../../src/engine/hash.ts'
import { plan, task } from './plans.ts'

const samples = join(import.meta.dirname, '../documents/samples')
const names = readdirSync(samples).filter((name) => name.endsWith('.md'))
const statuses = ['done', 'running', 'failed', 'pending'] as const satisfies readonly WantedStatus[]

test.each(names.flatMap((name) => statuses.map((status) => [name, status] as const)))(
  'what goap writes into %s (%s) changes nothing of what the plan defines',
  (name, status) => {
    const before = read(readFileSync(join(samples, name)), name)
    const progress = new Map(before.marks.map(({ owner }) => [ownerKey(owner), status] as const))
    const after = read(writeBack(before, progress).bytes, name)
    expect(planDefinition(after.plan)).toBe(planDefinition(before.plan))
  },
)

test('a definition speaks of what is to be done, not of how far it is', () => {
  const one = plan([task('a')])
  const ticked = plan([task('a', { status: 'done', place: null })], { title: 'Another title' })
  expect(planDefinition(ticked)).toBe(planDefinition(one))
  for (const other of [
    task('a', { command: 'other' }),
    task('a', { needs: ['b'] }),
    task('a', { title: 'x' }),
  ]) {
    expect(planDefinition(plan([other]))).not.toBe(planDefinition(one))
    expect(taskDefinition(other)).not.toBe(taskDefinition(task('a')))
  }
})

test('equal values have equal canonical text, whatever the order of their names', () => {
  expect(canonical({ b: [{ d: 1, c: null }], a: undefined })).toBe('{"b":[{"c":null,"d":1}]}')
  expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }))
})

test('the hash of what is written is that of its whole JSON, which it never makes', () => {
  const value = fc.anything({ withNullPrototype: false }).map((any): unknown => {
    const json = JSON.stringify({ any, gone: undefined })
    return { ...(JSON.parse(json) as object), gone: undefined }
  })
  fc.assert(
    fc.property(value, (one) => {
      expect(hashAsWritten(one)).toBe(hash('sha256', JSON.stringify(one), 'hex'))
    }),
  )
  for (const one of [null, 'text', 1, [], {}, [[]], { a: {} }, [null, { b: [undefined] }]])
    expect(hashAsWritten(one)).toBe(hash('sha256', JSON.stringify(one), 'hex'))
})

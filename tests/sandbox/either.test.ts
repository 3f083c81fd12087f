import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { either } from '../../src/sandbox/either.ts'

test.each([0, 1])(
  'a signal of two is aborted with signal %d, for its reason, and lets go of both',
  (which) => {
    // prettier-ignore
    const two = [new AbortController(), new AbortController()] as const
    const { signal } = either(two[0].signal, two[1].signal)
    expect(signal.aborted).toBe(false)
    two[which]?.abort('enough')
    expect([signal.aborted, signal.reason]).toEqual([true, 'enough'])
    for (const one of two) expect(getEventListeners(one.signal, 'abort')).toEqual([])
  },
)

test('one of two that is aborted already counts', () => {
  const { signal } = either(new AbortController().signal, AbortSignal.abort('before'))
  expect([signal.aborted, signal.reason]).toEqual([true, 'before'])
})

test('who lets go is told nothing any more', () => {
  const [first, second] = [new AbortController(), new AbortController()]
  const { signal, release } = either(first.signal, second.signal)
  release()
  first.abort()
  expect(signal.aborted).toBe(false)
  expect(getEventListeners(second.signal, 'abort')).toEqual([])
})

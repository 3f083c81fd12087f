import fc from 'fast-check'
import { createActor } from 'xstate'
import { expect, test } from 'vitest'
import { backendMachine, type BackendEvent } from '../../src/sandbox/backend.machine.ts'

const breaker = { faults: 3, rest: 100 }

function started() {
  const actor = createActor(backendMachine, { input: breaker })
  actor.start()
  return actor
}

function after(...events: readonly (BackendEvent | BackendEvent['type'])[]): string {
  const actor = started()
  for (const event of events) actor.send(typeof event === 'string' ? { type: event, at: 0 } : event) // prettier-ignore
  return actor.getSnapshot().value
}

test.each([
  [[], 'cold'],
  [['warm'], 'warming'],
  [['warm', 'lack'], 'cold'],
  [['warm', 'warmed'], 'ready'],
  [['warm', 'warmed', 'fault'], 'degraded'],
  [['warm', 'warmed', 'fault', 'good', 'good'], 'degraded'],
  [['warm', 'warmed', 'fault', 'good', 'good', 'good'], 'ready'],
  [['warm', 'warmed', 'fault', 'fault', 'good', 'fault', 'fault'], 'degraded'],
  [['warm', 'warmed', 'fault', 'fault', 'fault'], 'broken'],
  [['warm', 'fault', 'warm', 'fault', 'warm', 'fault'], 'broken'],
  [['warm', 'warmed', 'leak'], 'broken'],
  [['warm', 'warmed', 'leak', { type: 'try', at: 99 }], 'broken'],
  [['warm', 'warmed', 'leak', { type: 'try', at: 100 }], 'trying'],
  [['warm', 'warmed', 'leak', { type: 'try', at: 100 }, 'good'], 'ready'],
  [['warm', 'warmed', 'leak', { type: 'try', at: 100 }, 'fault'], 'broken'],
  [['warm', 'warmed', 'close'], 'closed'],
] as const)('after %j a backend is %s', (events, state) => {
  expect(after(...events)).toBe(state)
})

test('whatever happens, a broken backend is ready again only by a good trial after its rest', () => {
  const event = fc.record({
    type: fc.constantFrom<BackendEvent['type']>('warm', 'warmed', 'lack', 'good', 'fault', 'leak', 'try', 'close'), // prettier-ignore
    wait: fc.integer({ min: 0, max: 150 }),
  })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const actor = started()
      let [now, brokenAt] = [0, 0]
      const wrong: string[] = []
      for (const { type, wait } of events) {
        const before = actor.getSnapshot().value
        if (before === 'closed') break
        now += wait
        actor.send({ type, at: now })
        const state = actor.getSnapshot().value
        if (state === 'broken' && before !== 'broken') brokenAt = now
        const isRested = now - brokenAt >= breaker.rest
        const isWrong =
          (before === 'broken' && !['broken', 'trying', 'closed'].includes(state)) ||
          (before === 'broken' && state === 'trying' && !(type === 'try' && isRested)) ||
          (before === 'trying' && state === 'ready' && type !== 'good')
        if (isWrong) wrong.push(`${before} → ${state} by ${type} at ${now}`)
      }
      expect(wrong).toEqual([])
    }),
  )
})

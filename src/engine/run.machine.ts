import { setup } from 'xstate'
import { lifeCycle } from './life.ts'

export type RunLife =
  | 'created'
  | 'running'
  | 'paused'
  | 'cancelling'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
export type RunLifeEvent = 'start' | 'pause' | 'resume' | 'cancel' | 'succeed' | 'fail' | 'end'
export type RunAction = 'begin' | 'stop'

/** The life of a run. Cancelling waits for what still runs to stop. */
export const runMachine = setup({
  types: {} as { events: { type: RunLifeEvent } },
  actions: { begin() {}, stop() {} },
}).createMachine({
  id: 'run',
  initial: 'created',
  states: {
    created: { on: { start: { target: 'running', actions: 'begin' } } },
    running: {
      on: {
        pause: 'paused',
        resume: 'running',
        cancel: 'cancelling',
        succeed: 'succeeded',
        fail: 'failed',
      },
    },
    paused: { on: { pause: 'paused', resume: 'running', cancel: 'cancelling' } },
    cancelling: {
      entry: 'stop',
      on: { cancel: 'cancelling', resume: 'cancelling', pause: 'cancelling', end: 'cancelled' },
    },
    succeeded: { type: 'final' },
    failed: { type: 'final' },
    cancelled: { type: 'final' },
  },
})

export const runLife = lifeCycle<RunLife, RunLifeEvent, RunAction>(runMachine)

import { setup } from 'xstate'
import { lifeCycle } from './life.ts'

export type RunLife =
  | 'created'
  | 'running'
  | 'paused'
  | 'cancelling'
  | 'stopping'
  | 'undoing'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
export type RunLifeEvent =
  | 'start'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'halt'
  | 'undo'
  | 'succeed'
  | 'fail'
  | 'end'
  | 'reopen'
export type RunAction = 'begin' | 'stop'

/**
 * The life of a run. Cancelling, stopping and undoing wait for what still runs to stop. `stopping`: a failure ends everything;
 * `undoing`: what was done is undone. A run that has ended goes on when something in it is run again.
 */
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
        halt: 'stopping',
        undo: 'undoing',
        succeed: 'succeeded',
        fail: 'failed',
        reopen: 'running',
      },
    },
    paused: {
      on: {
        pause: 'paused',
        resume: 'running',
        cancel: 'cancelling',
        halt: 'stopping',
        undo: 'undoing',
        reopen: 'paused',
      },
    },
    cancelling: {
      entry: 'stop',
      on: { cancel: 'cancelling', resume: 'cancelling', pause: 'cancelling', end: 'cancelled' },
    },
    stopping: {
      entry: 'stop',
      on: {
        cancel: 'cancelling',
        resume: { target: 'stopping', reenter: true },
        pause: { target: 'stopping' },
        fail: 'failed',
      },
    },
    undoing: {
      entry: 'stop',
      on: {
        cancel: 'cancelling',
        resume: { target: 'undoing', reenter: true },
        pause: { target: 'undoing' },
        fail: 'failed',
      },
    },
    succeeded: { on: { reopen: 'running' } },
    failed: { on: { reopen: 'running' } },
    cancelled: { type: 'final' },
  },
})

export const runLife = lifeCycle<RunLife, RunLifeEvent, RunAction>(runMachine)

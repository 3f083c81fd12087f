import { setup } from 'xstate'
import { lifeCycle } from './life.ts'

export type TaskLife =
  | 'pending'
  | 'ready'
  | 'running'
  | 'waiting'
  | 'backing'
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'skipped'
  | 'stood'
export type TaskEvent =
  | 'ready'
  | 'start'
  | 'hold'
  | 'retry'
  | 'succeed'
  | 'fail'
  | 'abort'
  | 'skip'
  | 'stand'
export type TaskAction = 'perform' | 'wake' | 'ask' | 'settle'

/**
 * The life of a task. `waiting`: for a person, holding no slot; `backing`: between attempts; `stood`: done before this run began.
 */
export const taskMachine = setup({
  types: {} as { events: { type: TaskEvent } },
  actions: { perform() {}, wake() {}, ask() {}, settle() {} },
}).createMachine({
  id: 'task',
  initial: 'pending',
  states: {
    pending: {
      on: { ready: 'ready', hold: 'waiting', skip: 'skipped', stand: 'stood', fail: 'failed' },
    },
    ready: {
      entry: 'perform',
      on: {
        start: 'running',
        hold: 'waiting',
        skip: 'skipped',
        succeed: 'succeeded',
        fail: 'failed',
      },
    },
    running: {
      on: {
        succeed: 'succeeded',
        fail: 'failed',
        abort: 'cancelled',
        retry: 'backing',
        hold: 'waiting',
      },
    },
    waiting: {
      entry: 'ask',
      on: { ready: 'ready', skip: 'skipped', hold: { target: 'waiting', reenter: true } },
    },
    backing: { entry: 'wake', on: { ready: 'ready', skip: 'skipped' } },
    succeeded: { entry: 'settle', type: 'final' },
    failed: { entry: 'settle', type: 'final' },
    cancelled: { entry: 'settle', type: 'final' },
    skipped: { entry: 'settle', type: 'final' },
    stood: { entry: 'settle', type: 'final' },
  },
})

export const taskLife = lifeCycle<TaskLife, TaskEvent, TaskAction>(taskMachine)

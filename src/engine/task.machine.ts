import { setup } from 'xstate'
import { lifeCycle } from './life.ts'

export type TaskLife =
  | 'pending'
  | 'ready'
  | 'running'
  | 'waiting'
  | 'backing'
  | 'remedying'
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
  | 'remedy'
  | 'succeed'
  | 'fail'
  | 'abort'
  | 'skip'
  | 'stand'
  | 'reopen'
export type TaskAction = 'perform' | 'wake' | 'ask' | 'remedy' | 'settle'

/**
 * The life of a task. `waiting`: for a person, holding no slot; `backing`: between attempts; `remedying`: it failed, and what the
 * document states for that is done; `stood`: done before this run began. `reopen` begins the next round.
 */
export const taskMachine = setup({
  types: {} as { events: { type: TaskEvent } },
  actions: { perform() {}, wake() {}, ask() {}, remedy() {}, settle() {} },
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
        remedy: 'remedying',
        reopen: 'pending',
      },
    },
    running: {
      on: {
        succeed: 'succeeded',
        fail: 'failed',
        abort: 'cancelled',
        retry: 'backing',
        hold: 'waiting',
        remedy: 'remedying',
      },
    },
    waiting: {
      entry: 'ask',
      on: {
        ready: 'ready',
        skip: 'skipped',
        fail: 'failed',
        hold: { target: 'waiting', reenter: true },
        remedy: 'remedying',
        reopen: 'pending',
      },
    },
    backing: { entry: 'wake', on: { ready: 'ready', skip: 'skipped', reopen: 'pending' } },
    remedying: {
      entry: 'remedy',
      on: {
        remedy: { target: 'remedying', reenter: true },
        hold: 'waiting',
        skip: 'skipped',
        fail: 'failed',
        reopen: 'pending',
      },
    },
    succeeded: { entry: 'settle', on: { reopen: 'pending' } },
    failed: { entry: 'settle', on: { reopen: 'pending' } },
    cancelled: { entry: 'settle', on: { reopen: 'pending' } },
    skipped: { entry: 'settle', on: { reopen: 'pending' } },
    stood: { entry: 'settle', on: { reopen: 'pending' } },
  },
})

export const taskLife = lifeCycle<TaskLife, TaskEvent, TaskAction>(taskMachine)

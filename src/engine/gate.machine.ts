import { setup } from 'xstate'
import { lifeCycle } from './life.ts'

export type GateLife =
  | 'closed'
  | 'open'
  | 'running'
  | 'waiting'
  | 'remedying'
  | 'passed'
  | 'failed'
  | 'insufficient'
  | 'skipped'
  | 'waived'
export type GateEvent =
  | 'open'
  | 'start'
  | 'hold'
  | 'remedy'
  | 'pass'
  | 'fail'
  | 'lack'
  | 'skip'
  | 'waive'
  | 'reopen'
export type GateAction = 'evaluate' | 'ask' | 'remedy' | 'settle'

/**
 * The life of a gate. It opens when all that it stands behind is done; an evaluation that a crash cut off starts again.
 * `remedying`: it failed, and what the document states for that is done; `waived`: a person lets what follows go on all the same.
 */
export const gateMachine = setup({
  types: {} as { events: { type: GateEvent } },
  actions: { evaluate() {}, ask() {}, remedy() {}, settle() {} },
}).createMachine({
  id: 'gate',
  initial: 'closed',
  states: {
    closed: { on: { open: 'open', skip: 'skipped', waive: 'waived' } },
    open: {
      entry: 'evaluate',
      on: { start: 'running', hold: 'waiting', waive: 'waived', reopen: 'closed' },
    },
    running: {
      on: {
        start: 'running',
        skip: 'skipped',
        pass: 'passed',
        fail: 'failed',
        lack: 'insufficient',
        hold: 'waiting',
        remedy: 'remedying',
        waive: 'waived',
      },
    },
    waiting: {
      entry: 'ask',
      on: {
        open: 'open',
        skip: 'skipped',
        fail: 'failed',
        hold: { target: 'waiting', reenter: true },
        remedy: 'remedying',
        waive: 'waived',
        reopen: 'closed',
      },
    },
    remedying: {
      entry: 'remedy',
      on: {
        remedy: { target: 'remedying', reenter: true },
        hold: 'waiting',
        skip: 'skipped',
        fail: 'failed',
        waive: 'waived',
        reopen: 'closed',
      },
    },
    passed: { entry: 'settle', on: { reopen: 'closed' } },
    failed: { entry: 'settle', on: { reopen: 'closed', waive: 'waived' } },
    insufficient: { entry: 'settle', on: { reopen: 'closed', waive: 'waived' } },
    skipped: { entry: 'settle', on: { reopen: 'closed', waive: 'waived' } },
    waived: { entry: 'settle', on: { reopen: 'closed' } },
  },
})

export const gateLife = lifeCycle<GateLife, GateEvent, GateAction>(gateMachine)

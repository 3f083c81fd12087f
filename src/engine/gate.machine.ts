import { setup } from 'xstate'
import { lifeCycle } from './life.ts'

export type GateLife =
  | 'closed'
  | 'open'
  | 'running'
  | 'waiting'
  | 'passed'
  | 'failed'
  | 'insufficient'
  | 'skipped'
export type GateEvent = 'open' | 'start' | 'hold' | 'pass' | 'fail' | 'lack' | 'skip'
export type GateAction = 'evaluate' | 'ask' | 'settle'

/** The life of a gate. It opens when all that it stands behind is done; an evaluation that a crash cut off starts again. */
export const gateMachine = setup({
  types: {} as { events: { type: GateEvent } },
  actions: { evaluate() {}, ask() {}, settle() {} },
}).createMachine({
  id: 'gate',
  initial: 'closed',
  states: {
    closed: { on: { open: 'open', skip: 'skipped' } },
    open: { entry: 'evaluate', on: { start: 'running', hold: 'waiting' } },
    running: {
      on: {
        start: 'running',
        skip: 'skipped',
        pass: 'passed',
        fail: 'failed',
        lack: 'insufficient',
        hold: 'waiting',
      },
    },
    waiting: { entry: 'ask', on: { open: 'open', hold: { target: 'waiting', reenter: true } } },
    passed: { entry: 'settle', type: 'final' },
    failed: { entry: 'settle', type: 'final' },
    insufficient: { entry: 'settle', type: 'final' },
    skipped: { entry: 'settle', type: 'final' },
  },
})

export const gateLife = lifeCycle<GateLife, GateEvent, GateAction>(gateMachine)

import { setup } from 'xstate'
import { lifeCycle } from './life.ts'

export type PhaseLife = 'pending' | 'running' | 'succeeded' | 'failed' | 'skipped'
export type PhaseEvent = 'start' | 'succeed' | 'fail' | 'skip' | 'reopen' | 'await'
export type PhaseAction = 'begin' | 'settle'

/** The life of a phase. It is skipped when a phase before it failed. `reopen`: something in it runs again; `await`: something before it does. */
export const phaseMachine = setup({
  types: {} as { events: { type: PhaseEvent } },
  actions: { begin() {}, settle() {} },
}).createMachine({
  id: 'phase',
  initial: 'pending',
  states: {
    pending: { on: { start: 'running', skip: 'skipped' } },
    running: {
      entry: 'begin',
      on: { succeed: 'succeeded', fail: 'failed', reopen: 'running', await: 'pending' },
    },
    succeeded: { entry: 'settle', on: { reopen: 'running', await: 'pending' } },
    failed: { entry: 'settle', on: { reopen: 'running', await: 'pending' } },
    skipped: { entry: 'settle', on: { await: 'pending' } },
  },
})

export const phaseLife = lifeCycle<PhaseLife, PhaseEvent, PhaseAction>(phaseMachine)

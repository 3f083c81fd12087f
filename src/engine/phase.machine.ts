import { setup } from 'xstate'
import { lifeCycle } from './life.ts'

export type PhaseLife = 'pending' | 'running' | 'succeeded' | 'failed' | 'skipped'
export type PhaseEvent = 'start' | 'succeed' | 'fail' | 'skip'
export type PhaseAction = 'begin' | 'settle'

/** The life of a phase. It is skipped when a phase before it failed. */
export const phaseMachine = setup({
  types: {} as { events: { type: PhaseEvent } },
  actions: { begin() {}, settle() {} },
}).createMachine({
  id: 'phase',
  initial: 'pending',
  states: {
    pending: { on: { start: 'running', skip: 'skipped' } },
    running: { entry: 'begin', on: { succeed: 'succeeded', fail: 'failed' } },
    succeeded: { entry: 'settle', type: 'final' },
    failed: { entry: 'settle', type: 'final' },
    skipped: { entry: 'settle', type: 'final' },
  },
})

export const phaseLife = lifeCycle<PhaseLife, PhaseEvent, PhaseAction>(phaseMachine)

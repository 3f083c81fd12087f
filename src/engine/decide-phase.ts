import type { PhaseKey } from '../model/index.ts'
import { phaseState, positionOf, replace, type Draft } from './draft.ts'
import { phaseLife, type PhaseEvent } from './phase.machine.ts'

/** A phase has two nodes: its start, which its tasks need, and its end, which needs its tasks and gates. */
export function phaseStarted(work: Draft, phase: PhaseKey): void {
  advance(work, `${phase}:start`, 'start', 'good')
  // A phase whose start was opened again may still run.
  if (phaseState(work, positionOf(work.state, `${phase}:end`)).life === 'pending')
    advance(work, `${phase}:end`, 'start', 'open')
}

export function phaseFinished(work: Draft, phase: PhaseKey, outcome: 'succeeded' | 'failed'): void {
  const good = outcome === 'succeeded'
  advance(work, `${phase}:end`, good ? 'succeed' : 'fail', good ? 'good' : 'bad')
}

function advance(
  work: Draft,
  key: string,
  event: PhaseEvent,
  settled: 'open' | 'good' | 'bad',
): void {
  const position = positionOf(work.state, key)
  const state = phaseState(work, position)
  const step = phaseLife.step(state.life, event)
  if (!step) throw new Error(`phase "${key}" is ${state.life} and cannot ${event}`)
  replace(work, position, { ...state, life: step.life, settled })
}

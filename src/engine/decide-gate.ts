import type { CriterionResult, GateKey, Verdict } from '../model/index.ts'
import { iteration, measuresOf } from './decide-iteration.ts'
import { beginRemedy, remedyFor } from './decide-failure.ts'
import { emit, gateState, positionOf, replace, underway, type Draft } from './draft.ts'
import { gateLife, type GateEvent } from './gate.machine.ts'
import type { GateState, OpenRequest } from './state.ts'

/** All that the gate stands behind is done. */
export function openGate(work: Draft, gate: GateKey): void {
  advance(work, gate, 'open', (state) => state)
}

export function gateStarted(work: Draft, gate: GateKey): void {
  advance(work, gate, 'start', (state) => state)
}

const ends = { passed: 'pass', failed: 'fail', 'insufficient-evidence': 'lack' } as const

export function gateFinished(
  work: Draft,
  gate: GateKey,
  verdict: Verdict,
  criteria: readonly CriterionResult[],
  blocking: boolean,
): void {
  const position = positionOf(work.state, gate)
  if (blocking) {
    const bad = criteria.filter((one) => one.verdict !== 'passed' && one.verdict !== 'claimed')
    const reason = bad.map(({ text, reason: why }) => `${text}: ${why}`).join('; ') || verdict
    const state = gateState(work, position)
    const next = iteration(work, position, criteria, reason)
    const contingency = next ? null : remedyFor(work, position, reason, bad)
    if (next || contingency !== null) {
      advance(work, gate, 'remedy', () => ({
        ...state,
        criteria,
        reason,
        seen: measuresOf(criteria),
      }))
      if (next) emit(work, next)
      else if (contingency !== null) beginRemedy(work, position, contingency, reason)
      return
    }
  }
  advance(work, gate, ends[verdict], (state) => ({
    ...state,
    criteria,
    settled: blocking ? 'bad' : 'good',
    reason: verdict === 'passed' ? '' : verdict,
  }))
}

/** What follows may go on, whatever the verdict was. */
export function gateWaived(work: Draft, gate: GateKey, by: string, why: string): void {
  advance(work, gate, 'waive', (state) => ({
    ...state,
    settled: 'good',
    reason: `waived by ${by}: ${why}`,
  }))
}

export function gateSkipped(work: Draft, gate: GateKey, reason: string, satisfied: boolean): void {
  const settled = satisfied ? 'good' : 'bad'
  advance(work, gate, 'skip', (state) => ({ ...state, settled, reason }))
}

/** The next step of the gate's contingency. */
export function gateRemedy(work: Draft, gate: GateKey): void {
  advance(work, gate, 'remedy', (state) => state)
}

/** No contingency helps: the gate has failed. */
export function gateBad(work: Draft, gate: GateKey, reason: string): void {
  advance(work, gate, 'fail', (state) => ({ ...state, settled: 'bad', reason }))
}

export function gateHeld(work: Draft, gate: GateKey, request: OpenRequest): void {
  const reason = request.kind === 'question' ? request.text : request.reason
  advance(work, gate, 'hold', (state) => ({ ...state, reason }))
}

export function gateReleased(work: Draft, gate: GateKey): void {
  if (gateState(work, positionOf(work.state, gate)).remedying) return gateRemedy(work, gate)
  advance(work, gate, 'open', (state) => ({ ...state, reason: '' }))
}

function advance(
  work: Draft,
  gate: GateKey,
  event: GateEvent,
  next: (state: GateState) => GateState,
): void {
  const position = positionOf(work.state, gate)
  const state = gateState(work, position)
  const step = gateLife.step(state.life, event)
  if (!step) throw new Error(`gate "${gate}" is ${state.life} and cannot ${event}`)
  const remedying = step.life === 'remedying' || (state.remedying && step.life === 'waiting')
  replace(work, position, { ...next(state), life: step.life, remedying })
  if (step.life === 'running' && state.life !== 'running') underway(work, 1)
  if (state.life === 'running' && step.life !== 'running') underway(work, -1)
  if (step.actions.includes('evaluate')) work.commands.push({ type: 'evaluate', gate })
  if (step.actions.includes('remedy')) work.commands.push({ type: 'remedy', subject: gate })
  if (step.actions.includes('ask')) work.commands.push({ type: 'ask', subject: gate })
}

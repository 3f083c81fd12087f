import type { CriterionResult, GateKey, Verdict } from '../model/index.ts'
import { gateState, positionOf, replace, underway, type Draft } from './draft.ts'
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

export function gateSkipped(work: Draft, gate: GateKey, reason: string): void {
  advance(work, gate, 'skip', (state) => ({ ...state, settled: 'bad', reason }))
}

export function gateHeld(work: Draft, gate: GateKey, request: OpenRequest): void {
  const reason = request.kind === 'question' ? request.text : request.reason
  advance(work, gate, 'hold', (state) => ({ ...state, reason }))
}

export function gateReleased(work: Draft, gate: GateKey): void {
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
  replace(work, position, { ...next(state), life: step.life })
  if (step.life === 'running' && state.life !== 'running') underway(work, 1)
  if (state.life === 'running' && step.life !== 'running') underway(work, -1)
  if (step.actions.includes('evaluate')) work.commands.push({ type: 'evaluate', gate })
  if (step.actions.includes('ask')) work.commands.push({ type: 'ask', subject: gate })
}

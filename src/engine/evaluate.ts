import { at } from '../base/index.ts'
import { evaluate as evaluateGate } from '../gates/index.ts'
import type { Gate, GateKey } from '../model/index.ts'
import { positionOf } from './draft.ts'
import { remembered, underSignal, type Engine } from './engine.ts'
import { permit, request } from './permit.ts'
import type { GateState, RunState } from './state.ts'

/** Evaluates a gate that is open: asks for permission where a command needs one, otherwise runs its checks and records the verdict. */
export async function evaluate(engine: Engine, key: GateKey): Promise<void> {
  const { recorder, settings } = engine
  const { gate, state } = gateAt(recorder.state(), key)
  if (state.life !== 'open' && state.life !== 'running') return
  for (const { check } of gate.criteria) {
    if (check?.kind !== 'command' || !check.runnable) continue
    const decision = permit(recorder.state(), settings, key, check.command)
    if (decision.allowed) continue
    await recorder.record(request(key, check.command, decision), isUnderWay(key))
    return
  }
  const started = await recorder.record(
    { type: 'gate.started', gate: key, round: state.round },
    (now) => isUnderWay(key)(now) && now.life === 'running',
  )
  if (started) await run(engine, key, gate, state.round)
}

async function run(engine: Engine, key: GateKey, gate: Gate, round: number): Promise<void> {
  const { recorder, settings } = engine
  const begin = settings.clock.now()
  const { facts, spec } = recorder.state()
  const result = await underSignal(engine, key, async (signal) => {
    const context = { commands: remembered(engine, key), signal, facts }
    try {
      const found = await evaluateGate(gate, settings.checkers, context, spec.strict)
      return signal.aborted ? null : found
    } catch (error) {
      if (signal.aborted) return null
      throw error
    }
  })
  if (result === null) return cutOff(engine, key)
  const { verdict, criteria, blocking } = result
  const duration = settings.clock.now() - begin
  await recorder.record(
    { type: 'gate.finished', gate: key, round, verdict, criteria, blocking, duration },
    isUnderWay(key),
  )
}

/** An evaluation that was cancelled is over; one that only this engine's end cut off is left for the next engine. */
async function cutOff({ recorder, stopping }: Engine, key: GateKey): Promise<void> {
  const { life } = recorder.state()
  if (stopping.aborted && life !== 'cancelling' && life !== 'stopping') return
  await recorder.record({ type: 'gate.skipped', gate: key, reason: 'cancelled' }, isUnderWay(key))
}

function gateAt(state: RunState, key: GateKey): { gate: Gate; state: GateState } {
  const position = positionOf(state, key)
  const gate = state.graph.nodes[position]?.gate
  const found = at(state.nodes, position)
  if (!gate || found.kind !== 'gate') throw new Error(`"${key}" is not a gate`)
  return { gate, state: found }
}

const isUnderWay = (key: GateKey) => (state: RunState) => {
  const { life } = gateAt(state, key).state
  return life === 'open' || life === 'running'
}

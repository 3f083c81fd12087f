import { at } from '../base/index.ts'
import { evaluate as evaluateGate, verdictOf } from '../gates/index.ts'
import {
  commandOf,
  factsJudged,
  type CriterionResult,
  type Evidence,
  type Gate,
  type GateKey,
  type Happening,
  type Plan,
} from '../model/index.ts'
import { approval, approvalAnswer } from './approval.ts'
import { positionOf } from './draft.ts'
import { remembered, underSignal, type Engine } from './engine.ts'
import { commandsOf, observe, observedEvents, probed, runView, type Probed } from './observing.ts'
import { decided, permit, request } from './permit.ts'
import { answerKey, type GateState, type RunState } from './state.ts'

/** Evaluates a gate that is open: asks for permission where a command needs one, otherwise runs its checks and records the verdict. */
export async function evaluate(engine: Engine, key: GateKey): Promise<void> {
  const { recorder, settings } = engine
  const { gate, plan, state } = gateAt(recorder.state(), key)
  if (state.life !== 'open' && state.life !== 'running') return
  const decisions: Happening[] = []
  for (const command of commandsIn(plan, gate)) {
    const decision = permit(recorder.state(), settings, key, command)
    if (decision.allowed) {
      decisions.push(decided(key, command, decision))
      continue
    }
    await recorder.record(request(key, command, decision), isUnderWay(key))
    return
  }
  if (asksFirst(engine, key, gate)) return askApproval(engine, key, gate, [])
  const mayStart = (now: RunState): boolean => isUnderWay(key)(now) && now.life === 'running'
  const [started] = await Promise.all([
    recorder.record({ type: 'gate.started', gate: key, round: state.round }, mayStart),
    ...decisions.map((one) => recorder.record(one, mayStart)),
  ])
  if (started) await run(engine, key, { gate, plan }, state.round)
}

interface Planned {
  readonly gate: Gate
  readonly plan: Plan
}

/** Facts that a gate judges are looked at again for it. */
function probesFor({ gate, plan }: Planned): readonly Probed[] {
  return probed(plan, gate.criteria.flatMap(factsJudged))
}

/** All that evaluating a gate runs, in the order of its criteria, then for the facts that it judges. */
function commandsIn(plan: Plan, gate: Gate): readonly string[] {
  const own = gate.criteria.flatMap(({ check }) => {
    const runs = commandOf(check)
    return runs?.runnable ? [runs.command] : []
  })
  return [...own, ...commandsOf(probesFor({ gate, plan }))]
}

async function run(engine: Engine, key: GateKey, planned: Planned, round: number): Promise<void> {
  const { recorder, settings } = engine
  const { gate, plan } = planned
  const begin = settings.clock.elapsed()
  const { spec } = recorder.state()
  const result = await underSignal(engine, async (signal) => {
    const { files, tree, clock } = settings
    try {
      const seen = await observe(engine, { subject: key, plan, probes: probesFor(planned) }, signal)
      await Promise.all(observedEvents(seen).map((one) => recorder.record(one, isUnderWay(key))))
      const facts = recorder.state().observed
      const evidenceOf = (fact: string): readonly Evidence[] => seen.find((one) => one.fact === fact)?.evidence ?? [] // prettier-ignore
      const run = runView(recorder.state(), plan)
      const context = { commands: remembered(engine, key), signal, facts, evidenceOf, files, tree, clock, run } // prettier-ignore
      const found = await evaluateGate(gate, settings.checkers, context, spec.strict)
      return signal.aborted ? null : found
    } catch (error) {
      if (signal.aborted) return null
      throw error
    }
  })
  if (result === null) return cutOff(engine, key)
  const approved = withApprovals(engine, key, gate, result.criteria)
  // What measures cannot decide a person is asked for, with what was measured.
  if (approved === null) return askApproval(engine, key, gate, result.criteria)
  const { verdict, criteria, blocking } = approved.length === 0 ? result : verdictOf(approved, spec.strict) // prettier-ignore
  const duration = settings.clock.elapsed() - begin
  await recorder.record(
    { type: 'gate.finished', gate: key, round, verdict, criteria, blocking, duration },
    isUnderWay(key),
  )
}

function needsApproval({ criteria }: Gate): boolean {
  return criteria.some(({ check }) => check?.kind === 'approval')
}

/** A gate that nothing but a person decides need not be evaluated before. */
function asksFirst({ recorder }: Engine, key: GateKey, gate: Gate): boolean {
  const isOnly = gate.criteria.every(({ check }) => check === null || check.kind === 'approval')
  return needsApproval(gate) && isOnly && !recorder.state().answers.has(answerKey(key, approval))
}

/** The results with a person's decision in them; the same when none is needed, null when it is still to be asked for. */
function withApprovals(
  { recorder }: Engine,
  key: GateKey,
  gate: Gate,
  results: readonly CriterionResult[],
): readonly CriterionResult[] | null {
  if (!needsApproval(gate)) return results
  const asked = new Set(gate.criteria.flatMap((one) => (one.check?.kind === 'approval' ? [one.key] : []))) // prettier-ignore
  const measured = results.filter((one) => !asked.has(one.key))
  if (measured.some(({ verdict }) => verdict !== 'passed' && verdict !== 'claimed')) return results
  const given = recorder.state().answers.get(answerKey(key, approval))
  if (!given) return null
  const { choice, note } = approvalAnswer(given.value)
  const isApproved = choice === 'approve'
  const reason = `${given.by} ${isApproved ? 'approved it' : 'rejected it'}${note === null ? '' : `: ${note}`}`
  const evidence = [{ kind: 'statement', by: given.by, text: note ?? choice } as const]
  return results.map((one) =>
    asked.has(one.key)
      ? { ...one, verdict: isApproved ? 'passed' : 'failed', reason, evidence }
      : one,
  )
}

async function askApproval(
  { recorder }: Engine,
  key: GateKey,
  { title, criteria }: Gate,
  results: readonly CriterionResult[],
): Promise<void> {
  const wanted = criteria.filter(({ check }) => check?.kind === 'approval').map(({ text }) => text)
  const measured = results.filter(({ verdict }) => verdict === 'passed').length
  const shown = measured === 0 ? '' : ` ${measured} of ${results.length} criteria have passed.`
  await recorder.record(
    {
      type: 'question.asked',
      subject: key,
      question: approval,
      text: `Do you approve "${title}": ${wanted.join('; ')}?${shown}`,
      choices: ['approve', 'reject', 'changes'],
    },
    isUnderWay(key),
  )
}

/** An evaluation that was cancelled is over; one that only this engine's end cut off is left for the next engine. */
async function cutOff({ recorder, stopping }: Engine, key: GateKey): Promise<void> {
  const { life } = recorder.state()
  if (stopping.aborted && life !== 'cancelling' && life !== 'stopping') return
  await recorder.record({ type: 'gate.skipped', gate: key, reason: 'cancelled' }, isUnderWay(key))
}

function gateAt(state: RunState, key: GateKey): { gate: Gate; plan: Plan; state: GateState } {
  const position = positionOf(state, key)
  const { gate, plan } = state.graph.nodes[position] ?? {}
  const found = at(state.nodes, position)
  if (!gate || !plan || found.kind !== 'gate') throw new Error(`"${key}" is not a gate`)
  return { gate, plan, state: found }
}

const isUnderWay = (key: GateKey) => (state: RunState) => {
  const { life } = gateAt(state, key).state
  return life === 'open' || life === 'running'
}

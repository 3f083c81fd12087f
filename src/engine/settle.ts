import { emit, node, nodeState, positionOf, replace, taskState, type Draft } from './draft.ts'
import { openGate } from './decide-gate.ts'
import { taskKey } from '../model/index.ts'
import type { Standing } from './spec.ts'
import { phaseLife } from './phase.machine.ts'
import type { NodeState } from './state.ts'
import { taskLife } from './task.machine.ts'

/** Begins a run: tasks that stand already end at once, and what has no needs may start. */
export function stand(work: Draft): void {
  const { graph, spec } = work.state
  for (const [position, { kind, key }] of graph.nodes.entries()) {
    const standing = kind === 'task' ? spec.standings[key] : undefined
    if (!standing || standing.kind === 'blocked') continue
    if (standing.kind === 'excluded')
      emit(work, { type: 'task.skipped', task: key, reason: standing.reason, satisfied: false })
    else standTask(work, position, standing)
  }
  for (const position of graph.nodes.keys()) {
    const state = nodeState(work, position)
    if (state.unmet === 0 && state.settled === 'open') unblock(work, position)
  }
}

function standTask(work: Draft, position: number, { reason, outputs = {} }: Standing): void {
  const step = taskLife.step(taskState(work, position).life, 'stand')
  if (!step) throw new Error(`task ${position} cannot stand`)
  replace(work, position, {
    ...taskState(work, position),
    life: step.life,
    settled: 'good',
    reason,
    outputs,
  })
}

/** Tells what needs the nodes that have just ended. The list grows while it is walked. */
export function spread(work: Draft): void {
  for (const ended of work.ended) {
    const { settled, life } = nodeState(work, ended)
    const good = settled === 'good'
    const mayPass = good || (work.state.spec.policy === 'continue' && life !== 'skipped')
    for (const dependent of work.state.graph.dependents[ended] ?? [])
      tell(work, dependent, ended, node(work, dependent).kind === 'phase-end' ? good : mayPass)
  }
}

/** Whether a node still waits for its needs. What has begun goes on, whatever they come to in another round. */
export function awaits(state: NodeState): boolean {
  if (state.kind === 'task') return state.life === 'pending'
  if (state.kind === 'gate') return state.life === 'closed'
  return state.settled === 'open'
}

function tell(work: Draft, position: number, need: number, good: boolean): void {
  const before = nodeState(work, position)
  if (!awaits(before)) return
  const unmet = before.unmet - 1
  const firstBad = !good && before.because < 0
  replace(work, position, { ...before, unmet, because: firstBad ? need : before.because })
  const isPhase = before.kind === 'phase-start' || before.kind === 'phase-end'
  if (isPhase || (good && before.because < 0)) {
    if (unmet === 0) unblock(work, position)
  } else if (firstBad) skip(work, position, need)
}

/** A node is skipped as soon as one need has ended badly; it need not wait for the others (D2). */
function skip(work: Draft, position: number, need: number): void {
  const { key, kind } = node(work, position)
  // An excluded task was skipped when the run began.
  if (work.state.spec.standings[key]?.kind === 'excluded') return
  const reason = `needs ${describe(work, need)}`
  if (kind === 'gate') emit(work, { type: 'gate.skipped', gate: key, reason })
  else emit(work, { type: 'task.skipped', task: key, reason, satisfied: false })
}

function describe(work: Draft, position: number): string {
  const { task, gate, phase } = node(work, position)
  const state = nodeState(work, position)
  // A phase that did not come to its end is not the reason itself: what stopped it is.
  if (phase && state.because >= 0) return describe(work, state.because)
  const what = task
    ? (task.id ?? `"${task.title}"`)
    : gate
      ? `gate "${gate.title}"`
      : `phase "${phase?.title ?? ''}"`
  return `${what}, which ${state.life === 'skipped' ? 'was skipped' : 'failed'}`
}

/** Starts what has no unmet need. */
export function unblock(work: Draft, position: number): void {
  const { key, kind, phase } = node(work, position)
  const state = nodeState(work, position)
  // An excluded task has asked to be skipped in the same step.
  if (kind === 'task') return unblockTask(work, key)
  if (kind === 'gate')
    return judgesLeftOut(work, position)
      ? emit(work, {
          type: 'gate.skipped',
          gate: key,
          reason: 'not all that it judges was chosen',
          satisfied: true,
        })
      : openGate(work, key)
  const phaseKey = key.slice(0, key.lastIndexOf(':'))
  if (!phase) throw new Error(`node "${key}" has no phase`)
  if (kind === 'phase-start' && state.because < 0)
    return emit(work, { type: 'phase.started', phase: phaseKey })
  const start = work.state.graph.position.get(`${phaseKey}:start`)
  const begun = start !== undefined && nodeState(work, start).life !== 'skipped'
  if (kind === 'phase-end' && begun)
    return emit(work, {
      type: 'phase.finished',
      phase: phaseKey,
      outcome: state.because < 0 ? 'succeeded' : 'failed',
    })
  return skipPhase(work, position)
}

/** Whether a gate stands behind a task that was not chosen, directly or by its phase. */
function judgesLeftOut(work: Draft, position: number): boolean {
  const { spec, graph } = work.state
  return (graph.needs[position] ?? []).some((need) => {
    const { key, kind, phase, document } = node(work, need)
    if (kind === 'task') return spec.standings[key]?.kind === 'left-out'
    if (kind !== 'phase-end') return false
    return phase?.tasks.some((task) => spec.standings[taskKey(document, task)]?.kind === 'left-out')
  })
}

function unblockTask(work: Draft, key: string): void {
  const standing = work.state.spec.standings[key]
  if (standing?.kind === 'excluded') return
  if (standing?.kind === 'blocked')
    return emit(work, {
      type: 'question.asked',
      subject: key,
      question: 'unblock',
      text: `${standing.reason}. May it run now?`,
      choices: ['run', 'skip'],
    })
  emit(work, {
    type: 'task.ready',
    task: key,
    round: taskState(work, positionOf(work.state, key)).round,
  })
}

function skipPhase(work: Draft, position: number): void {
  const state = nodeState(work, position)
  if (state.kind !== 'phase-start' && state.kind !== 'phase-end') return
  const step = phaseLife.step(state.life, 'skip')
  if (!step) throw new Error(`phase ${position} is ${state.life} and cannot be skipped`)
  replace(work, position, { ...state, life: step.life, settled: 'bad' })
}

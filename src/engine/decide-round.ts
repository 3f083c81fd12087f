import { at } from '../base/index.ts'
import type { RunEvent } from '../model/index.ts'
import { change, node, nodeState, positionOf, replace, type Draft } from './draft.ts'
import { gateLife } from './gate.machine.ts'
import { phaseLife } from './phase.machine.ts'
import { awaits, unblock } from './settle.ts'
import type { NodeState, RunState } from './state.ts'
import { taskLife } from './task.machine.ts'

// The next round of something that has ended.
//
//   O1. What is reopened keeps its results in the journal; its round grows by one if it had begun.
//   O2. What was skipped because of it is reopened too; with `downstream` everything that rests on it.
//   O3. What stays closed stays as it is: a node is reopened only if nothing outside keeps it from starting.

/** The positions that a next round of `subjects` opens, in the order of the graph. */
export function roundOf(
  state: RunState,
  subjects: readonly number[],
  downstream: boolean,
): readonly number[] {
  const found = new Set(subjects)
  // The set grows while it is walked.
  for (const position of found)
    for (const dependent of state.graph.dependents[position] ?? [])
      if (follows(at(state.nodes, dependent), downstream)) found.add(dependent)
  const asked = new Set(subjects)
  for (let size = -1; size !== found.size;) {
    size = found.size
    for (const position of found)
      if (!asked.has(position) && isHeldBack(state, position, found)) found.delete(position)
  }
  return [...found].toSorted((left, right) => left - right)
}

/** Whether a node is open again when something that it needs is. */
function follows(state: NodeState, downstream: boolean): boolean {
  if (state.settled === 'open') return false
  if (state.kind === 'task' && state.life === 'stood') return false
  const isPhase = state.kind === 'phase-start' || state.kind === 'phase-end'
  if (state.kind === 'phase-start' && state.life !== 'skipped') return downstream
  if (isPhase) return state.settled === 'bad' || downstream
  return (state.life === 'skipped' && state.because >= 0) || downstream
}

/** Whether something that stays closed ended badly and keeps the node from starting. The end of a phase waits for all, good or bad. */
function isHeldBack(state: RunState, position: number, found: ReadonlySet<number>): boolean {
  if (at(state.nodes, position).kind === 'phase-end') return false
  return badNeed(state, position, found) >= 0
}

function badNeed(state: RunState, position: number, found: ReadonlySet<number>): number {
  const needs = state.graph.needs[position] ?? []
  return needs.find((need) => !found.has(need) && at(state.nodes, need).settled === 'bad') ?? -1
}

/** Opens the next round of nodes. */
export function roundOpened(
  work: Draft,
  { nodes, note, subject }: Extract<RunEvent, { type: 'round.opened' }>,
): void {
  const positions = nodes.map((key) => positionOf(work.state, key))
  const found = new Set(positions)
  const requests = new Map(work.state.requests)
  const before = work.state
  // What a gate found fault with is for the tasks that it judges.
  const isGateSubject = nodeState(work, positionOf(before, subject)).kind === 'gate'
  for (const position of positions) {
    requests.delete(node(work, position).key)
    const needs = before.graph.needs[position] ?? []
    const unmet = needs.filter((need) => found.has(need) || at(before.nodes, need).settled === 'open') // prettier-ignore
    const progress = { unmet: unmet.length, because: badNeed(before, position, found), settled: 'open' } as const // prettier-ignore
    const concerned = isGateSubject || node(work, position).key === subject
    const told = note !== null && concerned ? [note] : []
    const whole = startsAnew(before, position, found)
    replace(work, position, { ...reopened(nodeState(work, position), told, whole), ...progress })
  }
  const keys = new Set(nodes)
  const answers = [...work.state.answers].filter(
    ([key]) => !keys.has(key.slice(0, key.indexOf('\n'))),
  )
  change(work, { requests, answers: new Map(answers) })
  for (const position of positions) endAwaits(work, position, found)
  for (const position of positions)
    if (at(before.nodes, position).settled !== 'open') waitAgain(work, position, found)
  for (const position of positions) {
    const state = nodeState(work, position)
    const isFree = state.because < 0 || state.kind === 'phase-end'
    if (state.unmet === 0 && state.settled === 'open' && isFree) unblock(work, position)
  }
}

/** What has not begun and rests on a node that is open again waits for it once more. */
function waitAgain(work: Draft, position: number, found: ReadonlySet<number>): void {
  for (const dependent of work.state.graph.dependents[position] ?? []) {
    const state = nodeState(work, dependent)
    if (found.has(dependent) || !awaits(state)) continue
    const because = badNeed(work.state, dependent, found)
    replace(work, dependent, { ...state, unmet: state.unmet + 1, because })
  }
}

/** Where the start of a phase is open again while the phase is under way, its end waits for that as well: the phase may yet be skipped. */
function endAwaits(work: Draft, position: number, found: ReadonlySet<number>): void {
  const { key, kind } = node(work, position)
  const end = work.state.graph.position.get(key.replace(/:start$/, ':end'))
  if (kind !== 'phase-start' || end === undefined || found.has(end)) return
  const state = nodeState(work, end)
  if (state.kind !== 'phase-end' || state.life !== 'running') return
  replace(work, end, { ...state, life: lifeAfter(phaseLife.step(state.life, 'await'), state.life) })
}

/** Whether a node is the end of a phase whose start is open again too. */
function startsAnew({ graph }: RunState, position: number, found: ReadonlySet<number>): boolean {
  const key = graph.nodes[position]?.key ?? ''
  const start = graph.position.get(key.replace(/:end$/, ':start'))
  return start !== undefined && start !== position && found.has(start)
}

function reopened(state: NodeState, told: readonly string[], whole: boolean): NodeState {
  if (state.kind === 'task') {
    const { saved: _saved, ...rest } = state
    const begun = state.attempt > 0 || state.life !== 'skipped'
    const life = lifeAfter(taskLife.step(state.life, 'reopen'), state.life)
    const round = state.round + Number(begun)
    return { ...rest, life, round, attempt: 0, failures: 0, reason: '', due: 0, outputs: {}, notes: [...state.notes, ...told] } // prettier-ignore
  }
  if (state.kind === 'gate') {
    const begun = state.life !== 'skipped' || state.criteria.length > 0
    const life = lifeAfter(gateLife.step(state.life, 'reopen'), state.life)
    return { ...state, life, round: state.round + Number(begun), criteria: [], reason: '' }
  }
  const goesOn = state.kind === 'phase-end' && state.life !== 'skipped' && !whole
  const again = goesOn ? 'reopen' : 'await'
  return { ...state, life: lifeAfter(phaseLife.step(state.life, again), state.life) }
}

function lifeAfter<Life>(step: { readonly life: Life } | null, before: Life): Life {
  if (!step) throw new Error(`what is ${String(before)} cannot begin another round`)
  return step.life
}

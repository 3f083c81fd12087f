import { at, set } from '../base/index.ts'
import type { GraphNode } from '../graph/index.ts'
import type { Happening } from '../model/index.ts'
import type { EngineCommand } from './command.ts'
import type { GateLife } from './gate.machine.ts'
import type { GateState, NodeState, PhaseState, RunState, TaskState } from './state.ts'
import type { TaskLife } from './task.machine.ts'

/** A decision in the making: the state so far, the commands so far, and the nodes that have just ended. */
export interface Draft {
  state: RunState
  readonly commands: EngineCommand[]
  readonly ended: number[]
}

export function draft(state: RunState): Draft {
  return { state, commands: [], ended: [] }
}

/** Changes fields of the state. */
export function change(draft: Draft, fields: Partial<RunState>): void {
  draft.state = { ...draft.state, ...fields }
}

export function emit(draft: Draft, happening: Happening): void {
  draft.commands.push({ type: 'emit', happening })
}

export function node(draft: Draft, position: number): GraphNode {
  const found = draft.state.graph.nodes[position]
  if (!found) throw new Error(`the graph has no node ${position}`)
  return found
}

export function nodeState(draft: Draft, position: number): NodeState {
  return at(draft.state.nodes, position)
}

/** The position of a node. A key that the graph does not have is a defect of whoever made the event. */
export function positionOf(state: RunState, key: string): number {
  const position = state.graph.position.get(key)
  if (position === undefined) throw new Error(`run ${state.run} has no node "${key}"`)
  return position
}

/** The keys of positions. */
export function keysOf(state: RunState, positions: readonly number[]): readonly string[] {
  return positions.map((position) => state.graph.nodes[position]?.key ?? '')
}

export function taskState(draft: Draft, position: number): TaskState {
  const found = nodeState(draft, position)
  if (found.kind !== 'task') throw new Error(`node ${position} is a ${found.kind}, not a task`)
  return found
}

export function gateState(draft: Draft, position: number): GateState {
  const found = nodeState(draft, position)
  if (found.kind !== 'gate') throw new Error(`node ${position} is a ${found.kind}, not a gate`)
  return found
}

export function phaseState(draft: Draft, position: number): PhaseState {
  const found = nodeState(draft, position)
  if (found.kind !== 'phase-start' && found.kind !== 'phase-end')
    throw new Error(`node ${position} is a ${found.kind}, not a phase`)
  return found
}

/** Puts a node's next state in, keeping the counts of open, active and bad nodes. */
export function replace(draft: Draft, position: number, next: NodeState): void {
  const before = nodeState(draft, position)
  const { state } = draft
  const ends = before.settled === 'open' && next.settled !== 'open'
  draft.state = {
    ...state,
    nodes: set(state.nodes, position, next),
    open: state.open + Number(next.settled === 'open') - Number(before.settled === 'open'),
    active: state.active + Number(isActive(next)) - Number(isActive(before)),
    bad: state.bad + Number(next.settled === 'bad') - Number(before.settled === 'bad'),
  }
  if (ends) draft.ended.push(position)
}

const activeTask: ReadonlySet<TaskLife> = new Set<TaskLife>([
  'ready',
  'running',
  'backing',
  'remedying',
])
const activeGate: ReadonlySet<GateLife> = new Set<GateLife>(['open', 'running', 'remedying'])

/** Whether a node goes on by itself. */
export function isActive(state: NodeState): boolean {
  if (state.kind === 'task') return activeTask.has(state.life)
  return state.kind === 'gate' && activeGate.has(state.life)
}

/** Keeps the count of attempts and evaluations that have started and not ended. */
export function underway(draft: Draft, by: 1 | -1): void {
  change(draft, { underway: draft.state.underway + by })
}

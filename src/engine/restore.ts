import { at } from '../base/index.ts'
import type { Happening, RunEvent } from '../model/index.ts'
import type { EngineCommand } from './command.ts'
import { decide } from './decide.ts'
import { awaitsReplan, type RunState } from './state.ts'

/** Where a run stands after its events. */
export interface Restored {
  readonly state: RunState
  /** What the last events led to and the journal does not have any more: it is to be recorded first. */
  readonly unsaid: readonly Happening[]
}

/**
 * Folds the events of a run. What they led to was done, or is found again by `outstanding`; what they emitted follows them at once
 * in the journal, so that only the last events can have emitted something that is not there.
 */
export function restore(start: RunState, events: readonly RunEvent[]): Restored {
  let state = start
  let unsaid: Happening[] = []
  for (const event of events) {
    const decision = decide(state, event)
    state = decision.state
    unsaid = unsaid.slice(1)
    for (const command of decision.commands)
      if (command.type === 'emit') unsaid.push(command.happening)
  }
  return { state, unsaid }
}

/** What a run that was cut off still has to do. Attempts that were under way are in `interrupted`. */
export interface Outstanding {
  readonly commands: readonly EngineCommand[]
  /** Keys of tasks whose attempt was cut off. */
  readonly interrupted: readonly string[]
}

/** Finds what is to be done in a restored state. */
export function outstanding(state: RunState): Outstanding {
  const commands: EngineCommand[] = []
  const interrupted: string[] = []
  for (const [position, { key }] of state.graph.nodes.entries()) {
    const node = at(state.nodes, position)
    if (node.kind === 'task') {
      if (node.life === 'remedying') commands.push({ type: 'remedy', subject: key })
      if (node.life === 'ready') commands.push({ type: 'perform', task: key })
      if (node.life === 'running') interrupted.push(key)
      if (node.life === 'backing') commands.push({ type: 'wake', task: key, due: node.due })
      if (node.life === 'waiting') commands.push({ type: 'ask', subject: key })
    }
    if (node.kind === 'gate') {
      if (node.life === 'open' || node.life === 'running')
        commands.push({ type: 'evaluate', gate: key })
      if (node.life === 'remedying') commands.push({ type: 'remedy', subject: key })
      if (node.life === 'waiting') commands.push({ type: 'ask', subject: key })
    }
  }
  const [next] = state.life === 'undoing' ? (state.undoing ?? []) : []
  if (next !== undefined) commands.push({ type: 'compensate', task: next })
  if (awaitsReplan(state)) commands.push({ type: 'replan' })
  return { commands, interrupted }
}

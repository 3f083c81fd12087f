import { at } from '../base/index.ts'
import type { RunEvent } from '../model/index.ts'
import { gateWaived } from './decide-gate.ts'
import { positionOf, replace, taskState, type Draft } from './draft.ts'
import { stand } from './settle.ts'
import { initialState } from './state.ts'

/**
 * The next generation: the plans as they are now. Tasks that are defined as they were keep their result and what they gave; waived
 * gates stay waived; everything else begins anew, also what was under way. Facts, and what was allowed, stay.
 */
export function replanned(
  work: Draft,
  { spec: hash, generation, failed }: Extract<RunEvent, { type: 'run.replanned' }>,
): void {
  const before = work.state
  const next = before.later.get(hash)
  if (!next) throw new Error(`run ${before.run} has no plans "${hash}"`)
  const { run, later, seq, life, facts, grants, failures, undoable, replans } = before
  work.state = {
    ...initialState(run, next.spec, next.graph, later),
    seq,
    life,
    generation,
    facts,
    grants,
    failures,
    undoable,
    // What a planner has just looked at need not be looked at again.
    ...(failed === undefined ? { replans } : { replans: replans + 1, observed: before.observed }),
  }
  stand(work)
  for (const [position, { key, kind }] of before.graph.nodes.entries()) {
    if (!work.state.graph.position.has(key)) continue
    const old = at(before.nodes, position)
    if (old.kind === 'gate' && old.life === 'waived' && kind === 'gate')
      gateWaived(work, key, 'before', old.reason)
    if (old.kind === 'task' && old.settled === 'good') keepOutputs(work, key, old.outputs)
  }
}

function keepOutputs(
  work: Draft,
  key: string,
  outputs: ReturnType<typeof taskState>['outputs'],
): void {
  const position = positionOf(work.state, key)
  const state = taskState(work, position)
  if (state.life === 'stood') replace(work, position, { ...state, outputs })
}

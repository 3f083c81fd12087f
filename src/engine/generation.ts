import { at, type Json } from '../base/index.ts'
import { graph } from '../graph/index.ts'
import { taskKey, type Plan, type TaskKey } from '../model/index.ts'
import type { Beginning } from './embedded.ts'
import { hashAsWritten } from './hash.ts'
import type { Settings } from './options.ts'
import { outstanding } from './restore.ts'
import { freeze, type Standing } from './spec.ts'
import { refuseCycles, standingsOf } from './standings.ts'
import { reconcile, type RunState } from './state.ts'

/** Freezes the plans of the next generation and keeps them. */
export async function nextGeneration(
  state: RunState,
  plans: readonly Plan[],
  { journal, holder }: Settings,
): Promise<Pick<Beginning, 'state' | 'replanned'>> {
  const { strict, policy, contingencies } = state.spec
  const keys = plans.flatMap(({ document, tasks }) =>
    tasks.map(({ key }) => taskKey(document, key)),
  )
  const standings = standingsOf(plans, await journal.results(keys), {
    strict,
    again: null,
    given: keptStandings(state),
  })
  const spec = freeze(plans, standings, { strict, policy, contingencies })
  const built = graph(plans)
  refuseCycles(built, standings)
  const hash = hashAsWritten(spec)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a spec is plain data
  await journal.keep(hash, spec as unknown as Json)
  const later = new Map(state.later).set(hash, { spec, graph: built })
  const generation = state.generation + 1
  const by = `${holder.host}/${holder.pid}`
  const reason = 'the documents have changed'
  return {
    state: { ...state, later },
    replanned: { type: 'run.replanned', spec: hash, generation, reason, by },
  }
}

/** What was decided about tasks and still holds for those that there are: not chosen, or skipped by a person. */
function keptStandings(state: RunState): Record<string, Standing> {
  const { spec, nodes: states } = state
  const { nodes } = state.graph
  const kept = Object.entries(spec.standings).filter(([, { kind }]) => kind === 'left-out')
  const skipped = nodes.flatMap(({ key }, position) => {
    const one = at(states, position)
    return one.kind === 'task' && one.settled === 'good' && one.life === 'skipped'
      ? [[key, { kind: 'skipped', reason: one.reason }] as const]
      : []
  })
  return Object.fromEntries([...kept, ...skipped, ...doubtfulStandings(state)])
}

const doubtful = 'The engine stopped while this was under way, and it must not happen twice'

/** Tasks that must not happen twice and were cut off, now or before, without a word of a person since: one says whether they may run. */
function doubtfulStandings(state: RunState): readonly (readonly [TaskKey, Standing])[] {
  const cutOff = new Set(outstanding(state).interrupted)
  return state.graph.nodes.flatMap(({ key, task }, position) => {
    const request = state.requests.get(key)
    const isAsked = request?.kind === 'question' && request.question === reconcile
    const wasAsked = state.spec.standings[key]?.reason === doubtful && at(state.nodes, position).settled === 'open' // prettier-ignore
    return task?.repeat === 'once' && (cutOff.has(key) || isAsked || wasAsked)
      ? [[key, { kind: 'blocked', reason: doubtful }] as const]
      : []
  })
}

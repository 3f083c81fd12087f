import { at, type Json } from '../base/index.ts'
import { graph } from '../graph/index.ts'
import type { Journal } from '../journal/index.ts'
import { taskKey, type Happening, type Plan, type TaskKey } from '../model/index.ts'
import { hashAsWritten } from './hash.ts'
import type { Settings } from './options.ts'
import { outstanding } from './restore.ts'
import { freeze, type Standing } from './spec.ts'
import { refuseCycles, standingsOf, type Again } from './standings.ts'
import { reconcile, type Generations, type RunState } from './state.ts'

/** Freezes the plans of the next generation and keeps them. */
export async function nextGeneration(
  state: RunState,
  plans: readonly Plan[],
  { journal, holder }: Settings,
): Promise<{ readonly state: RunState; readonly replanned: Happening }> {
  const given = keptStandings(state)
  const frozen = await freezeNext(state, plans, { journal, given, again: null })
  const by = `${holder.host}/${holder.pid}`
  const reason = 'the documents have changed'
  const generation = state.generation + 1
  return {
    state: { ...state, later: frozen.later },
    replanned: { type: 'run.replanned', spec: frozen.hash, generation, reason, by },
  }
}

/**
 * Freezes what a planner found: tasks of the plans that are new are all to run, whatever was done before under the same names. Of the
 * other plans what failed stays failed.
 */
export async function replannedGeneration(
  state: RunState,
  plans: readonly Plan[],
  { settings, reason }: { readonly settings: Settings; readonly reason: string },
): Promise<{ readonly later: Generations; readonly happening: Happening }> {
  const { journal, holder } = settings
  const before = new Set(state.spec.plans)
  const fresh = plans.filter((plan) => !before.has(plan))
  const again = fresh.flatMap(({ document, tasks }) =>
    tasks.map(({ key }) => taskKey(document, key)),
  )
  const documents = new Set(fresh.map(({ document }) => document))
  const bad = state.graph.nodes.filter((_, position) => at(state.nodes, position).settled === 'bad')
  const failed = bad.flatMap(({ key, task, document }): (readonly [TaskKey, Standing])[] =>
    task && !documents.has(document)
      ? [[key, { kind: 'excluded', reason: 'it failed before the run was planned again' }]]
      : [],
  )
  const given = { ...keptStandings(state), ...Object.fromEntries(failed) }
  const frozen = await freezeNext(state, plans, { journal, given, again })
  return {
    later: frozen.later,
    happening: {
      type: 'run.replanned',
      spec: frozen.hash,
      generation: state.generation + 1,
      reason,
      by: `${holder.host}/${holder.pid}`,
      failed: bad.flatMap(({ key, kind }) => {
        const { life } = at(state.nodes, state.graph.position.get(key) ?? 0)
        return (kind === 'task' || kind === 'gate') && life !== 'skipped' ? [key] : []
      }),
    },
  }
}

interface Freezing {
  readonly journal: Journal
  readonly given: Readonly<Record<TaskKey, Standing>>
  readonly again: Again | null
}

async function freezeNext(
  state: RunState,
  plans: readonly Plan[],
  { journal, given, again }: Freezing,
): Promise<{ readonly hash: string; readonly later: Generations }> {
  const { strict, policy, contingencies, replans } = state.spec
  const keys = plans.flatMap(({ document, tasks }) =>
    tasks.map(({ key }) => taskKey(document, key)),
  )
  const standings = standingsOf(plans, await journal.results(keys), { strict, again, given })
  const spec = freeze(plans, standings, { strict, policy, contingencies, replans })
  const built = graph(plans)
  refuseCycles(built, standings)
  const hash = hashAsWritten(spec)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a spec is plain data
  await journal.keep(hash, spec as unknown as Json)
  return { hash, later: new Map(state.later).set(hash, { spec, graph: built }) }
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

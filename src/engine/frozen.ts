import { GoapError } from '../base/index.ts'
import { graph } from '../graph/index.ts'
import type { Journal } from '../journal/index.ts'
import type { Plan, RunEvent } from '../model/index.ts'
import { hashAsWritten } from './hash.ts'
import { restore, type Restored } from './restore.ts'
import type { RunSpec } from './spec.ts'
import { initialState } from './state.ts'

/** The frozen plans of a run's newest generation, and those of the generations before. */
export interface Frozen extends RunSpec {
  /** By generation. */
  readonly earlier: readonly (readonly Plan[])[]
}

/** The frozen plans of a run. Rejects `journal/unknown-run`. */
export async function frozen(
  journal: Journal,
  run: string,
  events: readonly RunEvent[],
): Promise<Frozen> {
  const all = await generations(journal, run, events)
  const newest = all.at(-1) ?? all[0]
  return { ...newest, earlier: all.slice(0, -1).map(({ plans }) => plans) }
}

/** The frozen plans of each generation of a run. Rejects `journal/unknown-run`. */
export async function generations(
  journal: Journal,
  run: string,
  events: readonly RunEvent[],
): Promise<readonly [RunSpec, ...RunSpec[]]> {
  const hashes = events.flatMap((event) =>
    event.type === 'run.started' || event.type === 'run.replanned' ? [event.spec] : [],
  )
  const [first, ...rest] = await Promise.all(hashes.map((hash) => journal.kept(hash)))
  if (first === undefined)
    throw new GoapError('journal/unknown-run', `Run ${run} was abandoned before it began.`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kept under the hash of their content
  return [first, ...rest] as unknown as readonly [RunSpec, ...RunSpec[]]
}

/** The frozen plans of one generation, by the hash in its event. */
export async function frozenAt(journal: Journal, hash: string): Promise<RunSpec> {
  const found = await journal.kept(hash)
  if (found === undefined) throw new Error(`the journal has no plans "${hash}"`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kept under the hash of their content
  return found as unknown as RunSpec
}

/** Where a run stands, from its journal. Rejects `journal/unknown-run`. */
export async function restored(
  journal: Journal,
  run: string,
  events: readonly RunEvent[],
): Promise<Restored> {
  const [spec, ...others] = await generations(journal, run, events)
  const later = new Map(
    others.map((one) => [hashAsWritten(one), { spec: one, graph: graph(one.plans) }]),
  )
  return restore(initialState(run, spec, graph(spec.plans), later), events)
}

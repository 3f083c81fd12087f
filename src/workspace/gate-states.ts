import type { Timestamp } from '../base/index.ts'
import { inputsOf, type Files } from '../gates/index.ts'
import type { Journal, RunRecord } from '../journal/index.ts'
import {
  gateKey,
  type Check,
  type Criterion,
  type CriterionResult,
  type Gate,
  type Plan,
  type RunEvent,
  type Status,
  type Verdict,
} from '../model/index.ts'

// What is known of gates: what the journal has of them, and whether it still speaks of what is there now. Nothing is run, nothing
// is written.

/** A verdict of a gate in a run. */
export interface GateVerdict {
  readonly run: string
  readonly at: Timestamp
  readonly verdict: Verdict
}

/** `fresh`: what was measured is as it was then. `stale`: it has changed. `unknown`: nobody can tell. */
export type Freshness = 'fresh' | 'stale' | 'unknown'

export interface CriterionState {
  readonly key: string
  readonly text: string
  readonly line: number | null
  /** What the document says. */
  readonly status: Status | null
  readonly check: Check['kind'] | null
  /** The newest result; null when no run has judged it. */
  readonly result: CriterionResult | null
  readonly run: string | null
  readonly at: Timestamp | null
  /** Null without evidence. */
  readonly freshness: Freshness | null
  /** Why it is so, in words. */
  readonly because: string
}

export interface GateState {
  readonly document: string
  readonly key: string
  readonly title: string
  readonly line: number | null
  /** In the newest run that came to it; null when none did. */
  readonly state: Verdict | 'running' | 'waiting' | 'skipped' | null
  readonly criteria: readonly CriterionState[]
  /** Newest first. */
  readonly history: readonly GateVerdict[]
}

export interface GateStatesOptions {
  readonly journal: Journal | null
  readonly files: Files
  /** Tells the state of the workspace but for these documents, see `gitTree`. */
  readonly tree: (documents: readonly string[]) => Promise<string | null>
  /** Only what this run saw. Default: the newest runs of the documents. */
  readonly run?: string
}

/** Runs that are looked at, the newest, so that a long history does not make it slow. */
const mostRuns = 50

/** How each gate of the plans stands, in the order of the documents. */
export async function gateStates(
  plans: readonly Plan[],
  { journal, files, tree, run }: GateStatesOptions,
): Promise<readonly GateState[]> {
  const names = new Set(plans.map(({ document }) => document))
  const runs = ((await journal?.runs()) ?? [])
    .filter(
      (one) =>
        (run === undefined || one.run === run) && one.documents.some((name) => names.has(name)),
    ) // prettier-ignore
    .filter(({ events }) => events > 0)
    .slice(0, mostRuns)
  const records = new Map<string, Record_>()
  for (const one of runs) take(records, one, (await journal?.events(one.run)) ?? [])
  const trees = new Map<string, Promise<string | null>>()
  const now = (documents: readonly string[]): Promise<string | null> => {
    const key = documents.join('\n')
    const found = trees.get(key) ?? tree(documents)
    trees.set(key, found)
    return found
  }
  const states: GateState[] = []
  for (const plan of plans)
    for (const gate of plan.gates) {
      const record = records.get(gateKey(plan.document, gate.key))
      const criteria: CriterionState[] = []
      for (const one of gate.criteria) criteria.push(await criterionState(one, record, files, now))
      states.push(gateState(plan, gate, record, criteria))
    }
  return states
}

/** What runs say of one gate, the newest run first. */
interface Record_ {
  state: GateState['state']
  readonly history: GateVerdict[]
  /** The newest result of each criterion. */
  readonly results: Map<string, Dated>
}

interface Dated {
  readonly result: CriterionResult
  readonly run: RunRecord
  readonly at: Timestamp
}

function take(records: Map<string, Record_>, run: RunRecord, events: readonly RunEvent[]): void {
  // Backwards, since what is newer counts and is met first.
  for (const event of events.toReversed()) {
    const key = 'gate' in event ? event.gate : event.type === 'permission.requested' ? event.subject : null // prettier-ignore
    if (key === null) continue
    const record: Record_ = records.get(key) ?? { state: null, history: [], results: new Map() }
    records.set(key, record)
    record.state ??= stateBy(event, run)
    if (event.type !== 'gate.finished') continue
    record.history.push({ run: run.run, at: event.at, verdict: event.verdict })
    for (const result of event.criteria)
      if (!record.results.has(result.key)) record.results.set(result.key, { result, run, at: event.at }) // prettier-ignore
  }
}

/** Null: what was under way when its run ended is so no more. */
function stateBy(event: RunEvent, { status }: RunRecord): GateState['state'] {
  switch (event.type) {
    case 'gate.started':
      return status === 'running' ? 'running' : null
    case 'gate.finished':
      return event.verdict
    case 'gate.skipped':
      return 'skipped'
    default:
      return status === 'running' || status === 'paused' ? 'waiting' : null
  }
}

function gateState(
  { document }: Plan,
  { key, title, place }: Gate,
  record: Record_ | undefined,
  criteria: readonly CriterionState[],
): GateState {
  const { state = null, history = [] } = record ?? {}
  return { document, key, title, line: place?.line ?? null, state, criteria, history }
}

async function criterionState(
  { key, text, place, status, check }: Criterion,
  record: Record_ | undefined,
  files: Files,
  tree: (documents: readonly string[]) => Promise<string | null>,
): Promise<CriterionState> {
  const dated = record?.results.get(key)
  const [freshness, because] = dated
    ? await freshnessOf(dated, { text, check }, files, tree)
    : ([null, 'no run has judged it'] as const)
  return {
    key,
    text,
    line: place?.line ?? null,
    status,
    check: check?.kind ?? null,
    result: dated?.result ?? null,
    run: dated?.run.run ?? null,
    at: dated?.at ?? null,
    freshness,
    because,
  }
}

async function freshnessOf(
  { result, run }: Dated,
  { text, check }: Pick<Criterion, 'text' | 'check'>,
  files: Files,
  tree: (documents: readonly string[]) => Promise<string | null>,
): Promise<readonly [Freshness | null, string]> {
  if (result.evidence.length === 0) return [null, 'it rests on no evidence']
  if (result.text !== text) return ['stale', 'it is worded otherwise now']
  if (result.check !== undefined && result.check !== (check?.kind ?? null))
    return ['stale', 'it is checked otherwise now']
  const { inputs } = result
  if (!inputs) return ['unknown', 'what it rests on was not recorded']
  if (inputs.of === 'tree') {
    const now = await tree(run.documents)
    if (now === null) return ['unknown', 'git cannot tell whether files changed']
    return now === inputs.digest ? ['fresh', 'no file changed since'] : ['stale', 'files changed since'] // prettier-ignore
  }
  const looked = result.evidence.filter((one) => one.kind === 'file')
  const never = new AbortController().signal
  const changed: string[] = []
  const evidence = []
  for (const one of looked) {
    const seen = await files.look(one.path, never)
    const hash = seen.found === 'file' ? seen.hash : null
    if (seen.found !== one.found || hash !== one.hash) changed.push(one.path)
    evidence.push({ ...one, found: seen.found, hash })
  }
  if (inputsOf(evidence, null)?.digest === inputs.digest)
    return ['fresh', `${looked.map(({ path }) => path).join(', ')} did not change since`]
  return ['stale', `${changed.join(', ')} changed since`]
}

import { isDeepStrictEqual } from 'node:util'
import type { Timestamp } from '../base/index.ts'
import type { Files } from '../gates/index.ts'
import type { Journal } from '../journal/index.ts'
import {
  gateKey,
  type Check,
  type Criterion,
  type CriterionResult,
  type Gate,
  type Plan,
  type Status,
} from '../model/index.ts'
import {
  gateRecords,
  judgedGates,
  type DatedResult,
  type GateRecord,
  type GateStanding,
  type GateVerdict,
} from './gate-records.ts'

// What is known of gates: what the journal has of them, and whether it still speaks of what is there now. Nothing is run, nothing
// is written.

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
  readonly state: GateStanding
  /** Why it was skipped, who waived it and why, what it waits for; '' otherwise. */
  readonly reason: string
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

/** How each gate of the plans stands, in the order of the documents. */
export async function gateStates(
  plans: readonly Plan[],
  { journal, files, tree, run }: GateStatesOptions,
): Promise<readonly GateState[]> {
  const records = await gateRecords(journal, plans, run === undefined ? {} : { run })
  const asJudged = judgedGates(journal)
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
      const key = gateKey(plan.document, gate.key)
      const record = records.get(key)
      const criteria: CriterionState[] = []
      for (const one of gate.criteria) {
        const dated = record?.results.get(one.key)
        const then = dated && (await asJudged(dated.run.run, key))
        const before = then?.criteria.find((each) => each.key === one.key)
        criteria.push(await criterionState(one, dated, before, files, now))
      }
      states.push(gateState(plan, gate, record, criteria))
    }
  return states
}

function gateState(
  { document }: Plan,
  { key, title, place }: Gate,
  record: GateRecord | undefined,
  criteria: readonly CriterionState[],
): GateState {
  const { state = null, reason = '', history = [] } = record ?? {}
  return { document, key, title, line: place?.line ?? null, state, reason, criteria, history }
}

async function criterionState(
  criterion: Criterion,
  dated: DatedResult | undefined,
  before: Criterion | undefined,
  files: Files,
  tree: (documents: readonly string[]) => Promise<string | null>,
): Promise<CriterionState> {
  const { key, text, place, status, check } = criterion
  const [freshness, because] = dated
    ? await freshnessOf(dated, criterion, before, files, tree)
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
  { result, run }: DatedResult,
  now: Criterion,
  before: Criterion | undefined,
  files: Files,
  tree: (documents: readonly string[]) => Promise<string | null>,
): Promise<readonly [Freshness | null, string]> {
  if (result.evidence.length === 0) return [null, 'it rests on no evidence']
  if (result.text !== now.text) return ['stale', 'it is worded otherwise now']
  if (before && !isCheckedAlike(before, now)) return ['stale', 'it is checked otherwise now']
  const { inputs } = result
  if (result.evidence.every(({ kind }) => kind === 'statement')) return [null, 'a person said so']
  if (!inputs) return ['unknown', 'without git nobody can tell whether files changed']
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
  const { inputsOf } = await import('../gates/index.ts')
  if (inputsOf(evidence, null)?.digest === inputs.digest)
    return ['fresh', `${looked.map(({ path }) => path).join(', ')} did not change since`]
  return ['stale', `${changed.join(', ')} changed since`]
}

/** Whether a criterion is checked as it was, and against the same. */
export function isCheckedAlike(before: Criterion, now: Criterion): boolean {
  return (
    isDeepStrictEqual(before.check, now.check) &&
    isDeepStrictEqual(before.expectations, now.expectations)
  )
}

/** Whether a gate is judged by the same criteria as it was. */
export function isJudgedAlike(before: Gate, now: Gate): boolean {
  return (
    before.criteria.length === now.criteria.length &&
    before.criteria.every((one, index) => {
      const other = now.criteria[index]
      return other !== undefined && one.text === other.text && isCheckedAlike(one, other)
    })
  )
}

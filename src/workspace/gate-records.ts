import type { Timestamp } from '../base/index.ts'
import type { Journal, RunRecord } from '../journal/index.ts'
import { splitKey, type CriterionResult, type Gate, type GateKey, type Plan, type RunEvent, type Verdict } from '../model/index.ts' // prettier-ignore

// What the journal has of gates.

/** How a gate was judged in a run. `waived`: a person lets what follows go on all the same. */
export interface GateVerdict {
  readonly run: string
  readonly at: Timestamp
  readonly verdict: Verdict | 'waived'
}

/** How a gate stands in the newest run that came to it; null when none did, or when it is to be judged again. */
export type GateStanding = GateVerdict['verdict'] | 'running' | 'waiting' | 'skipped' | null

/** A criterion's result with the run that it is from. */
export interface DatedResult {
  readonly result: CriterionResult
  readonly run: RunRecord
  readonly at: Timestamp
}

/** What runs say of one gate. */
export interface GateRecord {
  readonly state: GateStanding
  /** Of `state`; null without one. */
  readonly run: string | null
  /** Why it was skipped, who waived it and why, what it waits for; '' otherwise. */
  readonly reason: string
  /** Newest first. */
  readonly history: readonly GateVerdict[]
  /** The newest result of each criterion. */
  readonly results: ReadonlyMap<string, DatedResult>
}

export interface GateRecordsOptions {
  /** Only what this run says. Default: the newest runs of the documents. */
  readonly run?: string
}

/** Runs that are looked at, the newest, so that a long history does not make it slow. */
const mostRuns = 50

/** What runs say of the gates of plans. */
export async function gateRecords(
  journal: Journal | null,
  plans: readonly Plan[],
  { run }: GateRecordsOptions = {},
): Promise<ReadonlyMap<GateKey, GateRecord>> {
  const names = new Set(plans.flatMap(({ document, gates }) => (gates.length > 0 ? document : [])))
  const records = new Map<GateKey, Open>()
  if (!journal || names.size === 0) return records
  const runs = (await journal.runs())
    .filter((one) => run === undefined || one.run === run)
    .filter(({ documents, events }) => events > 0 && documents.some((name) => names.has(name)))
  for (const one of runs.slice(0, mostRuns)) take(records, one, await journal.events(one.run))
  return records
}

interface Open extends GateRecord {
  state: GateStanding
  run: string | null
  reason: string
  isDecided: boolean
  readonly history: GateVerdict[]
  readonly results: Map<string, DatedResult>
}

/** Takes the events of a run that is older than those before. */
function take(records: Map<GateKey, Open>, run: RunRecord, events: readonly RunEvent[]): void {
  let isReplanned = false
  // Backwards, since what is newer counts and is met first.
  for (const event of events.toReversed()) {
    if (event.type === 'run.replanned') isReplanned = true
    for (const key of gatesIn(event)) {
      const record: Open = records.get(key) ?? { state: null, run: null, reason: '', isDecided: false, history: [], results: new Map() } // prettier-ignore
      records.set(key, record)
      const state = isReplanned && event.type !== 'gate.waived' ? null : stateBy(event, run)
      if (!record.isDecided && state !== undefined) {
        record.state = state
        record.run = state === null ? null : run.run
        record.reason = state === null ? '' : reasonOf(event)
        record.isDecided = true
      }
      if (event.type === 'gate.waived')
        record.history.push({ run: run.run, at: event.at, verdict: 'waived' })
      if (event.type !== 'gate.finished') continue
      record.history.push({ run: run.run, at: event.at, verdict: event.verdict })
      for (const result of event.criteria)
        if (!record.results.has(result.key)) record.results.set(result.key, { result, run, at: event.at }) // prettier-ignore
    }
  }
}

function gatesIn(event: RunEvent): readonly GateKey[] {
  switch (event.type) {
    case 'gate.started':
    case 'gate.finished':
    case 'gate.skipped':
    case 'gate.waived':
      return [event.gate]
    case 'permission.requested':
    case 'question.asked':
      return [event.subject].filter(isGate)
    case 'round.opened':
      return event.nodes.filter(isGate)
    default:
      return []
  }
}

function isGate(key: string): boolean {
  return splitKey(key).slug.startsWith('gate/')
}

/** Undefined: what was under way when its run ended is so no more, and tells nothing. */
function stateBy(event: RunEvent, { status }: RunRecord): GateStanding | undefined {
  const isOpen = status === 'running' || status === 'paused'
  switch (event.type) {
    case 'gate.started':
      return status === 'running' ? 'running' : undefined
    case 'gate.finished':
      return event.verdict
    case 'gate.skipped':
      return 'skipped'
    case 'gate.waived':
      return 'waived'
    case 'round.opened':
      return isOpen ? null : undefined
    default:
      return isOpen ? 'waiting' : undefined
  }
}

function reasonOf(event: RunEvent): string {
  switch (event.type) {
    case 'gate.skipped':
    case 'permission.requested':
      return event.reason
    case 'gate.waived':
      return `by ${event.by}: ${event.why}`
    case 'question.asked':
      return event.text
    default:
      return ''
  }
}

/** Finds a gate as it was defined when a run judged it; undefined where that was not kept. */
export function judgedGates(
  journal: Journal | null,
): (run: string, key: GateKey) => Promise<Gate | undefined> {
  const known = new Map<string, Promise<readonly Plan[]>>()
  return async (run, key) => {
    if (!journal) return undefined
    const found = known.get(run) ?? plansOf(journal, run)
    known.set(run, found)
    const { document, slug } = splitKey(key)
    const plan = (await found).find((one) => one.document === document)
    return plan?.gates.find((gate) => `gate/${gate.key}` === slug)
  }
}

async function plansOf(journal: Journal, run: string): Promise<readonly Plan[]> {
  const { frozen } = await import('../engine/index.ts')
  return (await frozen(journal, run, await journal.events(run))).plans
}

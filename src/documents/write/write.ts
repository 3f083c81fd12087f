import type { Mark, Plan, PlanDocument, RunEvent } from '../../model/index.ts'
import { read } from '../read/index.ts'
import { figureEdits, measuresOf, withGroups, type Measures } from './figures.ts'
import { ownerKey, progressOf, type Progress } from './progress.ts'
import { proves, provesFigures } from './proof.ts'
import { inOrder, spliced, type Edit } from './splice.ts'
import { tokensFor, vocabularyOf } from './vocabulary.ts'

// Writes progress into a document without touching anything else.
//
//   W1. Only tokens that carry a status and figures that follow from it change; every other byte stays as it was, whatever its
//       encoding.
//   W2. What was written reads back as the same plan with the wanted statuses; an edit that does not is not made.
//   W3. Writing twice is writing once.

/** An edit that was not made, and why. */
export interface RefusedEdit extends Edit {
  readonly reason: string
}

export interface WriteResult {
  readonly bytes: Uint8Array
  readonly edits: readonly Edit[]
  readonly refused: readonly RefusedEdit[]
  /** What the progress speaks of and the document does not have (any more), as `ownerKey` names it. */
  readonly missing: readonly string[]
}

/** The document's bytes with the progress of the events in its status tokens. Without events: the same bytes. */
export function write(document: PlanDocument, events: Iterable<RunEvent>): Uint8Array {
  const all = [...events]
  const { document: name } = document.plan
  return writeBack(document, progressOf(all, name), measuresOf(all, name)).bytes
}

/** What was written, and what was read before and after. */
export interface Rewritten extends WriteResult {
  /** What the document says now. */
  readonly plan: Plan
  /** The document as it was written. */
  readonly document: PlanDocument
}

/**
 * Reads the document as it is now and writes progress into it: it may have been edited since the run began. Whoever knows what was read of
 * the same bytes gives that instead.
 */
export function rewrite(
  current: Uint8Array | PlanDocument,
  file: string,
  progress: Progress,
  measures: Measures = new Map(),
): Rewritten {
  const document = current instanceof Uint8Array ? read(current, file) : current
  return { ...written(document, progress, measures), plan: document.plan }
}

/** One time brings new tokens into play (ticks of a gate count once its phase is done), another may touch these; never more. */
const rounds = 4

/** Writes progress into a document that has been read, and tells what was and was not done. */
export function writeBack(
  document: PlanDocument,
  wanted: Progress,
  measures: Measures = new Map(),
): WriteResult {
  const { bytes, edits, refused, missing } = written(document, wanted, measures)
  return { bytes, edits, refused, missing }
}

function written(
  document: PlanDocument,
  wanted: Progress,
  measures: Measures,
): Omit<Rewritten, 'plan'> {
  const progress = withGroups(document, wanted)
  const edits: Edit[] = []
  let now = document
  let refused: readonly RefusedEdit[] = []
  for (let round = 0; round < rounds; round++) {
    const settled = settle(now, progress)
    refused = settled.refused
    if (settled.edits.length === 0) break
    edits.push(...settled.edits)
    now = settled.document
  }
  const filled = fill(now, progress, measures)
  return {
    document: filled.document,
    bytes: filled.document.source.bytes,
    edits: [...edits, ...filled.edits],
    refused: [...refused, ...filled.refused],
    missing: missing(document, wanted),
  }
}

/** Figures after tokens, each by itself if they do not prove right together: they say nothing that the plan rests on. */
function fill(document: PlanDocument, progress: Progress, measures: Measures): Settled {
  const wanted = inOrder(figureEdits(document, progress, measures))
  if (wanted.length === 0) return { document, edits: [], refused: [] }
  const made = (edits: readonly Edit[]): PlanDocument | undefined => {
    const after = read(spliced(document.source, edits), document.file)
    return provesFigures(document, edits, after) ? after : undefined
  }
  const all = made(wanted)
  if (all) return { document: all, edits: wanted, refused: [] }
  const edits: Edit[] = []
  let now = document
  for (const edit of wanted.slice(0, patience)) {
    const after = made([...edits, edit])
    if (!after) continue
    edits.push(edit)
    now = after
  }
  const refused = wanted.filter((edit) => !edits.includes(edit)).map(unreadable)
  return { document: now, edits, refused }
}

/** How often a document is read again, at most, to find what must be refused; what is then left is refused too. */
const patience = 200

/** The tokens of one owner, which change together, each with the ways to write it. */
type Proposal = readonly { readonly mark: Mark; readonly tokens: readonly string[] }[]

interface Settled {
  readonly document: PlanDocument
  readonly edits: readonly Edit[]
  readonly refused: readonly RefusedEdit[]
}

/** Makes all edits that can be made: at once if they prove right, else without those that halving finds to be wrong. */
function settle(document: PlanDocument, progress: Progress): Settled {
  const { proposals, refused } = proposalsOf(document, progress)
  let settled: Settled = { document, edits: [], refused }
  let tries = 0
  const tryOut = (edits: readonly Edit[]): boolean => {
    if (tries++ >= patience) return false
    const all = inOrder([...settled.edits, ...edits])
    const after = read(spliced(document.source, all), document.file)
    if (!proves(document, all, after, progress)) return false
    settled = { ...settled, document: after, edits: all }
    return true
  }
  const make = (wanted: readonly Proposal[]): void => {
    const [only, ...others] = wanted
    if (!only || tryOut(wanted.flatMap((one) => choice(one)))) return
    if (others.length === 0) return makeOtherwise(only)
    const middle = Math.ceil(wanted.length / 2)
    make(wanted.slice(0, middle))
    make(wanted.slice(middle))
  }
  const makeOtherwise = (proposal: Proposal): void => {
    const choices = (kind: string): number =>
      Math.max(
        1,
        ...proposal.filter(({ mark }) => mark.kind === kind).map(({ tokens }) => tokens.length),
      )
    for (let word = 0; word < choices('word'); word++)
      for (let sign = 0; sign < choices('emoji'); sign++)
        if (word + sign > 0 && tryOut(choice(proposal, sign, word))) return
    settled = { ...settled, refused: [...settled.refused, ...choice(proposal).map(unreadable)] }
  }
  make(proposals)
  return settled
}

function proposalsOf(
  { marks, source }: PlanDocument,
  progress: Progress,
): { readonly proposals: readonly Proposal[]; readonly refused: readonly RefusedEdit[] } {
  const owners = Map.groupBy(marks, ({ owner }) => ownerKey(owner))
  const vocabulary = vocabularyOf(marks)
  const refused: RefusedEdit[] = []
  const proposals = [...owners].flatMap(([owner, own]) => {
    const wanted = progress.get(owner)
    if (wanted === undefined) return []
    const changes = own
      .map((mark) => ({ mark, tokens: tokensFor(mark, wanted, vocabulary) }))
      .filter(({ tokens }) => tokens.length > 0)
    const stale = changes.filter(
      ({ mark: { place, text } }) => source.text.slice(place.start, place.end) !== text,
    )
    for (const { mark, tokens } of stale)
      refused.push({ mark, replacement: tokens[0] ?? '', reason: 'the token is not there' })
    return changes.length > 0 && stale.length === 0 ? [changes] : []
  })
  return { proposals, refused }
}

/** One of the ways to write the tokens of an owner; the first of each unless said. */
function choice(proposal: Proposal, sign = 0, word = 0): readonly Edit[] {
  return proposal.map(({ mark, tokens }) => ({
    mark,
    replacement: tokens[mark.kind === 'word' ? word : sign] ?? tokens[0] ?? mark.text,
  }))
}

function unreadable(edit: Edit): RefusedEdit {
  return { ...edit, reason: 'the document would not read back as the same plan' }
}

function missing({ plan }: PlanDocument, progress: Progress): readonly string[] {
  const known = new Set<string>()
  for (const { key } of plan.tasks) known.add(ownerKey({ kind: 'task', key }))
  for (const { key } of plan.phases) known.add(ownerKey({ kind: 'phase', key }))
  for (const gate of plan.gates)
    for (const { key } of gate.criteria)
      known.add(ownerKey({ kind: 'criterion', gate: gate.key, key }))
  return [...progress.keys()].filter((owner) => !known.has(owner))
}

import type { Diagnostic, Mark, Place, Plan, PlanDocument } from '../model/index.ts'
import { check } from './check/index.ts'
import { misread } from './write/garble.ts'
import { spliced, type Edit, type Stretch } from './write/splice.ts'
import { read } from './read/index.ts'

// Mends what can be mended without a doubt.
//
//   F1. Only the words that a finding is about change; every other byte stays as it was.
//   F2. What was mended reads back as the same plan with the same statuses, and the finding is gone; else nothing is mended.

/** What stands in a document, and what it is to be. */
export type Repair = Edit<Stretch>

export interface FixResult {
  readonly bytes: Uint8Array
  /** The findings that were mended, with what was written. */
  readonly fixed: readonly { readonly diagnostic: Diagnostic; readonly edit: Repair }[]
}

/** Mends a count that is wrong, an emoji that its word contradicts, and characters that were saved in a wrong encoding. */
export function fix(document: PlanDocument): FixResult {
  const fixed: { diagnostic: Diagnostic; edit: Repair }[] = []
  let now = document
  for (let round = 0; round < 200; round++) {
    const next = nextFix(now, fixed.length)
    if (!next) break
    fixed.push(...next.made)
    now = next.document
  }
  return { bytes: now.source.bytes, fixed }
}

interface Made {
  readonly document: PlanDocument
  readonly made: readonly { readonly diagnostic: Diagnostic; readonly edit: Repair }[]
}

/** The first finding that can be mended, mended and proved; from the last place to the first, so that earlier places hold. */
function nextFix(document: PlanDocument, skip: number): Made | undefined {
  if (skip > 150) return undefined
  const found = check(document)
  for (const diagnostic of found.toReversed()) {
    const edits = editsFor(diagnostic, document)
    if (edits.length === 0) continue
    const after = read(spliced(document.source, edits), document.file)
    const same = (one: Diagnostic): boolean => one.code === diagnostic.code
    const fewer = check(after).filter(same).length < found.filter(same).length
    if (fewer && meaning(after.plan) === meaning(document.plan))
      return { document: after, made: edits.map((edit) => ({ diagnostic, edit })) }
  }
  return undefined
}

/** Whether a finding is of a kind that can be mended. */
export function isFixable(diagnostic: Diagnostic, document: PlanDocument): boolean {
  return editsFor(diagnostic, document).length > 0
}

function editsFor(diagnostic: Diagnostic, document: PlanDocument): readonly Repair[] {
  switch (diagnostic.code) {
    case 'documents/count-mismatch':
      return [edit(diagnostic.place, document, String(document.plan.tasks.length))]
    case 'documents/status-conflict':
      return emojiEdit(diagnostic, document)
    case 'documents/mojibake':
      return mojibakeEdits(document)
    default:
      return []
  }
}

const emojis = { done: '✅', running: '🔄', pending: '⏳', failed: '❌', blocked: '⏸', skipped: '⏭' } as const // prettier-ignore

/** "✅ PENDING": the word counts, so the emoji beside it is changed. */
function emojiEdit({ place, related }: Diagnostic, { marks }: PlanDocument): readonly Repair[] {
  if (related.length > 0) return []
  const word = marks.find((mark) => mark.place.start === place.start && mark.kind === 'word')
  if (!word) return []
  const beside = marks.find(
    (mark) =>
      mark.kind === 'emoji' &&
      mark.place.line === place.line &&
      mark.status !== word.status &&
      sameOwner(mark, word) &&
      Math.abs(mark.place.start - place.start) < 80,
  )
  return beside ? [{ mark: beside, replacement: emojis[word.status] }] : []
}

function sameOwner({ owner: a }: Mark, { owner: b }: Mark): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Every run of characters that was read in a wrong encoding, as it was meant. */
function mojibakeEdits(document: PlanDocument): readonly Repair[] {
  const runs = [...document.source.text.matchAll(/[^\0-\x7f]+/g)]
  const ways = runs.map((run) => misread(run[0]))
  const [by] = ways.flat().map((way) => way.by)
  if (by === undefined) return []
  return runs.flatMap((run, index) => {
    const way = ways[index]?.find((each) => each.by === by)
    const place = placeOf(run.index, run[0])
    return way ? [edit(place, document, way.token)] : []
  })
}

function placeOf(start: number, text: string): Place {
  return { start, end: start + text.length, line: 0, column: 0, endLine: 0, endColumn: 0 }
}

function edit(place: Place, { source }: PlanDocument, replacement: string): Repair {
  const text = source.text.slice(place.start, place.end)
  return { mark: { place, text }, replacement }
}

/** All that a plan says, statuses included, as text to compare; only places may change. */
function meaning(plan: Plan): string {
  return JSON.stringify(plan, (name, value: unknown) =>
    name === 'place' || name === 'commandPlace' || name === 'provenance' ? undefined : value,
  )
}

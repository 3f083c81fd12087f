import { readFileSync } from 'node:fs'
import { GoapError } from '../base/index.ts'
import { ownerKey, rewrite, type RefusedEdit, type WantedStatus } from '../documents/index.ts'
import type { DocumentFile } from './find-documents.ts'
import { saveDocument } from './save-document.ts'
import type { VerifiedDocument } from './verify.ts'

/** What was written into a document. */
export interface WrittenDocument {
  /** Number of tokens and figures that changed. */
  readonly edits: number
  readonly refused: readonly RefusedEdit[]
}

/** Times a document that changes under our hands is read again. */
const attempts = 5

/**
 * Writes what was proven or refuted into a document, and what was measured, and nothing else. A criterion that nobody has ticked is
 * only ticked when all that its gate stands behind is done: before, it says nothing about that. Throws `workspace/not-readable`, `workspace/not-writable`. */
export function writeVerified(
  { path, name }: DocumentFile,
  { gates }: VerifiedDocument,
): WrittenDocument {
  const progress = new Map<string, WantedStatus>()
  const measures = new Map<string, string>()
  for (const gate of gates)
    for (const { key, ticked, result } of gate.criteria) {
      const owner = ownerKey({ kind: 'criterion', gate: gate.key, key })
      if (result.verdict === 'passed' && (ticked || gate.due)) progress.set(owner, 'done')
      if (result.verdict === 'failed') progress.set(owner, 'failed')
      if (result.measured !== undefined) measures.set(owner, result.measured)
    }
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = bytesOf(path, name)
    const { bytes, edits, refused } = rewrite(before, name, progress, measures)
    const isSame = Buffer.compare(bytes, before) === 0
    if (isSame || saveDocument(path, before, bytes)) return { edits: edits.length, refused }
  }
  throw new GoapError('workspace/not-writable', `${name} changes while it is written.`)
}

function bytesOf(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${name} cannot be read: ${what}.`, { cause })
  }
}

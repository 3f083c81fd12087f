import { readFileSync } from 'node:fs'
import { GoapError } from '../base/index.ts'
import {
  measuresOf,
  progressOf,
  rewrite,
  type Measures,
  type Progress,
  type RefusedEdit,
  type Rewritten,
} from '../documents/index.ts'
import type { Plan, RunEvent } from '../model/index.ts'
import type { Listener } from '../observe/index.ts'
import { saveDocument } from './save-document.ts'

export interface ProgressWriterOptions {
  /** The file of each document. */
  readonly files: ReadonlyMap<string, string>
  /** What is to be written whatever happens in the run: results of earlier runs. */
  readonly standing?: ReadonlyMap<string, Progress>
  /** Gets what a document plans whenever it is read for a write. */
  readonly seen?: (plan: Plan) => void
}

/** A listener that writes progress into documents. */
export interface ProgressWriter extends Listener {
  /** What could not be written, by document; the last attempt counts. */
  readonly refused: ReadonlyMap<string, readonly RefusedEdit[]>
  /** What a document does not have any more, as `ownerKey` names it; the last attempt counts. */
  readonly missing: ReadonlyMap<string, readonly string[]>
}

/** The name under which the journal keeps how far documents are written. */
export const progressListener = 'progress'

/** Times a document that changes under our hands is read again before the write is left to the next events. */
const attempts = 5

/** The only writer of these documents: each is read again before it is written, and only its status tokens change. */
export function progressWriter({ files, standing, seen }: ProgressWriterOptions): ProgressWriter {
  const progress = new Map<string, Progress>()
  const measures = new Map<string, Measures>()
  const refused = new Map<string, readonly RefusedEdit[]>()
  const missing = new Map<string, readonly string[]>()
  /** How the last write left each document: it is read again only if somebody else wrote it. */
  const left = new Map<string, Rewritten['document']>()
  for (const document of files.keys()) progress.set(document, standing?.get(document) ?? new Map())

  function fold(events: readonly RunEvent[]): void {
    for (const [document, before] of progress) {
      progress.set(document, progressOf(events, document, before))
      measures.set(document, measuresOf(events, document, measures.get(document)))
    }
  }

  function save(document: string, file: string): void {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const before = bytesOf(file, document)
      const known = left.get(document)
      const isOurs = known !== undefined && Buffer.compare(known.source.bytes, before) === 0
      const result = rewrite(
        isOurs ? known : before,
        document,
        progress.get(document) ?? new Map(),
        measures.get(document),
      )
      // What this process has written plans what it found.
      if (!isOurs) seen?.(result.plan)
      left.set(document, result.document)
      refused.set(document, result.refused)
      missing.set(document, result.missing)
      if (Buffer.compare(result.bytes, before) === 0) return
      if (saveDocument(file, before, result.bytes)) return
    }
  }

  return {
    name: progressListener,
    restore: fold,
    async handle(events) {
      fold(events)
      const failures = [...files].flatMap(([document, file]) =>
        failureOf(() => save(document, file)),
      )
      // Only now: a document that cannot be written does not keep the others from being written.
      if (failures.length > 0) throw failures[0]
    },
    refused,
    missing,
  }
}

function bytesOf(file: string, document: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${document} cannot be read: ${what}.`, { cause })
  }
}

function failureOf(work: () => void): unknown[] {
  try {
    work()
    return []
  } catch (cause) {
    return [cause]
  }
}

import type { Figure, Mark, Place, Source } from '../../model/index.ts'
import { byteOffsets } from '../source.ts'

/** A stretch of a document with its text. */
export interface Stretch {
  readonly place: Place
  readonly text: string
}

/** A token or figure and what it is replaced by. */
export interface Edit<T extends Stretch = Mark | Figure> {
  readonly mark: T
  readonly replacement: string
}

/** Edits in the order of the document. */
export function inOrder<T extends Edit<Stretch>>(edits: readonly T[]): T[] {
  return edits.toSorted((left, right) => left.mark.place.start - right.mark.place.start)
}

/** The source's bytes with ordered edits made; all others are copied as they are. */
export function spliced(source: Source, edits: readonly Edit<Stretch>[]): Uint8Array {
  if (edits.length === 0) return source.bytes
  const offsets = byteOffsets(
    source,
    edits.flatMap(({ mark }) => [mark.place.start, mark.place.end]),
  )
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = []
  let from = 0
  for (const [index, { replacement }] of edits.entries()) {
    parts.push(source.bytes.subarray(from, offsets[2 * index]), encoder.encode(replacement))
    from = offsets[2 * index + 1] ?? from
  }
  parts.push(source.bytes.subarray(from))
  return joined(parts)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

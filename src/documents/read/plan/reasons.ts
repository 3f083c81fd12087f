import type { Provenance } from '../../../model/index.ts'
import type { Piece, Text } from '../text/text.ts'

/** Collects why a thing is read as it is; what has no value leaves no reason. */
export interface Reasons {
  readonly add: (
    field: string,
    value: string | null | undefined,
    rule: string,
    origin: Provenance['origin'],
    place: Piece | null,
  ) => void
  readonly all: readonly Provenance[]
}

export function reasons(text: Text): Reasons {
  const all: Provenance[] = []
  return {
    all,
    add(field, value, rule, origin, place) {
      if (value === null || value === undefined) return
      all.push({ field, value, rule, origin, place: place ? text.place(place) : null })
    },
  }
}

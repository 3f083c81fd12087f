import type { Diagnostic } from './diagnostic.ts'
import type { Place } from './place.ts'
import type { Plan, Slug, Status } from './plan.ts'

/** A file, its source, what it means, and what is wrong with it. */
export interface PlanDocument {
  /** As given to `read`; the workspace gives paths relative to itself. */
  readonly file: string
  readonly source: Source
  readonly plan: Plan
  /** Every token that carries a status, in the order of the document. */
  readonly marks: readonly Mark[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The bytes of a document and the text they stand for. */
export interface Source {
  readonly bytes: Uint8Array
  /** Each undecodable byte is one U+FFFD; a byte order mark stays. */
  readonly text: string
}

/** Whose status a token shows. */
export type Owner =
  | { readonly kind: 'task'; readonly key: Slug }
  | { readonly kind: 'criterion'; readonly gate: Slug; readonly key: Slug }
  | { readonly kind: 'phase'; readonly key: Slug }

/** A token of the document that shows a status: `[ ]`, `⏳`, `Pending`. */
export interface Mark {
  readonly owner: Owner
  readonly kind: 'checkbox' | 'emoji' | 'word'
  readonly where: 'list' | 'heading' | 'cell' | 'line' | 'fence'
  /** `[x]` for a checkbox, the bare emoji (with a variation selector if written), the bare word. */
  readonly place: Place
  readonly text: string
  /** What the token says now. */
  readonly status: Status
}

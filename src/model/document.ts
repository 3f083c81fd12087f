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
  /** Goals, components and other groups that sort tasks and are no phases. */
  readonly groups: readonly TaskGroup[]
  /** Every figure that follows from progress, in the order of the document. */
  readonly figures: readonly Figure[]
}

/** Tasks that a heading holds together. */
export interface TaskGroup {
  readonly key: Slug
  readonly title: string
  readonly tasks: readonly Slug[]
}

/** A figure that follows from progress, where the document shows it: in `___%`, a progress table, an Actual column. */
export type Figure = {
  /** The digits, the blank, or the cell's text; nothing long in an empty cell. */
  readonly place: Place
  readonly text: string
} & (
  | {
      /** Percent of the tasks that are done. */
      readonly kind: 'share'
      readonly tasks: readonly Slug[]
    }
  | {
      /** How many of the tasks are done, or are not. */
      readonly kind: 'count'
      readonly of: 'done' | 'open'
      readonly tasks: readonly Slug[]
    }
  | {
      /** What a criterion's check measured. */
      readonly kind: 'measure'
      readonly gate: Slug
      readonly criterion: Slug
    }
  | {
      /** What a task gave as its output of a metric's name. */
      readonly kind: 'output'
      readonly name: string
    }
)

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
  /** A goal, component or other group of tasks that is no phase. */
  | { readonly kind: 'group'; readonly key: Slug }

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

import type { Mark } from '../../../model/index.ts'
import type { Block } from '../text/blocks.ts'
import type { Field, Section } from '../text/sections.ts'
import type { Piece } from '../text/text.ts'
import type { Token } from '../text/tokens.ts'

/** Where a task is spoken of; the richer form defines it (R4). */
export type Form = 'block' | 'table' | 'list' | 'fence' | 'agents' | 'phase'

/** A place of the document that speaks of a task. */
export interface Mention {
  /** As the document writes it. */
  readonly id: string | null
  /** Without id, status mark and emphasis; empty when only the id stands there. */
  readonly title: string
  readonly piece: Piece
  readonly form: Form
  /** Whether it may define a task; else it only adds to one that is defined elsewhere. */
  readonly defines: boolean
  /** Defines a task where nothing else does. */
  readonly weak: boolean
  readonly section: Section
  readonly block: Block
  /** The mention that it is a part of. */
  readonly parent: Mention | null
  readonly fields: Field[]
  readonly tokens: readonly Token[]
  readonly where: Mark['where']
  /** The agent that its surroundings bind to it: `Agent A (test-runner):` above it in a fence. */
  readonly agent: string | null
  /** Marked `[P]` or `(P)`: it may run beside its neighbours. */
  readonly beside: boolean
  /** The words before its title are struck out. */
  readonly struck: boolean
}

/** Whether a mention's section is the task's own: its fields and fences are the task's. */
export function isOwner(mention: Mention): boolean {
  return mention.form === 'block' || mention.form === 'phase'
}

/** Fills in what most mentions have not. */
export function mention(
  given: Pick<
    Mention,
    'id' | 'title' | 'piece' | 'form' | 'defines' | 'section' | 'block' | 'where'
  > &
    Partial<Mention>,
): Mention {
  const { id, title, piece, form, defines, section, block, where } = given
  const { parent = null, fields = [], tokens = [], agent = null, weak = false, beside = false, struck = false } = given // prettier-ignore
  return { id, title, piece, form, defines, weak, section, block, parent, fields, tokens, where, agent, beside, struck } // prettier-ignore
}

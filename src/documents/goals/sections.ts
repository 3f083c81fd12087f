import type { Block, Heading } from '../read/text/blocks.ts'
import { part, type Piece } from '../read/text/text.ts'
import { fieldOf, folded } from './fields.ts'
import { nodesOf, type Node } from './nodes.ts'

/** What a section of a goal document is about. */
export type Role =
  | 'goal' | 'success' | 'state' | 'types' | 'objects' | 'probes' | 'resources' | 'actions' | 'action' | 'probe' | 'field' | 'other' // prettier-ignore

/** A heading with what stands directly below it. */
export interface Section {
  readonly depth: number
  readonly title: Piece | null
  readonly role: Role
  /** What the title says behind the words that give the role: `deploy(service)` of "Action: deploy(service)". */
  readonly subject: Piece | null
  readonly nodes: readonly Node[]
  readonly parent: Section | null
  readonly children: Section[]
}

const roles: readonly (readonly [Role, RegExp])[] = [
  ['goal', /^(?:the )?(?:(?:goap|overall|final|main|primary|desired|target|end|world|planning) )*(?:goals?|goal states?|desired (?:world )?states?|target (?:world )?states?|end states?|goal conditions?|what is wanted|done when)(?: definition)?$/],
  ['success', /^(?:success|success (?:criteria|conditions?)|definition of done|acceptance criteria)$/],
  ['state', /^(?:the )?(?:(?:goap|initial|current|start|starting|world|known|present|present world|current world|initial world) )*(?:state|states|world|facts?|world model|situation)(?: (?:model|variables?|assessment|analysis|start|types|vocabulary|current|declarations?))*$/],
  ['state', /^(?:state )?(?:variables|vocabulary|predicates|what is known|declarations)$/],
  ['types', /^(?:object )?types$/],
  ['objects', /^(?:objects|constants|entities)$/],
  ['probes', /^(?:probes|observations?|sensors|how facts are observed)$/],
  ['resources', /^(?:resources|capacities|resource capacities)$/],
  ['actions', /^(?:the )?(?:(?:available|possible|goap|action|known) )*(?:actions?|actions available|action (?:library|set|catalogue|catalog|definitions|space|inventory)|operators|what may be done)$/],
] // prettier-ignore

/** The sections of a document with their roles, its text before the first heading first. */
export function sectionsOf(blocks: readonly Block[]): readonly Section[] {
  const all: Section[] = []
  let own: Block[] = []
  let heading: Heading | null = null
  let open: Section | null = null
  const close = (): void => {
    const parent = heading ? above(open, heading.depth) : null
    const section = sectionOf(heading, parent, own, all.length <= 1)
    parent?.children.push(section)
    all.push(section)
    open = section
    own = []
  }
  for (const block of blocks)
    if (block.kind === 'heading') {
      close()
      heading = block
    } else own.push(block)
  close()
  return all
}

function above(from: Section | null, depth: number): Section | null {
  let at = from
  while (at && at.depth >= depth) at = at.parent
  return at
}

function sectionOf(
  heading: Heading | null,
  parent: Section | null,
  blocks: readonly Block[],
  isFirst: boolean,
): Section {
  const nodes = nodesOf(blocks)
  if (!heading)
    return {
      depth: 0,
      title: null,
      role: 'other',
      subject: null,
      nodes,
      parent: null,
      children: [],
    }
  const title = part(heading, 0)
  // The first heading names the document: "Goal: Release" too.
  const own = named(title)
  const isTitle = heading.depth === 1 && isFirst && (own.role === 'other' || own.subject !== null)
  const { role, subject } = isTitle
    ? { role: 'other' as const, subject: null }
    : roleBelow(title, parent, nodes)
  return { depth: heading.depth, title, role, subject, nodes, parent, children: [] }
}

/** The role that a title has by its own words: `## 1.2 Goal State (what should be true)`, `### Action: deploy`. */
export function named(title: Piece): { readonly role: Role; readonly subject: Piece | null } {
  const lead = /^[\d.\s)]*(goals?|goal state|success|action|probe|fact)(?:\s+\d[\w.]*)?\s*(?::|—|–|-(?=\s))\s*/iu.exec(title.text) // prettier-ignore
  const word = lead?.[1]?.toLowerCase() ?? ''
  const subject = lead && title.text.length > lead[0].length ? part(title, lead[0].length) : null
  // What stands behind the word is a name, though it may be "set" or "state".
  if (subject && (word === 'action' || word === 'probe')) return { role: word, subject }
  const words = folded(title.text).replace(/^(?:\d+ )+/, '')
  const whole = roles.find(([, pattern]) => pattern.test(words))?.[0]
  if (whole !== undefined) return { role: whole, subject: null }
  if (!subject) return { role: 'other', subject: null }
  if (word.startsWith('goal')) return { role: 'goal', subject }
  return { role: word === 'success' ? 'success' : 'probe', subject }
}

function roleBelow(
  title: Piece,
  parent: Section | null,
  nodes: readonly Node[],
): Pick<Section, 'role' | 'subject'> {
  const own = named(title)
  const around = parent?.role ?? 'other'
  if (around === 'action' || around === 'probe') {
    if (own.role === 'action' || own.role === 'probe') return own
    if (fieldOf(title.text) !== null) return { role: 'field', subject: null }
    // A heading that only sorts what stands below it.
    const sorts = around === 'action' && parent?.nodes.every(({ label }) => !label?.field) === true
    return sorts ? { role: 'action', subject: withoutNumber(title) } : { role: 'other', subject: null } // prettier-ignore
  }
  if (own.role !== 'other')
    // Below "Actions", what has effects is one, whatever it is called.
    return around === 'actions' && own.role !== 'action' && nodes.some(hasEffects)
      ? { role: 'action', subject: withoutNumber(title) }
      : own
  // What stands below "Actions" is one, or holds some.
  if (around === 'actions') return { role: 'action', subject: withoutNumber(title) }
  if (around === 'probes') return { role: 'probe', subject: withoutNumber(title) }
  return { role: around === 'field' ? 'other' : around, subject: null }
}

/** Whether a line or item is the label of effects. */
export function hasEffects({ label }: Node): boolean {
  return label?.field === 'effects'
}

/** "1. Deploy", "A1.2 - Deploy": the number is no part of the name. */
export function withoutNumber(title: Piece): Piece {
  const found = /^(?:(?:step|action)\s+)?(?:[A-Z]{0,3}\d+(?:\.\d+)*[.):]*(?:\s*[—–-])?|\d+[.)])\s+/iu.exec(title.text) // prettier-ignore
  return found && found[0].length < title.text.length ? part(title, found[0].length) : title
}

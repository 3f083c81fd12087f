import { lineOf } from '../text/blocks.ts'
import { labelOf } from '../text/labels.ts'
import { enclosing, type Outline, type Section } from '../text/sections.ts'
import { cleanTitle, nameOf, titleOf } from '../text/titles.ts'
import { isImperative } from '../text/words.ts'
import { isClosed } from './closed.ts'
import { isShell } from './fence.ts'
import { closedRoles } from './list.ts'
import { mention, type Mention } from './mention.ts'
import { isStretch } from './work-lists.ts'

/** A phase without tasks that has a shell fence or text, or whose name says what to do, is itself one task (R3). */
export function barePhases(outline: Outline, mentions: readonly Mention[]): readonly Mention[] {
  return barest(outline, occupiedBy(mentions)).filter((one) => isWork(one, workName(one))).map(phaseTask) // prettier-ignore
}

/**
 * Where most of the numbered phases of a row hold tasks, the others that say something, be it in words that are not known as work: the
 * plan would go past what is to be done there. Not those that are over, or that stand below notes and logs.
 */
export function phasesBesideWork(
  outline: Outline,
  mentions: readonly Mention[],
): readonly Mention[] {
  const occupied = occupiedBy(mentions)
  const bare = new Set(barest(outline, occupied))
  if (bare.size === 0) return []
  const rows = Map.groupBy(outline.all.filter(isStretch), ({ parent, number }) => `${parent?.title.start ?? -1} ${number?.kind ?? ''}`) // prettier-ignore
  return [...rows.values()]
    .filter((row) => row.filter((one) => occupied.has(one)).length * 2 > row.length)
    .flat()
    .filter((one) => bare.has(one) && saysSomething(one) && enclosing(one.parent, isAside) === null)
    .map(phaseTask)
}

/** The sections that hold tasks. */
function occupiedBy(mentions: readonly Mention[]): ReadonlySet<Section> {
  const occupied = new Set<Section>()
  for (const { section, defines } of mentions)
    if (defines || section.role !== 'log')
      for (let at: Section | null = section; at && !occupied.has(at); at = at.parent)
        occupied.add(at)
  return occupied
}

function barest({ all }: Outline, occupied: ReadonlySet<Section>): readonly Section[] {
  return all.filter(
    (section) =>
      section.kind === 'heading' &&
      section.role === 'phase' &&
      section.named &&
      !occupied.has(section) &&
      !isClosed(section) &&
      workName(section) !== '',
  )
}

function workName({ title }: Section): string {
  const clean = cleanTitle(title)
  return nameOf(clean) || clean
}

function phaseTask(section: Section): Mention {
  return mention({
    id: null,
    title: workName(section),
    piece: section.title,
    form: 'phase',
    defines: true,
    section,
    block: lineOf(section.title, null, true),
    tokens: titleOf(section.title).tokens,
    where: 'heading',
    fields: section.fields,
  })
}

function isAside({ role }: Section): boolean {
  return closedRoles.has(role)
}

/** Whether sentences, a list or a table stand below a heading, and no phases that are parts of it. */
function saysSomething({ blocks, children }: Section): boolean {
  if (children.some(({ kind, named, role }) => kind === 'heading' && named && role === 'phase'))
    return false
  return (
    blocks.some(
      (block) =>
        block.kind === 'item' ||
        block.kind === 'table' ||
        (block.kind === 'line' && isSentence(block.text)),
    ) || children.some(saysSomething)
  )
}

function isSentence(text: string): boolean {
  return text.split(' ').length > 2
}

function isWork(section: Section, name: string): boolean {
  return (
    hasBody(section) ||
    hasScript(section) ||
    hasDeliverables(section) ||
    (isImperative(name) && !launches.test(name) && holdsWork(section))
  )
}

/** Who begins is said, and not what is done. */
const launches = /^(?:launch|start|spawn|run) .*\bagents?\b/i

/** A numbered phase that says only what comes out of it, and of which no phase is a part. */
function hasDeliverables({ number, children }: Section): boolean {
  return (
    number !== undefined &&
    children.some(
      ({ role, named, items }) => role === 'deliverables' && named && items.length > 0,
    ) &&
    !children.some(({ kind, named, role }) => kind === 'heading' && named && role === 'phase')
  )
}

/** `**Actions**:` and a script below it. */
function hasScript({ children }: Section): boolean {
  return (
    !children.some(({ kind, named, role }) => kind === 'heading' && named && role === 'phase') &&
    children.some(
      ({ kind, role, fences }) => kind !== 'heading' && role === 'tasks' && fences.some(isShell),
    )
  )
}

/** Sentences or a script of its own, and nothing that would be tasks, criteria or phases. */
function hasBody(section: Section): boolean {
  if (section.children.some((child) => child.role === 'phase' || child.role === 'tasks'))
    return false
  if (section.items.length > 0 || section.tables.length > 0) return false
  return section.blocks.some((block) =>
    block.kind === 'line'
      ? !labelOf(block) && isSentence(block.text)
      : block.kind === 'fence' && isShell(block),
  )
}

/** Something that says how it is done, in it or below its labels, and no phases. */
function holdsWork({ blocks, children }: Section): boolean {
  if (children.some(({ role, named }) => named && role === 'phase')) return false
  // What a fence for goap says is said already.
  return (
    blocks.some((block) => block.kind !== 'fence' || block.language !== 'goap') ||
    children.some((child) => (child.role === 'phase' || child.role === 'tasks') && holdsWork(child))
  )
}

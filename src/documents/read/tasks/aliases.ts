import { lineOf } from '../text/blocks.ts'
import { foldId } from '../text/ids.ts'
import { enclosing, type Outline, type Section } from '../text/sections.ts'
import type { Piece } from '../text/text.ts'
import { nameOf, titleOf } from '../text/titles.ts'
import { overlap, stems } from '../text/words.ts'
import { mention, type Mention } from './mention.ts'

/** Mentions in which short names are settled, and the groups that short names stand for. */
export interface Aliased {
  readonly mentions: readonly Mention[]
  /** Folded short names: `m1` of "Milestone 1: Foundation". */
  readonly groups: ReadonlyMap<string, Section>
  /** Where each short name stands first, and the heading that it shortens. */
  readonly pairs: readonly {
    readonly id: string
    readonly piece: Piece
    readonly heading: Section
  }[]
}

/**
 * `M1: Foundation` and "Milestone 1: Foundation" are one thing (R4): the heading's task when nothing below the heading is one, else the
 * short name of the group.
 */
export function aliased(outline: Outline, collected: readonly Mention[]): Aliased {
  const mentions = collected.some(({ id }) => id?.includes('/')) ? apart(collected) : collected
  const short = shortNames(outline)
  if (short.size === 0) return { mentions, groups: new Map(), pairs: [] }
  const occupied = occupiedBy(mentions)
  const found = new Map<
    Section,
    { readonly id: string; readonly whole: boolean; readonly piece: Piece }
  >()
  const groups = new Map<string, Section>()
  for (const { id, title, section, piece } of mentions) {
    const heading = id === null ? undefined : short.get(foldId(id))
    if (!heading || id === null || !resembles(heading, title)) continue
    // What stands below the heading is a part of it.
    if (enclosing(section, (at) => at === heading)) continue
    const whole = !occupied.has(heading)
    if (!found.has(heading)) found.set(heading, { id, whole, piece })
    if (!whole) groups.set(foldId(id), heading)
  }
  if (found.size === 0) return { mentions, groups: new Map(), pairs: [] }
  const rest = mentions.filter(({ id }) => id === null || !groups.has(foldId(id)))
  const headings = [...found].flatMap(([section, { id, whole }]) =>
    whole ? [headingMention(section, id)] : [],
  )
  const all = [...rest, ...headings].toSorted((a, b) => a.piece.start - b.piece.start)
  const pairs = [...found].map(([heading, { id, piece }]) => ({ id, piece, heading }))
  return { mentions: all, groups, pairs }
}

/** The short names that the numbered headings of a document could have. */
function shortNames(outline: Outline): ReadonlyMap<string, Section> {
  const result = new Map<string, Section>()
  for (const section of outline.all) {
    const number = section.kind === 'heading' && section.depth > 1 ? section.number : undefined
    if (!number || !/^\d/.test(number.number)) continue
    for (const initials of initialsOf(number.kind)) {
      const name = `${initials}${number.number}`
      if (!result.has(name)) result.set(name, section)
    }
  }
  return result
}

function initialsOf(kind: string): readonly string[] {
  const first = kind.slice(0, 1)
  if (kind === 'workstream') return ['ws', 'w']
  if (kind === 'milestone') return ['m', 'ms']
  if (kind === 'phase') return ['p', 'ph']
  if (kind === 'subgoal') return ['sg', 'g']
  return [first]
}

/** Sections below which a mention stands. */
function occupiedBy(mentions: readonly Mention[]): ReadonlySet<Section> {
  const result = new Set<Section>()
  for (const { section, defines } of mentions)
    for (let at: Section | null = defines ? section : null; at && !result.has(at); at = at.parent)
      result.add(at)
  return result
}

/** The same words, or none: `M1` alone. */
function resembles(heading: Section, title: string): boolean {
  const words = stems(title.replace(/[█░▓▒■□]+.*$/u, ''))
  return words.size === 0 || overlap(words, stems(nameOf(heading.title.text))) >= 0.5
}

function headingMention(section: Section, id: string): Mention {
  return mention({
    id,
    title: nameOf(section.title.text),
    piece: section.title,
    form: 'block',
    defines: true,
    section,
    block: lineOf(section.title, null, true),
    fields: section.fields,
    tokens: titleOf(section.title).tokens,
    where: 'heading',
  })
}

/** `D1/D2` names two tasks where one of them is defined elsewhere; else it is one task with two names. */
function apart(mentions: readonly Mention[]): readonly Mention[] {
  const defined = new Set(
    mentions.flatMap(({ id, defines }) => (id !== null && defines ? [foldId(id)] : [])),
  )
  return mentions.flatMap((each) => {
    const names = each.id?.split('/') ?? []
    if (names.length < 2 || !names.some((name) => defined.has(foldId(name)))) return [each]
    return names.map((id) => ({ ...each, id, title: '', defines: false }))
  })
}

import { once } from '../../../base/index.ts'
import type { Group } from './groups.ts'
import { fragmentsIn } from '../text/fragments.ts'
import { foldId } from '../text/ids.ts'
import { labelOf } from '../text/labels.ts'
import { readNeeds, type Need, type Vocabulary } from './needs.ts'
import { ofSection } from '../text/remember.ts'
import type { Section } from '../text/sections.ts'
import { beyond, digit, greater, signsIn } from '../text/signs.ts'
import { part, worded, type Piece } from '../text/text.ts'

/** What a sentence says about order (R6). */
export type Statement =
  | {
      readonly kind: 'needs'
      readonly from: readonly Need[]
      readonly to: readonly Need[]
      readonly place: Piece
    }
  | { readonly kind: 'first'; readonly group: Group; readonly place: Piece }
  | { readonly kind: 'beside'; readonly groups: readonly Group[]; readonly place: Piece }

const closed = new Set([
  'log',
  'prompt',
  'analysis',
  'risk',
  'contingency',
  'rollback',
  'metrics',
  'reference',
  'deferred',
  'gate',
  'criteria',
])

/** "X depends on Y", "X must complete first", "Phases 2 and 3 can run in parallel", and `A10 → A11`. */
export function statements(section: Section, words: Vocabulary): readonly Statement[] {
  if (section.blocks.length === 0 && section.fields.length === 0) return none
  // The order of phases stands below "Strategy", too.
  if (isQuiet(section)) return section.role === 'analysis' ? section.fields.flatMap(({ name, value }) => (orderName.test(name) ? clauses(value, words) : none)) : none // prettier-ignore
  const found: Statement[] = []
  for (const { key, name, value } of section.fields)
    if (key === 'other') {
      if (orderName.test(name)) found.push(...clauses(value, words))
      else add(found, value, words)
    }
  for (const block of section.blocks)
    if (block.kind === 'line' || block.kind === 'item') add(found, valueOf(block), words)
  return found
}

function add(found: Statement[], piece: Piece, words: Vocabulary): void {
  if (piece.text.length > 600) return
  if (tellsOrder()(piece.text) !== 0) found.push(...sentence(piece, words))
  if ((signsIn(piece) & (greater | beyond)) !== 0 && /→|->|=>|⇒/.test(piece.text))
    found.push(...arrows(piece, words))
}

const none: readonly Statement[] = []

/** Whether a section, or one around it, says nothing of order. */
const isQuiet: (section: Section) => boolean = ofSection(
  ({ role, named, parent }: Section): boolean =>
    (named && closed.has(role)) || (parent !== null && isQuiet(parent)),
)

const orderName = /^(?:(?:recommended|suggested|execution|phase) )*(?:order|sequence)$/i

/** `**Recommended order**: Phase 1 first; phases 2-3 in parallel; phase 4 last.`: what follows what. */
function clauses(value: Piece, words: Vocabulary): readonly Statement[] {
  const ranks = value.text.split(/[;.]\s|→|->|,?\s+then\s/i).map((text) => {
    const found = [...text.replace(/\([^()]*\)/g, ' ').split(/\b(?:after|since|because|before)\b/i, 1).join('').matchAll(phases)] // prettier-ignore
    return found.flatMap((each) => groupsOf(firm(readNeeds(worded(value.start, value.end, each[0]), words)))) // prettier-ignore
  })
  const told = ranks.filter((rank) => rank.length > 0)
  if (told.length < 2) return none
  return told.flatMap((groups, index): readonly Statement[] => {
    const before = told[index - 1] ?? []
    const to = before.map((group) => ({ kind: 'group', group, place: value }) as const)
    const from = groups.map((group) => ({ kind: 'group', group, place: value }) as const)
    return [
      ...(groups.length > 1 ? [{ kind: 'beside', groups, place: value } as const] : []),
      ...(to.length > 0 ? [{ kind: 'needs', from, to, place: value } as const] : []),
    ]
  })
}

const phases = /\b(?:phase|sprint|wave|stage|group|week)s?\s+\w+(?:\s*(?:[-–—&,]|and|to)\s*\d+)*/gi

/** Pieces of words without which no sentence speaks of order. */
const telling =
  'depend|blocked|wait|rel|must|run|start|need|has to|have to|be |execute|proceed|happen'
const tellsOrder = once(() => fragmentsIn([telling.split('|')]))

function valueOf(piece: Piece): Piece {
  const label = labelOf(piece)
  return label && label.value.text !== '' && (signsIn(label.name) & digit) === 0
    ? label.value
    : piece
}

const middle =
  /\s(?:depends? on|is blocked by|are blocked by|waits? for|relies on|rely on|must (?:wait for|follow|come after)|runs? after|starts? after)\s/i

function sentence(piece: Piece, words: Vocabulary): readonly Statement[] {
  const found = middle.exec(piece.text)
  if (found) {
    const from = subject(part(piece, 0, found.index), words)
    const rest = part(piece, found.index + found[0].length)
    const to = firm(readNeeds(part(rest, 0, endOf(rest.text)), words))
    return from.length > 0 && to.length > 0 ? [{ kind: 'needs', from, to, place: piece }] : []
  }
  const must =
    /\s(?:must|needs? to|has to|have to) (?:be )?(?:complete[d]?|finish(?:ed)?|done|pass|merged?|land)\s+(first\b|before\s+)/i.exec(
      piece.text,
    )
  if (must) return musts(piece, must, words)
  const together =
    /\s(?:can |may |should |will )?(?:(?:run|be (?:run|done|executed)|execute|proceed|happen)\s+(?:in parallel|simultaneously|concurrently|independently)|be paralleli[sz]ed)/i.exec(
      piece.text,
    )
  if (!together) return []
  const before = piece.text.slice(0, together.index).search(/\s+(?:are|is) (?:all |mutually )?independent\b/i) // prettier-ignore
  const groups = groupsOf(subject(part(piece, 0, before < 0 ? together.index : before), words))
  const behind = part(piece, together.index + together[0].length)
  const partner = /^with\s+([^().;,]+)/i.exec(behind.text)?.[1]
  const others = partner === undefined ? [] : groupsOf(firm(readNeeds(worded(behind.start, behind.end, partner), words))) // prettier-ignore
  const result: Statement[] = []
  const all = [...groups, ...others]
  if (groups.length > 0 && all.length > 1)
    result.push({ kind: 'beside', groups: all, place: piece })
  const later = /^after\s+([^().;,]+)/i.exec(behind.text)?.[1]
  const to = later === undefined ? [] : firm(readNeeds(worded(behind.start, behind.end, later), words)) // prettier-ignore
  if (to.length > 0 && groups.length > 0)
    result.push({ kind: 'needs', from: groups.map((group) => ({ kind: 'group', group, place: piece })), to, place: piece }) // prettier-ignore
  return result
}

function groupsOf(needs: readonly Need[]): readonly Group[] {
  return needs.flatMap((need) => (need.kind === 'group' ? [need.group] : []))
}

function musts(piece: Piece, must: RegExpExecArray, words: Vocabulary): readonly Statement[] {
  const earlier = subject(part(piece, 0, must.index), words)
  if (/^first/i.test(must[1] ?? ''))
    return earlier.flatMap((need) =>
      need.kind === 'group' ? [{ kind: 'first', group: need.group, place: piece } as const] : [],
    )
  const rest = part(piece, must.index + must[0].length)
  const later = firm(readNeeds(part(rest, 0, endOf(rest.text)), words))
  return earlier.length > 0 && later.length > 0
    ? [{ kind: 'needs', from: later, to: earlier, place: piece }]
    : []
}

function endOf(text: string): number {
  const end = text.search(/\s[—–-]\s|[.;](?:\s|$)|\scompleting\b|\sbecause\b|\sto\s/)
  return end < 0 ? text.length : end
}

/** A subject counts only when it is nothing but tasks and groups. */
function subject(piece: Piece, words: Vocabulary): readonly Need[] {
  if (piece.text === '' || piece.text.length > 80) return []
  // "A3/A4 are independent fixes but both"
  const ids = several.exec(piece.text)?.[1]?.split('/')
  const tasks = ids?.flatMap((id) => words.ids.get(foldId(id)) ?? [])
  if (tasks && tasks.length === ids?.length) return [{ kind: 'tasks', tasks, place: piece }]
  const needs = readNeeds(piece, words)
  return needs.every(isFirm) ? needs : []
}

const several = /^([\w.#-]+(?:\/[\w.#-]+)+)\s+(?:are|both|all|can|will|should)\b/

function firm(needs: readonly Need[]): readonly Need[] {
  return needs.every(isFirm) ? needs : needs.filter(isFirm)
}

function isFirm(need: Need): boolean {
  return need.kind === 'tasks' || need.kind === 'group'
}

/** Outside fences an arrow is an edge only between two ids: "A10 → A11 (sequential)", "**Sprint 1.1** (…) → **Sprint 1.2**". */
function arrows(piece: Piece, words: Vocabulary): readonly Statement[] {
  // "Phase 2: A → B" is about A and B.
  const sides = piece.text
    .replace(/^[\s*]*(?:phase|wave|stage|sprint|batch|group)\s[^:→]{1,40}:/i, '')
    .split(/\s*(?:→|-->|->|=>|⇒)\s*/)
  if (sides.length < 2) return []
  const result: Statement[] = []
  for (let index = 1; index < sides.length; index++) {
    const from = onlyTask(sides[index - 1] ?? '', words)
    const to = onlyTask(sides[index] ?? '', words)
    if (from && to && from.tasks[0] !== to.tasks[0])
      result.push({ kind: 'needs', from: [to], to: [from], place: piece })
  }
  return result
}

/** The side's task: its whole text is the id, but for emphasis and a note in parentheses. */
function onlyTask(text: string, words: Vocabulary): Extract<Need, { kind: 'tasks' }> | undefined {
  const bare = text.replace(/^[\s*_`]+/, '').replace(/\*\*/g, '')
  const found =
    /^((?:[A-Za-z-]+ )?#?[A-Za-z]*[\w.-]*\d[\w.-]*)\s*(?:\([^()]*\)\s*)?(?:[.,;].*)?$/.exec(
      bare.trim(),
    )
  const task = found
    ? words.ids.get(
        (found[1] ?? '')
          .toLowerCase()
          .replace(/^task /, '')
          .replace('#', '')
          .replace(/\.$/, ''),
      )
    : undefined
  return task ? { kind: 'tasks', tasks: [task], place: worded(0, 0, text) } : undefined
}

import { otherDocument } from './other-document.ts'
import type { Draft } from '../tasks/identity.ts'
import { groupNames, groupsBySection, type Group } from './groups.ts'
import { nothing } from '../text/languages.ts'
import { foldId, isId, letters, range } from '../text/ids.ts'
import { matches } from '../text/matches.ts'
import { figureOf } from '../text/roles.ts'
import { titleIndex, type TitleIndex } from '../text/similar.ts'
import type { Section } from '../text/sections.ts'
import { part, type Piece } from '../text/text.ts'
import { plain, plainOf } from '../text/words.ts'

/** What a piece of a dependency text means (R6). */
export type Need =
  | { readonly kind: 'tasks'; readonly tasks: readonly Draft[]; readonly place: Piece }
  | { readonly kind: 'group'; readonly group: Group; readonly place: Piece }
  /** "All above", "all previous tasks". */
  | { readonly kind: 'all'; readonly place: Piece }
  /** An id that nothing defines. */
  | { readonly kind: 'dangling'; readonly id: string; readonly place: Piece }
  /** Members of a range that nothing defines. */
  | { readonly kind: 'gap'; readonly ids: readonly string[]; readonly place: Piece }
  | {
      readonly kind: 'external'
      readonly text: string
      readonly satisfied: boolean
      readonly place: Piece
    }
  | { readonly kind: 'library'; readonly text: string; readonly place: Piece }

/** What dependency texts may refer to. */
export interface Vocabulary {
  readonly ids: ReadonlyMap<string, Draft>
  readonly families: ReadonlySet<string>
  readonly titles: TitleIndex<Draft>
  readonly groups: ReadonlyMap<string, Group>
  readonly groupTitles: TitleIndex<Group>
  /** Groups by their short names: `m1` is "Milestone 1". */
  readonly aliases: ReadonlyMap<string, Group>
}

export function vocabulary(
  tasks: readonly Draft[],
  groups: readonly Group[],
  aliases: ReadonlyMap<string, Section> = new Map(),
): Vocabulary {
  const ids = new Map<string, Draft>()
  for (const task of tasks) {
    if (task.id === null) continue
    const id = foldId(task.id)
    if (!ids.has(id)) ids.set(id, task)
  }
  for (const task of tasks)
    for (const name of task.id?.includes('/') ? task.id.split('/') : [])
      if (!ids.has(foldId(name))) ids.set(foldId(name), task)
  const numbered = new Map<string, Group>()
  for (const group of groups)
    if (group.number) {
      const name = `${group.number.kind} ${group.number.number}`
      if (!numbered.has(name) || group.execution) numbered.set(name, group)
    }
  return {
    ids,
    families: new Set(
      [...ids.values()].map((task) => letters(task.id ?? '')).filter((family) => family !== ''),
    ),
    titles: titleIndex(tasks.map((task) => ({ value: task, title: task.title }))),
    groups: numbered,
    groupTitles: groupNames(groups),
    aliases: aliasesOf(groups, aliases),
  }
}

function aliasesOf(
  groups: readonly Group[],
  aliases: ReadonlyMap<string, Section>,
): ReadonlyMap<string, Group> {
  if (aliases.size === 0) return new Map()
  const bySection = groupsBySection(groups)
  return new Map(
    [...aliases].flatMap(([name, section]) => {
      const group = bySection.get(section)
      return group ? [[name, group] as const] : []
    }),
  )
}

/** Whether a text says that there is nothing to wait for. */
export function saysNone(text: string): boolean {
  return isNone(plain(text))
}

function isNone(words: string): boolean {
  return words === '' || noNeed.test(words)
}

const noNeed = new RegExp(
  `^(?:none|n/?a|nothing|no(?:ne)? dependenc(?:y|ies)|no|nil|—|–|-|\\*|\\.|${nothing})(?:$|[\\s(,.;:—–（，。-])`,
  'i',
)

/** Whether the text is only a flag: `Blocking: YES`. */
export function saysFlag(text: string): boolean {
  return /^(?:yes|no|true|false|n\/a|critical|high|medium|low)\b/i.test(plain(text))
}

/** Reads a dependency text piece by piece. */
export function readNeeds(text: Piece, words: Vocabulary): readonly Need[] {
  if (isNone(plainOf(text))) return []
  const result: Need[] = []
  let kind: string | null = null
  for (const piece of pieces(text)) {
    const needs = readPiece(piece, words, kind)
    result.push(...needs.found)
    kind = needs.kind ?? kind
  }
  return result
}

/** Splits at commas and joining words outside parentheses. */
function pieces(text: Piece): readonly Piece[] {
  const result: Piece[] = []
  let depth = 0
  let start = 0
  for (const found of matches(
    text.text,
    /[()]|[,;+&、，；]|\s(?:and|AND|plus)\s|\s[•·]\s|<br\s*\/?>/g,
  )) {
    if (found[0] === '(') depth++
    else if (found[0] === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) {
      result.push(part(text, start, found.index))
      start = found.index + found[0].length
    }
  }
  result.push(part(text, start))
  return result.filter((piece) => piece.text !== '')
}

interface PieceResult {
  readonly found: readonly Need[]
  /** `phase`, when the piece was "Phases 2", so that a following "3" is a phase as well. */
  readonly kind?: string
}

const before =
  /^(?:(?:requires?|needs?|depends? on|blocked by|after|following|completion of|complete|upon|both|the|all of|finish(?:ing)?|see|on|must follow)\s+)+/i
const behind =
  /\s+(?:(?:is |are |be |has |have |been )*(?:complete[ds]?|completion|completing|done|merged|finish(?:ed|es)?|pass(?:es|ed)?|succeed(?:s|ed)?|ready|deployed|resolved|approved|available|landed|implemented)|must\b.*|first|for\b.*|outputs?\b.*|results?\b.*|when\b.*|before\b.*|if\b.*|—.*|–.*|-\s.*)[\s.]*$/i

function readPiece(piece: Piece, words: Vocabulary, kind: string | null): PieceResult {
  const elsewhere = otherDocument(piece.text)
  if (elsewhere !== null) return { found: [{ kind: 'external', text: elsewhere, satisfied: /[✅✔☑]/u.test(piece.text), place: piece }] } // prettier-ignore
  const noted = piece.text.replace(/\([^()]*\)/g, ' ')
  const satisfied = /[✅✔☑]/u.test(piece.text)
  const text = core(noted)
  if (text === '' || saysNone(text)) return { found: [] }
  const place = piece
  const task = words.ids.get(foldId(text))
  if (task) return { found: [{ kind: 'tasks', tasks: [task], place }] }
  const alias = words.aliases.get(foldId(text))
  if (alias) return { found: [{ kind: 'group', group: alias, place }] }
  const ranged = range(text)
  if (ranged && !/^(?:phase|sprint|group|week|goal)/i.test(text))
    return { found: members(ranged, words, place) }
  const grouped = groupPiece(text, words, kind, place)
  if (grouped) return grouped
  if (
    /^(?:all\b.*\b(?:above|previous|prior|preceding|earlier|other)|all\s+tasks?|all|everything(?: above)?|previous(?: tasks?)?|above)\b/i.test(
      text,
    )
  )
    return { found: [{ kind: 'all', place }] }
  const numbered = /^\d+(?:\.\d+)+$/.test(text) ? soleGroup(text, words) : undefined
  if (numbered) return { found: [{ kind: 'group', group: numbered, place }] }
  if (isId(text) && !satisfied && (words.families.has(letters(text)) || /\d\.\d/.test(text)))
    return { found: [{ kind: 'dangling', id: text, place }] }
  const leading = /^[#\p{Letter}\p{Number}][\p{Letter}\p{Number}.#-]*/u.exec(text)?.[0] ?? ''
  const first = words.ids.get(foldId(leading))
  if (first && leading.length > 1) return { found: [{ kind: 'tasks', tasks: [first], place }] }
  const titled =
    words.titles.same(text) ?? (text.length >= 12 ? words.titles.similar(text) : undefined)
  if (titled) return { found: [{ kind: 'tasks', tasks: [titled], place }] }
  const named = words.groupTitles.same(text)
  if (named) return { found: [{ kind: 'group', group: named, place }] }
  if (
    /^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*(?:\s+v?\d[\w.]*)?$/.test(text) &&
    (/[_\d-]/.test(text) || piece.text.startsWith('`')) &&
    !satisfied
  )
    return { found: [{ kind: 'library', text, place }] }
  return { found: [{ kind: 'external', text: plain(piece.text), satisfied, place }] }
}

/** "1.2" is "Milestone 1.2" where that is the only group with this number. */
function soleGroup(number: string, { groups }: Vocabulary): Group | undefined {
  const found = [...groups.values()].filter((group) => group.number?.number === number)
  return found.length === 1 ? found[0] : undefined
}

function core(text: string): string {
  let stripped = plain(text)
    .replace(/(?:✅|✔|☑|⏳|🔄|❌|⚠)\uFE0F?/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  // Each word that is taken away has a space behind it or before: most needs are an id.
  if (!stripped.includes(' ')) return unquoted(stripped)
  stripped = stripped
    .replace(before, '')
    .replace(/^(?:tasks?|issues?|actions?|items?)\s+(?=#?\w*\d)/i, '')
  for (let round = 0; round < 3; round++) {
    const shorter = stripped.replace(behind, '').trim()
    if (shorter === stripped) break
    stripped = shorter
  }
  return unquoted(stripped)
}

function unquoted(text: string): string {
  return text.replace(/^[`"']+|[`"'.:]+$/g, '').trim()
}

function members(ids: readonly string[], words: Vocabulary, place: Piece): readonly Need[] {
  const tasks = ids.flatMap((id) => words.ids.get(id) ?? [])
  if (tasks.length === 0) return [{ kind: 'external', text: place.text, satisfied: false, place }]
  const gaps = ids.filter((id) => !words.ids.has(id))
  return [
    { kind: 'tasks', tasks, place },
    ...(gaps.length > 0 ? [{ kind: 'gap', ids: gaps, place } as const] : []),
  ]
}

const groupShape =
  /^(phase|sprint|week|wave|group|stage|iteration|batch|track|workstream|milestone|component|sub-?goal|goal|agent|epic|step)s?\s+#?([\w.]+)(?:\s*(?:-|–|—|to|through)\s*#?(\d+))?(?:$|[\s:(—–-])/i

function groupPiece(
  text: string,
  words: Vocabulary,
  kind: string | null,
  place: Piece,
): PieceResult | undefined {
  const found = groupShape.exec(text)
  const name = (found?.[1] ?? kind)?.toLowerCase().replace('-', '')
  const from =
    found?.[2] ??
    (kind !== null && /^#?\d+[A-Za-z]?$/.test(text) ? text.replace('#', '') : undefined)
  if (name === undefined || from === undefined) return undefined
  const to = found?.[3]
  const numbers =
    to !== undefined && /^\d+$/.test(from)
      ? (range(`${from}-${to}`) ?? [from])
      : [figureOf(from.toLowerCase())]
  const needs = numbers.flatMap((number): Need[] => {
    const group = words.groups.get(`${name} ${number}`)
    const task = group ? undefined : words.ids.get(`${name} ${number}`)
    if (group) return [{ kind: 'group', group, place }]
    return task ? [{ kind: 'tasks', tasks: [task], place }] : []
  })
  if (needs.length > 0) return { found: needs, kind: name }
  const satisfied = /[✅✔☑]/u.test(place.text)
  return { found: [{ kind: 'external', text: plain(place.text), satisfied, place }], kind: name }
}

import type { Mark, Status } from '../../../model/index.ts'
import type { Draft } from './identity.ts'
import type { Group } from '../order/groups.ts'
import type { Mention } from './mention.ts'
import { enclosing, type Field, type Outline, type Section } from '../text/sections.ts'
import type { Piece } from '../text/text.ts'
import { statusOf, titleTokens, valueTokens, type Token } from '../text/tokens.ts'

/** A status and the words it rests on. */
export interface StatusClaim {
  readonly status: Status
  readonly place: Piece
  /** Higher wins (R9). */
  readonly rank: number
}

/** A token with the kind of place it stands in. */
export interface PlacedToken {
  readonly token: Token
  readonly where: Mark['where']
}

/** Everything that shows how far a task is: the tokens of all its mentions and their status fields. */
export function taskTokens(task: Draft): readonly PlacedToken[] {
  return task.mentions.flatMap((mention) => [
    ...mention.tokens.map((token) => ({ token, where: mention.where })),
    ...fieldTokens(mention.fields),
  ])
}

function fieldTokens(fields: readonly Field[]): readonly PlacedToken[] {
  return fields
    .filter((field) => field.key === 'status')
    .flatMap((field) =>
      valueTokens(field.value).map((token) => ({ token, where: 'line' as const })),
    )
}

/** What the mentions of a task say, the weightiest first; within one rank the last. */
export function taskClaims(task: Draft): readonly StatusClaim[] {
  const newest = newestOf(task.mentions)
  return task.mentions
    .flatMap((mention) => claimOf(task, mention, newest))
    .toReversed()
    .toSorted((a, b) => b.rank - a.rank)
}

function claimOf(task: Draft, mention: Mention, newest: string | null): readonly StatusClaim[] {
  const field = fieldTokens(mention.fields).map(({ token }) => token)
  const own = statusOf(mention.tokens)
  // An open box says less than `Status: blocked` below it.
  const isOpenBox = own === 'pending' && mention.tokens.every(({ kind }) => kind === 'checkbox')
  const told = isOpenBox ? (statusOf(field) ?? own) : (own ?? statusOf(field))
  const status = mention.struck ? 'skipped' : told
  if (status === null) return []
  return [
    {
      status,
      place: (told === own ? mention.tokens[0] : field[0]) ?? field[0] ?? mention.piece,
      rank: newest !== null && updateOf(mention.section) === newest ? 6 : rankOf(task, mention),
    },
  ]
}

/** The newest date of the updates that speak of a task; null when none does. */
function newestOf(mentions: readonly Mention[]): string | null {
  const dates = mentions.flatMap(({ section }) => updateOf(section) ?? [])
  return dates.toSorted().at(-1) ?? null
}

/** The date of the update that a section belongs to: "Status update 2026-07-18", "Progress (as of 2026-03-20)". */
function updateOf(section: Section): string | null {
  const held = enclosing(section, (at) => at.kind === 'heading' && at.depth > 1 && isUpdate(at))
  return held ? (/20\d\d-\d\d-\d\d/.exec(held.title.text)?.[0] ?? null) : null
}

function isUpdate({ title }: Section): boolean {
  return (
    /\b20\d\d-\d\d-\d\d\b/.test(title.text) &&
    /\b(?:status|progress|update[ds]?|snapshot|results?|verified|as of|review|audit|completed|state)\b/i.test(
      title.text,
    )
  )
}

function rankOf(task: Draft, mention: Mention): number {
  if (mention === task.definition) return 5
  if (mention.form === 'agents') return 2
  if (mention.form === 'table' || (mention.form === 'block' && mention.defines)) return 4
  return 3
}

/** The tokens in a group's headings and behind its names. */
export function groupTokens(group: Group): readonly PlacedToken[] {
  return group.places.flatMap(({ title, section, value }) => {
    const where =
      section?.kind === 'heading'
        ? ('heading' as const)
        : section
          ? ('line' as const)
          : ('fence' as const)
    const inside = titleTokens(title).filter(
      (token) => token.status !== 'pending' || token.kind === 'word' || /[⏳⬜]/u.test(token.text),
    )
    return [
      ...inside.map((token) => ({ token, where })),
      ...(value ? valueTokens(value).map((token) => ({ token, where })) : []),
      ...fieldTokens(section?.fields ?? []),
    ]
  })
}

/** What a group's headings say of it as a whole; the last place that says something counts. */
export function groupStatus(group: Group): StatusClaim | null {
  let found: StatusClaim | null = null
  for (const place of group.places) {
    const tokens = groupTokens({ ...group, places: [place] }).map(({ token }) => token)
    const status = statusOf(tokens)
    const first = tokens[0]
    if (status !== null && first) found = { status, place: first, rank: 1 }
  }
  return found
}

/** "— COMPLETE ✅" behind the document's title, or a status line that says so. Other words say nothing of single tasks. */
export function documentStatus(outline: Outline): StatusClaim | null {
  const title = outline.all.find((section) => section.depth === 1)
  const tokens = [
    ...(title ? titleTokens(title.title) : []),
    ...(title?.fields ?? [])
      .filter((field) => field.key === 'status')
      .flatMap((field) => valueTokens(field.value)),
  ]
  const status = statusOf(tokens)
  const first = tokens[0]
  return status !== null && first ? { status, place: first, rank: 0 } : null
}

/** A task's status: its own claims, else its whole's, its groups' and the document's, as far as these are terminal. */
export function statusesOf(
  tasks: readonly Draft[],
  parents: ReadonlyMap<Draft, Draft>,
  groups: readonly Group[],
  document: StatusClaim | null,
): ReadonlyMap<Draft, StatusClaim> {
  const result = new Map<Draft, StatusClaim>()
  const byTask = new Map<Draft, StatusClaim>()
  for (const group of groups) {
    const claim = groupStatus(group)
    if (claim && (claim.status === 'done' || claim.status === 'skipped'))
      for (const task of group.tasks)
        if (!byTask.has(task) || group.execution) byTask.set(task, claim)
  }
  const settle = (task: Draft, depth: number): StatusClaim | undefined => {
    const known = result.get(task)
    if (known) return known
    const parent = parents.get(task)
    const own = taskClaims(task)[0]
    const above = parent && depth < 20 ? settle(parent, depth + 1) : undefined
    const whole =
      above && (above.status === 'done' || above.status === 'skipped') ? above : undefined
    const claim =
      own ?? whole ?? byTask.get(task) ?? (document?.status === 'done' ? document : undefined)
    if (claim) result.set(task, claim)
    return claim
  }
  for (const task of tasks) settle(task, 0)
  return result
}

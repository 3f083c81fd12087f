import type { Status } from '../../../model/index.ts'
import type { Draft } from './identity.ts'
import type { Group } from '../order/groups.ts'
import type { GroupPlace } from '../order/places.ts'
import type { Mention } from './mention.ts'
import { ofSection, ofTasks } from '../text/remember.ts'
import { enclosing, type Field, type Outline, type Section } from '../text/sections.ts'
import { titleOf } from '../text/titles.ts'
import type { Piece } from '../text/text.ts'
import { statusOf, titleTokens, valueTokens, type PlacedToken, type Token } from '../text/tokens.ts'

/** A status and the words it rests on. */
export interface StatusClaim {
  readonly status: Status
  readonly place: Piece
  /** Higher wins (R9). */
  readonly rank: number
}

/** Everything that shows how far a task is: the tokens of all its mentions and their status fields. */
export function taskTokens(task: Draft): readonly PlacedToken[] {
  const found: PlacedToken[] = []
  for (const { tokens, where, fields } of task.mentions) {
    for (const token of tokens) found.push({ token, where })
    for (const token of statusTokens(fields)) found.push({ token, where: 'line' })
  }
  return found
}

/** The tokens of `Status:` fields. */
export function statusTokens(fields: readonly Field[]): readonly Token[] {
  let found: readonly Token[] = noTokens
  for (const { key, value } of fields)
    if (key === 'status')
      found = found.length === 0 ? valueTokens(value) : [...found, ...valueTokens(value)]
  return found
}

const noTokens: readonly Token[] = []

/** What the mentions of a task say, the weightiest first; within one rank the last. */
export const taskClaims: (task: Draft) => readonly StatusClaim[] = ofTasks(findTaskClaims)

function findTaskClaims(task: Draft): readonly StatusClaim[] {
  const newest = newestOf(task.mentions)
  const claims: StatusClaim[] = []
  for (const mention of task.mentions) {
    const claim = claimOf(task, mention, newest)
    if (claim) claims.push(claim)
  }
  return claims.length < 2 ? claims : claims.toReversed().toSorted((a, b) => b.rank - a.rank)
}

function claimOf(task: Draft, mention: Mention, newest: string | null): StatusClaim | undefined {
  const field = statusTokens(mention.fields)
  const own = statusOf(mention.tokens)
  // An open box says less than `Status: blocked` below it.
  const isOpenBox = own === 'pending' && mention.tokens.every(({ kind }) => kind === 'checkbox')
  const told = isOpenBox ? (statusOf(field) ?? own) : (own ?? statusOf(field))
  // `- [x] ~~Dig~~` is crossed off as done; without a mark what is crossed out is dropped.
  const status = mention.struck && told !== 'done' ? 'skipped' : told
  if (status === null) return undefined
  return {
    status,
    place: (told === own ? mention.tokens[0] : field[0]) ?? field[0] ?? mention.piece,
    rank: newest !== null && updateOf(mention.section) === newest ? 6 : rankOf(task, mention),
  }
}

/** The newest date of the updates that speak of a task; null when none does. */
function newestOf(mentions: readonly Mention[]): string | null {
  let newest: string | null = null
  for (const { section } of mentions) {
    const date = updateOf(section)
    if (date !== null && (newest === null || date > newest)) newest = date
  }
  return newest
}

/** The date of the update that a section belongs to: "Status update 2026-07-18", "Progress (as of 2026-03-20)". */
const updateOf: (section: Section) => string | null = (section) => {
  const date = updateDate(section)
  return date === '' ? null : date
}

const updateDate: (section: Section) => string = ofSection(findUpdateDate)

function findUpdateDate(section: Section): string {
  const held = enclosing(section, (at) => at.kind === 'heading' && at.depth > 1 && isUpdate(at))
  return held ? (/20\d\d-\d\d-\d\d/.exec(held.title.text)?.[0] ?? '') : ''
}

function isUpdate({ title }: Section): boolean {
  return (
    title.text.includes('20') &&
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
export function groupTokens({ places }: Group): readonly PlacedToken[] {
  const found: PlacedToken[] = []
  for (const place of places) addTokens(found, place)
  return found
}

function addTokens(found: PlacedToken[], { title, section, value, marks = [] }: GroupPlace): void {
  const where = section?.kind === 'heading' ? 'heading' : section ? 'line' : 'fence'
  for (const mark of marks) found.push(mark)
  for (const token of titleTokens(title))
    if (token.status !== 'pending' || token.kind === 'word' || /[⏳⬜]/u.test(token.text))
      found.push({ token, where })
  if (value) for (const token of valueTokens(value)) found.push({ token, where })
  if (section)
    for (const token of statusTokens(section.fields)) found.push({ token, where: 'line' })
}

/** What a group's headings say of it as a whole; the last place that says something counts. */
export function groupStatus(group: Group): StatusClaim | null {
  const claim = statusOfGroup(group)
  return claim ?? null
}

const statusOfGroup: (group: Group) => StatusClaim | undefined = ofTasks(findGroupStatus)

function findGroupStatus(group: Group): StatusClaim | undefined {
  let found: StatusClaim | undefined
  for (const place of group.places) {
    const placed: PlacedToken[] = []
    addTokens(placed, place)
    const tokens = placed.map(({ token }) => token)
    const status = statusOf(tokens)
    const first = tokens[0]
    if (status !== null && first) found = { status, place: first, rank: 1 }
  }
  return found
}

/** "— COMPLETE ✅" behind the document's title, or a status line that says so. Other words say nothing of single tasks. */
export function documentStatus(outline: Outline): StatusClaim | null {
  const title = outline.all.find((section) => section.depth === 1)
  const tokens = [...(title ? titleTokens(title.title) : []), ...statusTokens(title?.fields ?? [])]
  const status = statusOf(tokens)
  const first = tokens[0]
  return status !== null && first ? { status, place: first, rank: 0 } : null
}

/** What comes next is not done when the document is. */
const isAhead: (section: Section) => boolean = ofSection(
  (section: Section) =>
    enclosing(section, ({ kind, title }) => kind !== 'root' && ahead.test(title.text)) !== null,
)

const ahead =
  /\b(?:next (?:steps?|actions?|tasks?|phases?|sprint)|remaining|outstanding|upcoming|follow[- ]?ups?|future|recommend(?:ed|ations?)|to-?do)\b/i

/** What the nearest heading that says so says of all below it: "Implementation (done)", "Completed packages". */
function claimAbove(section: Section): StatusClaim | undefined {
  const said = enclosing(section, (at) => at.kind === 'heading' && at.depth > 1 && saysDone(at))
  return said ? { status: 'done', place: said.title, rank: 1 } : undefined
}

const saysDone: (section: Section) => boolean = ofSection(({ title, number }: Section) => {
  // A task's heading speaks of that task.
  const { id, firm } = titleOf(title)
  if (id !== null && firm && number === undefined && !/^\d/.test(id)) return false
  // "✅ Do first" is an adornment.
  const status = statusOf(titleTokens(title).filter(({ start }) => start > title.start))
  return status === null ? finished.test(title.text) : status === 'done'
})

const finished =
  /^(?:\d+[.)] )?(?:already )?(?:completed|finished|done|implemented)\b(?! (?:by|when|if|criteri|definition))|^(?:\w+ )?(?:tasks?|packages?|items?|work|actions?|phases?) (?:completed|done|finished|implemented)$/i

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
      own ??
      whole ??
      byTask.get(task) ??
      claimAbove(task.definition.section) ??
      (document?.status === 'done' && !isAhead(task.definition.section) ? document : undefined)
    if (claim) result.set(task, claim)
    return claim
  }
  for (const task of tasks) settle(task, 0)
  return result
}

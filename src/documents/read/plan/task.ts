import type { Milliseconds } from '../../../base/index.ts'
import type { Effort, External, Provenance, Retry, Task } from '../../../model/index.ts'
import type { PhaseDraft } from '../order/phases.ts'
import { dueOf, effortOf, fieldIn, priorityOf } from '../tasks/fields.ts'
import { definitionFirst, type Draft } from '../tasks/identity.ts'
import type { Group } from '../order/groups.ts'
import { ofTasks } from '../text/remember.ts'
import { listed, reportIn } from '../tasks/reports.ts'
import type { Mention } from '../tasks/mention.ts'
import { retryOf, spanText, timeoutOf } from '../text/limits.ts'
import type { Field } from '../text/sections.ts'
import type { Piece, Text } from '../text/text.ts'
import { cleanTitle } from '../text/titles.ts'
import { plain } from '../text/words.ts'
import type { Reading } from '../understand.ts'
import { reasons } from './reasons.ts'

/** What all tasks of a document share while they are written down. */
export interface Shared {
  readonly reading: Reading
  readonly text: Text
  readonly year: string | null
  readonly phase: PhaseDraft | null
}

/** The task that a draft amounts to, with the reason for each of its facts. */
export function taskOf(
  task: Draft,
  edges: Reading['edges'],
  outside: readonly External[],
  shared: Shared,
): Task {
  const { reading, text, year, phase } = shared
  const mentions = definitionFirst(task)
  const fields = mentions.length === 1 ? task.definition.fields : mentions.flatMap((each) => each.fields) // prettier-ignore
  const priority = priorityClaim(task, mentions, reading)
  const effort = effortClaim(task, fields)
  const due = dueClaim(fields, year)
  const groups = reading.ofTask.get(task) ?? []
  const retry = retryClaim(fields) ?? inherited(groups, groupRetry)
  const timeout = timeoutClaim(fields) ?? inherited(groups, groupTimeout)
  const command = reading.commands.get(task)
  const script = reading.scripts.get(task)
  const status = reading.statuses.get(task)
  const agent = reading.agents.get(task)
  const parent = reading.parents.get(task)
  const prompt = reading.prompts.get(task)
  const outputs = fields.length === 0 ? fields : fields.filter(({ key, value }) => key === 'outputs' && value.text !== '') // prettier-ignore
  const told = fieldIn(fields, 'report')
  const report = told ? listed(told.value.text) : prompt ? reportIn(prompt.text) : nothing
  const { all: provenance, add } = reasons(text)
  add('task', task.key, ruleOf(task.definition), 'stated', task.definition.piece)
  add('parent', parent?.key, 'R3', nesting(task), task.definition.piece)
  add('phase', phase?.group.key, 'R14', within(task, phase), phase?.group.places[0]?.title ?? null)
  for (const { to, rule, origin, place } of edges) add('needs', to.key, rule, origin, place)
  add('agent', agent?.name, 'R10', agent?.origin ?? 'stated', agent?.place ?? null)
  const own = status !== undefined && status.rank >= 2
  add('status', status?.status, 'R9', own ? 'stated' : 'inferred', status?.place ?? null)
  add('command', command?.command, 'R13', 'stated', command?.place ?? null)
  add('script', script && shortened(script.code), 'R13', 'stated', script?.place ?? null)
  add('priority', priority?.value, 'R3', priority?.origin ?? 'stated', priority?.place ?? null)
  add('effort', effort && minutes(effort.value), 'R12', 'stated', effort?.place ?? null)
  add('due', due?.value, 'R12', due?.whole ? 'stated' : 'inferred', due?.place ?? null)
  add(
    'retry',
    retry && retryText(retry.value),
    'R12',
    retry?.origin ?? 'stated',
    retry?.place ?? null,
  )
  add(
    'timeout',
    timeout && spanText(timeout.value),
    'R12',
    timeout?.origin ?? 'stated',
    timeout?.place ?? null,
  )
  add('prompt', prompt && shortened(prompt.text), 'R12', 'stated', prompt ?? null)
  for (const { value } of outputs) add('output', plain(value.text), 'R12', 'stated', value)
  add('report', report.join('; ') || undefined, 'R12', 'stated', told?.value ?? prompt ?? null)
  const made: Task = {
    key: task.key,
    id: task.id,
    title: task.title,
    place: text.place(task.definition.piece),
    status: status?.status ?? null,
    agent: agent?.name ?? null,
    phase: phase?.group.key ?? null,
    group: cleanTitle(task.group.title) || null,
    parent: parent?.key ?? null,
    priority: priority?.value ?? null,
    needs: distinct(edges),
    externals: outside,
    command: command?.command ?? null,
    commandPlace: command ? text.place(command.place) : null,
    prompt: prompt?.text ?? null,
    effort: effort?.value ?? null,
    due: due?.value ?? null,
    outputs: outputs.map(({ value }) => plain(value.text)),
    provenance,
  }
  if (!script && report.length === 0 && !retry && !timeout) return made
  return withOptional(made, {
    ...(script && { script: { language: script.language, code: script.code, place: text.place(script.place) } }), // prettier-ignore
    ...(report.length > 0 && { report }),
    ...(retry && { retry: retry.value }),
    ...(timeout && { timeout: timeout.value }),
  })
}

/** A task with what few tasks have. Apart from the others, which are made in one go. */
function withOptional(
  { prompt, effort, due, outputs, provenance, ...before }: Task,
  { script, ...behind }: Pick<Task, 'script' | 'report' | 'retry' | 'timeout'>,
): Task {
  return { ...before, ...(script && { script }), prompt, effort, due, outputs, ...behind, provenance } // prettier-ignore
}

const nothing: readonly string[] = []

function distinct(edges: Reading['edges']): readonly string[] {
  const [first] = edges
  if (!first) return []
  return edges.length === 1 ? [first.to.key] : [...new Set(edges.map(({ to }) => to.key))]
}

/** Which part of R3 made a task of it. */
function ruleOf({ form, id, block }: Mention): string {
  if (form === 'table') return 'R3.1'
  if (form === 'block') return 'R3.2'
  if (form === 'phase') return 'R3.6'
  if (form === 'fence') return id === null ? 'R3.3' : 'R3.5'
  if (id !== null) return 'R3.2'
  return block.kind === 'item' && block.checkbox ? 'R3.3' : 'R3.4'
}

/** A part is nested below its whole, or its id says so: `T1.1` of `T1`. */
function nesting(task: Draft): Provenance['origin'] {
  return task.mentions.some(({ parent }) => parent !== null) ? 'stated' : 'inferred'
}

/** A task stands below its phase's heading, or the phase only names it. */
function within(task: Draft, phase: PhaseDraft | null): Provenance['origin'] {
  const places = phase?.group.places ?? []
  for (let at: Draft['group'] | null = task.definition.section; at; at = at.parent)
    for (const { section } of places) if (section === at) return 'stated'
  return 'inferred'
}

interface EffortClaim {
  readonly value: Effort
  readonly place: Piece
}

/** An `Effort:` or, in the title, `(2h)` or `(2-3 days)`. */
function effortClaim(task: Draft, fields: readonly Field[]): EffortClaim | null {
  const field = fieldIn(fields, 'effort')
  const stated = field && effortOf(field.value.text)
  if (field && stated) return { value: stated, place: field.value }
  const written = task.title.includes('(') ? task.title : task.definition.piece.text
  const inside = written.includes('(') ? /\(~?(\d[^()]{0,30})\)/.exec(written)?.[1] : undefined
  const isTime =
    inside !== undefined &&
    /^[\d.,\s–—-]+(?:m|min|h|hr|d|day|hour|minute|week|w)[a-z]*$/i.test(inside)
  const value = isTime ? effortOf(inside) : null
  return value && { value, place: task.definition.piece }
}

interface Claim<T> {
  readonly value: T
  readonly place: Piece
  /** Absent: stated of the task itself. */
  readonly origin?: 'inferred'
}

function retryClaim(fields: readonly Field[]): Claim<Retry> | null {
  for (const { key, value: place } of fields) {
    const value = key === 'retries' || key === 'attempts' ? retryOf(key, place.text) : null
    if (value) return { value, place }
  }
  return null
}

function timeoutClaim(fields: readonly Field[]): Claim<Milliseconds> | null {
  for (const { key, value: place } of fields) {
    const value = key === 'timeout' ? timeoutOf(place.text) : null
    if (value !== null) return { value, place }
  }
  return null
}

/** What the innermost of the task's groups says of all its tasks. */
function inherited<T>(
  groups: readonly Group[],
  of: (group: Group) => Claim<T> | undefined,
): Claim<T> | null {
  for (const group of groups) {
    const claim = of(group)
    if (claim) return { ...claim, origin: 'inferred' }
  }
  return null
}

const groupRetry: (group: Group) => Claim<Retry> | undefined = ofTasks(
  (group: Group) => retryClaim(groupFields(group)) ?? undefined,
)
const groupTimeout: (group: Group) => Claim<Milliseconds> | undefined = ofTasks(
  (group: Group) => timeoutClaim(groupFields(group)) ?? undefined,
)

function groupFields({ places }: Group): readonly Field[] {
  return places.slice(0, 20).flatMap(({ section }) => section?.fields ?? [])
}

function retryText({ attempts, delay, on }: Retry): string {
  const apart = delay === undefined ? '' : `, ${spanText(delay)} apart`
  return `${attempts} attempt${attempts === 1 ? '' : 's'}${apart}${on === 'transient' ? ', transient failures only' : ''}`
}

function minutes({ minimum, maximum }: Effort): string {
  return minimum === maximum ? `${minimum} min` : `${minimum}–${maximum} min`
}

function dueClaim(
  fields: readonly Field[],
  year: string | null,
): { readonly value: string; readonly whole: boolean; readonly place: Piece } | null {
  const field = fieldIn(fields, 'due')
  const value = field ? dueOf(field.value.text, year) : null
  return field && value !== null
    ? { value, whole: field.value.text.includes(value), place: field.value }
    : null
}

function shortened(prompt: string): string {
  const [first = ''] = prompt.split('\n')
  return first.length < prompt.length ? `${first} …` : first
}

interface PriorityClaim {
  readonly value: NonNullable<Task['priority']>
  readonly place: Piece
  readonly origin: Provenance['origin']
}

/** A task's own priority, else that of its whole, else that of its groups. */
function priorityClaim(
  task: Draft,
  mentions: Draft['mentions'],
  reading: Reading,
): PriorityClaim | null {
  for (const mention of mentions) {
    const claim = fieldPriority(mention.fields, 'stated')
    if (claim) return claim
  }
  const inherited = fieldPriority(reading.parents.get(task)?.definition.fields ?? [], 'inferred')
  if (inherited) return inherited
  for (const group of reading.ofTask.get(task) ?? []) {
    const claim = groupPriority(group)
    if (claim !== 'none') return claim
  }
  return null
}

const groupPriority: (group: Group) => PriorityClaim | 'none' = ofTasks(findGroupPriority)

function findGroupPriority(group: Group): PriorityClaim | 'none' {
  for (const { section, title } of group.places.slice(0, 20)) {
    const stated = /\bP[0-3]\b/.exec(title.text)?.[0]
    const value = stated === undefined ? null : priorityOf(stated)
    const claim =
      fieldPriority(section?.fields ?? [], 'inferred') ??
      (value && { value, place: title, origin: 'inferred' as const })
    if (claim) return claim
  }
  return 'none'
}

function fieldPriority(
  fields: readonly Field[],
  origin: Provenance['origin'],
): PriorityClaim | null {
  const field = fieldIn(fields, 'priority')
  const value = field ? priorityOf(field.value.text) : null
  return field && value ? { value, place: field.value, origin } : null
}

/** Needs that no document defines, as things outside. */
export function externalsOf(
  loose: Reading['dependencies']['loose'],
  text: Text,
): readonly External[] {
  return loose.flatMap(({ need }) =>
    need.kind === 'external'
      ? [{ text: need.text, satisfied: need.satisfied, place: text.place(need.place) }]
      : need.kind === 'dangling'
        ? [{ text: need.id, satisfied: false, place: text.place(need.place) }]
        : [],
  )
}

import { slug } from '../../base/index.ts'
import {
  parseExpectation,
  type Criterion,
  type External,
  type Gate,
  type Phase,
  type Plan,
  type Provenance,
  type Slug,
  type Task,
} from '../../model/index.ts'
import { agentNames } from './tasks/agents.ts'
import { dueOf, effortOf, fieldIn, priorityOf, yearOf } from './tasks/fields.ts'
import type { CriterionDraft } from './gates/criteria.ts'
import type { GateDraft } from './gates/gates.ts'
import type { Group } from './order/groups.ts'
import { cleanTitle } from './text/titles.ts'
import { freeKey, type Draft } from './tasks/identity.ts'
import type { PhaseDraft } from './order/phases.ts'
import { groupStatus } from './tasks/statuses.ts'
import type { Piece, Text } from './text/text.ts'
import { plain } from './text/words.ts'
import type { Reading } from './understand.ts'

/** The plan that a reading amounts to. */
export function planOf(reading: Reading, text: Text, file: string): Plan {
  const runs = runnersOf(reading.phases)
  const year = yearOf(text.clean)
  const needs = Map.groupBy(reading.edges, (edge) => edge.from)
  const loose = Map.groupBy(reading.dependencies.loose, (each) => each.task)
  const tasks = reading.tasks.map((task): Task => {
    const shared = { reading, text, year, phase: runs.get(task) ?? null }
    return taskOf(task, needs.get(task) ?? [], externals(loose.get(task) ?? [], text), shared)
  })
  return {
    document: file,
    title: titleOfPlan(reading, text),
    strategy: reading.strategy?.mode ?? null,
    tasks,
    phases: reading.phases.map((phase) => phaseOf(phase, reading, text)),
    gates: gatesOf(reading, text),
    contingencies: reading.contingencies.map(({ piece, ...rest }) => ({
      ...rest,
      place: text.place(piece),
    })),
    agents: [...new Set([...tasks.flatMap((task) => task.agent ?? []), ...namedAgents(reading)])],
    metrics: reading.metrics.map(({ piece, ...rest }) => ({ ...rest, place: text.place(piece) })),
    risks: reading.risks.map(({ piece, ...rest }) => ({ ...rest, place: text.place(piece) })),
    deliverables: reading.deliverables,
  }
}

function titleOfPlan(reading: Reading, text: Text): string {
  const heading =
    reading.outline.all.find((section) => section.depth === 1) ??
    reading.outline.all.find((section) => section.kind === 'heading')
  if (heading) return cleanTitle(heading.title)
  return plain(/^.*\S.*$/m.exec(text.clean.slice(0, 2000))?.[0] ?? '').slice(0, 120)
}

/** The innermost phase of each task: phases around it run it too. */
function runnersOf(phases: readonly PhaseDraft[]): ReadonlyMap<Draft, PhaseDraft> {
  const runs = new Map<Draft, PhaseDraft>()
  for (const phase of phases)
    for (const task of phase.tasks) {
      const known = runs.get(task)
      if (!known || depthOf(phase.group) > depthOf(known.group)) runs.set(task, phase)
    }
  return runs
}

function depthOf(group: Group): number {
  let depth = 0
  for (let at = group.places[0]?.section ?? null; at; at = at.parent) depth++
  return depth
}

interface Shared {
  readonly reading: Reading
  readonly text: Text
  readonly year: string | null
  readonly phase: PhaseDraft | null
}

function taskOf(
  task: Draft,
  edges: Reading['edges'],
  outside: readonly External[],
  { reading, text, year, phase }: Shared,
): Task {
  const fields = definitionFirst(task).flatMap((mention) => mention.fields)
  const priority = priorityClaim(task, reading)
  const effort = fieldIn(fields, 'effort')
  const due = fieldIn(fields, 'due')
  const command = reading.commands.get(task)
  const status = reading.statuses.get(task)
  const agent = reading.agents.get(task)
  const stated = { rule: 'R3', origin: 'stated' } as const
  const provenance: Provenance[] = edges.map(({ to, rule, origin, place }) => ({
    field: 'needs',
    value: to.key,
    rule,
    origin,
    place: text.place(place),
  }))
  if (agent)
    provenance.push({
      field: 'agent',
      value: agent.name,
      rule: 'R10',
      origin: agent.origin,
      place: text.place(agent.place),
    })
  if (status)
    provenance.push({
      field: 'status',
      value: status.status,
      rule: 'R9',
      origin: status.rank >= 3 ? 'stated' : 'inferred',
      place: text.place(status.place),
    })
  if (command)
    provenance.push({
      field: 'command',
      value: command.command,
      ...stated,
      rule: 'R13',
      place: text.place(command.place),
    })
  if (priority)
    provenance.push({
      field: 'priority',
      value: priority.value,
      ...stated,
      place: text.place(priority.place),
    })
  return {
    key: task.key,
    id: task.id,
    title: task.title,
    place: text.place(task.definition.piece),
    status: status?.status ?? null,
    agent: agent?.name ?? null,
    phase: phase?.group.key ?? null,
    group: cleanTitle(task.group.title) || null,
    parent: reading.parents.get(task)?.key ?? null,
    priority: priority?.value ?? null,
    needs: [...new Set(edges.map(({ to }) => to.key))],
    externals: outside,
    command: command?.command ?? null,
    commandPlace: command ? text.place(command.place) : null,
    prompt: reading.prompts.get(task) ?? null,
    effort: effortOf(effort?.value.text ?? '') ?? titleEffort(task),
    due: due ? dueOf(due.value.text, year) : null,
    outputs: fields.flatMap((field) =>
      field.key === 'outputs' && field.value.text !== '' ? [plain(field.value.text)] : [],
    ),
    provenance,
  }
}

function definitionFirst(task: Draft): Draft['mentions'] {
  return [task.definition, ...task.mentions.filter((mention) => mention !== task.definition)]
}

/** `(2h)`, `(2-3 days)` in the title. */
function titleEffort(task: Draft): Task['effort'] {
  const inside = /\(~?(\d[^()]{0,30})\)/.exec(task.title)?.[1]
  return inside !== undefined &&
    /^[\d.,\s–—-]+(?:m|min|h|hr|d|day|hour|minute|week|w)[a-z]*$/i.test(inside)
    ? effortOf(inside)
    : null
}

function priorityClaim(
  task: Draft,
  reading: Reading,
): { value: NonNullable<Task['priority']>; place: Piece } | null {
  for (const mention of definitionFirst(task)) {
    const field = fieldIn(mention.fields, 'priority')
    const value = field ? priorityOf(field.value.text) : null
    if (field && value) return { value, place: field.value }
  }
  const parent = reading.parents.get(task)
  const above =
    parent && parent.definition.fields.length > 0
      ? fieldIn(parent.definition.fields, 'priority')
      : undefined
  const inherited = above ? priorityOf(above.value.text) : null
  if (above && inherited) return { value: inherited, place: above.value }
  for (const group of reading.ofTask.get(task) ?? []) {
    for (const { section, title } of group.places.slice(0, 20)) {
      const field = section ? fieldIn(section.fields, 'priority') : undefined
      const stated = /\bP[0-3]\b/.test(title.text)
        ? priorityOf(/\bP[0-3]\b/.exec(title.text)?.[0] ?? '')
        : null
      const value = (field ? priorityOf(field.value.text) : null) ?? stated
      if (value) return { value, place: field?.value ?? title }
    }
  }
  return null
}

function externals(loose: Reading['dependencies']['loose'], text: Text): readonly External[] {
  return loose.flatMap(({ need }) =>
    need.kind === 'external'
      ? [{ text: need.text, satisfied: need.satisfied, place: text.place(need.place) }]
      : need.kind === 'dangling'
        ? [{ text: need.id, satisfied: false, place: text.place(need.place) }]
        : [],
  )
}

function phaseOf(phase: PhaseDraft, reading: Reading, text: Text): Phase {
  const { group, mode } = phase
  const said = groupStatus(group)
  const open = phase.tasks.some((task) => {
    const own = reading.statuses.get(task)
    return own !== undefined && own.rank > 1 && own.status !== 'done' && own.status !== 'skipped'
  })
  const status = said?.status === 'done' && open ? 'running' : (said?.status ?? null)
  const agents = group.places.flatMap(
    ({ section }) =>
      section?.fields
        .filter((field) => field.key === 'agent')
        .flatMap((field) => agentNames(field.value.text)) ?? [],
  )
  const first = group.places[0]
  const provenance: Provenance[] = phase.needs.map(({ phase: other, place, origin }) => ({
    field: 'needs',
    value: other.key,
    rule: origin === 'stated' ? 'R6' : 'R8',
    origin,
    place: place ? text.place(place) : null,
  }))
  if (mode)
    provenance.push({
      field: 'mode',
      value: mode.mode,
      rule: 'R8',
      origin: mode.origin,
      place: text.place(mode.place),
    })
  if (said && status)
    provenance.push({
      field: 'status',
      value: status,
      rule: 'R9',
      origin: 'stated',
      place: text.place(said.place),
    })
  return {
    key: group.key,
    title: group.title,
    place: first ? text.place(first.title) : null,
    mode: mode?.mode ?? null,
    status,
    agent: agents.length === 1 ? (agents[0] ?? null) : null,
    needs: [...new Set(phase.needs.map((need) => need.phase.key))],
    tasks: phase.tasks.map((task) => task.key),
    provenance,
  }
}

/** The keys that gates and criteria get, in the order of the document. */
export function gateKeys(
  gates: readonly GateDraft[],
): readonly { readonly gate: Slug; readonly criteria: readonly Slug[] }[] {
  const used = new Map<string, number>()
  return gates.map((gate) => {
    const inside = new Map<string, number>()
    return {
      gate: freeKey(used, slug(gate.title) || 'gate', ''),
      criteria: gate.criteria.map((criterion) =>
        freeKey(inside, slug(criterion.text) || 'criterion', ''),
      ),
    }
  })
}

function gatesOf(reading: Reading, text: Text): readonly Gate[] {
  const keys = gateKeys(reading.gates)
  const phases = new Set(reading.phases.map((phase) => phase.group))
  const parts = Map.groupBy(reading.parents, ([, whole]) => whole)
  const all = reading.tasks.map((each) => each.key)
  return reading.gates.map((gate, index) => {
    const { group, task } = gate
    const closing = group === null && task === null
    const own = task
      ? [task, ...(parts.get(task) ?? []).map(([part]) => part)]
      : (group?.tasks ?? [])
    return {
      key: keys[index]?.gate ?? '',
      title: gate.title,
      place: text.place(gate.piece),
      phase: group && !task && phases.has(group) ? group.key : null,
      after: closing ? all : own.map((each) => each.key),
      closing,
      criteria: gate.criteria.map((criterion, at) =>
        criterionOf(criterion, keys[index]?.criteria[at] ?? '', text),
      ),
    }
  })
}

function criterionOf(criterion: CriterionDraft, key: Slug, text: Text): Criterion {
  const { command, expect } = criterion
  return {
    key,
    text: criterion.text,
    place: text.place(criterion.piece),
    status: criterion.status,
    check: command
      ? { kind: 'command', command: command.text, runnable: criterion.runnable }
      : null,
    expectations: command && expect !== null ? parseExpectation(expect) : [],
    expect,
  }
}

function namedAgents(reading: Reading): readonly string[] {
  return reading.outline.all.flatMap((section) =>
    section.fields
      .filter((field) => field.key === 'agent')
      .flatMap((field) => agentNames(field.value.text)),
  )
}

import type { Phase } from '../../../model/index.ts'
import type { Group } from '../order/groups.ts'
import type { PhaseDraft } from '../order/phases.ts'
import { agentNames } from '../tasks/agents.ts'
import { groupStatus } from '../tasks/statuses.ts'
import { countOf, iterationsIn, workersIn } from '../text/limits.ts'
import type { Section } from '../text/sections.ts'
import type { Piece, Text } from '../text/text.ts'
import type { Reading } from '../understand.ts'
import { reasons } from './reasons.ts'

/** The phase that a draft amounts to, with the reason for each of its facts. */
export function phaseOf(phase: PhaseDraft, reading: Reading, text: Text): Phase {
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
        .flatMap((field) => agentNames(field.value.text).map((name) => ({ name, field }))) ?? [],
  )
  const agent = agents.length === 1 ? agents[0] : undefined
  const first = group.places[0]
  const iterations = countClaim(group, 'iterations', iterationsIn)
  const workers = countClaim(group, 'workers', workersIn)
  const { all: provenance, add } = reasons(text)
  add('phase', group.key, 'R2', 'stated', first?.title ?? null)
  for (const { phase: other, place, origin } of phase.needs)
    add('needs', other.key, origin === 'stated' ? 'R6' : 'R8', origin, place)
  add('mode', mode?.mode, 'R8', mode?.origin ?? 'stated', mode?.place ?? null)
  add('status', status, 'R9', status === said?.status ? 'stated' : 'inferred', said?.place ?? null)
  add('agent', agent?.name, 'R10', 'stated', agent?.field.value ?? null)
  add('iterations', iterations?.text, 'R8', 'stated', iterations?.place ?? null)
  add('workers', workers?.text, 'R8', 'stated', workers?.place ?? null)
  return {
    key: group.key,
    title: group.title,
    place: first ? text.place(first.title) : null,
    mode: mode?.mode ?? null,
    status,
    agent: agent?.name ?? null,
    needs: [...new Set(phase.needs.map((need) => need.phase.key))],
    tasks: phase.tasks.map((task) => task.key),
    ...(iterations ? { iterations: iterations.value } : {}),
    ...(workers ? { workers: workers.value } : {}),
    provenance,
  }
}

interface CountClaim {
  readonly value: number
  readonly text: string
  readonly place: Piece
}

/** A label of the phase, else the words of its heading, of its mode, or of a label above its list. */
function countClaim(
  group: Group,
  key: 'iterations' | 'workers',
  within: (text: string) => number | null,
): CountClaim | null {
  const labels = group.places.flatMap(({ section }) => section?.fields ?? [])
  return (
    firstIn(labels.filter((field) => field.key === key).map(({ value }) => value), countOf) ??
    firstIn(group.places.map(({ title }) => title), within) ??
    firstIn(labels.filter((field) => field.key === 'mode').map(({ value }) => value), within) ??
    firstIn(group.places.flatMap(({ value }) => value ?? []), within) ??
    firstIn(group.places.flatMap(({ section }) => lists(section)), within)
  ) // prettier-ignore
}

function firstIn(
  pieces: readonly Piece[],
  count: (text: string) => number | null,
): CountClaim | null {
  for (const place of pieces) {
    const value = count(place.text)
    if (value !== null) return { value, text: String(value), place }
  }
  return null
}

/** `**4 agents in parallel:**` above a list of the phase. */
function lists(section: Section | null): readonly Piece[] {
  return (section?.children ?? []).flatMap(({ kind, title }) => (kind === 'heading' || !/^\W*\d/.test(title.text) ? [] : [title])) // prettier-ignore
}

import type { Phase } from '../../../model/index.ts'
import type { Group } from '../order/groups.ts'
import type { GroupPlace } from '../order/places.ts'
import type { PhaseDraft } from '../order/phases.ts'
import { agentNames } from '../tasks/agents.ts'
import { groupStatus } from '../tasks/statuses.ts'
import { countOf, iterationsIn, workersIn } from '../text/limits.ts'
import type { Key } from '../text/key-phrases.ts'
import type { Field, Section } from '../text/sections.ts'
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
  const agent = onlyAgent(group)
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

/** The agent that the fields of a group name, when it is just one. */
function onlyAgent({
  places,
}: Group): { readonly name: string; readonly field: Field } | undefined {
  let only: { readonly name: string; readonly field: Field } | undefined
  for (const { section } of places)
    for (const field of section?.fields ?? []) {
      if (field.key !== 'agent') continue
      for (const name of agentNames(field.value.text)) {
        if (only) return undefined
        only = { name, field }
      }
    }
  return only
}

interface CountClaim {
  readonly value: number
  readonly text: string
  readonly place: Piece
}

/** A label of the phase, else the words of its heading, of its mode, or of a label above its list. */
function countClaim(
  { places }: Group,
  key: 'iterations' | 'workers',
  within: (text: string) => number | null,
): CountClaim | null {
  return (
    inFields(places, key, countOf) ??
    inPlaces(places, ({ title }) => claimed(title, within)) ??
    inFields(places, 'mode', within) ??
    inPlaces(places, ({ value }) => claimed(value, within)) ??
    inPlaces(places, ({ section }) => inLists(section, within))
  )
}

function inPlaces(
  places: Group['places'],
  claimOf: (place: GroupPlace) => CountClaim | null,
): CountClaim | null {
  for (const place of places) {
    const claim = claimOf(place)
    if (claim) return claim
  }
  return null
}

function inFields(
  places: Group['places'],
  wanted: Key,
  count: (text: string) => number | null,
): CountClaim | null {
  for (const { section } of places) {
    if (!section) continue
    for (const { key, value } of section.fields) {
      const claim = key === wanted ? claimed(value, count) : null
      if (claim) return claim
    }
  }
  return null
}

function claimed(place: Piece | null, count: (text: string) => number | null): CountClaim | null {
  const value = place && count(place.text)
  return place === null || value === null ? null : { value, text: String(value), place }
}

/** `**4 agents in parallel:**` above a list of the phase. */
function inLists(
  section: Section | null,
  count: (text: string) => number | null,
): CountClaim | null {
  for (const { kind, title } of section?.children ?? []) {
    const claim = kind !== 'heading' && numberFirst.test(title.text) ? claimed(title, count) : null
    if (claim) return claim
  }
  return null
}

const numberFirst = /^\W*\d/

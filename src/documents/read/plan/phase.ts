import type { Phase } from '../../../model/index.ts'
import type { PhaseDraft } from '../order/phases.ts'
import { agentNames } from '../tasks/agents.ts'
import { groupStatus } from '../tasks/statuses.ts'
import type { Text } from '../text/text.ts'
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
  const { all: provenance, add } = reasons(text)
  add('phase', group.key, 'R2', 'stated', first?.title ?? null)
  for (const { phase: other, place, origin } of phase.needs)
    add('needs', other.key, origin === 'stated' ? 'R6' : 'R8', origin, place)
  add('mode', mode?.mode, 'R8', mode?.origin ?? 'stated', mode?.place ?? null)
  add('status', status, 'R9', status === said?.status ? 'stated' : 'inferred', said?.place ?? null)
  add('agent', agent?.name, 'R10', 'stated', agent?.field.value ?? null)
  return {
    key: group.key,
    title: group.title,
    place: first ? text.place(first.title) : null,
    mode: mode?.mode ?? null,
    status,
    agent: agent?.name ?? null,
    needs: [...new Set(phase.needs.map((need) => need.phase.key))],
    tasks: phase.tasks.map((task) => task.key),
    provenance,
  }
}

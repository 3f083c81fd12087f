import type { Plan, Task } from '../../../model/index.ts'
import type { Group } from '../order/groups.ts'
import type { ModeClaim, PhaseDraft } from '../order/phases.ts'
import { agentNames } from '../tasks/agents.ts'
import { yearOf } from '../tasks/fields.ts'
import type { Draft } from '../tasks/identity.ts'
import { worded, type Piece, type Text } from '../text/text.ts'
import { cleanTitle } from '../text/titles.ts'
import { plain } from '../text/words.ts'
import type { Reading } from '../understand.ts'
import { gatesOf } from './gate.ts'
import { phaseOf } from './phase.ts'
import { reasons } from './reasons.ts'
import { frontMatter } from './matter.ts'
import { externalsOf, taskOf } from './task.ts'

/** The plan that a reading amounts to. */
export function planOf(reading: Reading, text: Text, file: string): Plan {
  const runs = runnersOf(reading.phases)
  const year = yearOf(text.clean)
  const needs = Map.groupBy(reading.edges, (edge) => edge.from)
  const loose = Map.groupBy(reading.dependencies.loose, (each) => each.task)
  const tasks = reading.tasks.map((task): Task => {
    const shared = { reading, text, year, phase: runs.get(task) ?? null }
    return taskOf(task, needs.get(task) ?? [], externalsOf(loose.get(task) ?? [], text), shared)
  })
  const title = titleOfPlan(reading, text)
  const matter = frontMatter(reading.outline)
  const strategy: ModeClaim | null =
    reading.strategy ?? (matter.strategy && { ...matter.strategy, origin: 'stated' })
  const { all: provenance, add } = reasons(text)
  add('title', title.text, 'R1', 'stated', title)
  add('strategy', strategy?.mode, 'R8', strategy?.origin ?? 'stated', strategy?.place ?? null)
  return {
    document: file,
    title: title.text,
    strategy: strategy?.mode ?? null,
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
    provenance,
  }
}

function titleOfPlan(reading: Reading, text: Text): Piece {
  const heading =
    reading.outline.all.find((section) => section.depth === 1) ??
    reading.outline.all.find((section) => section.kind === 'heading')
  if (heading) return worded(heading.title.start, heading.title.end, cleanTitle(heading.title))
  const { title } = frontMatter(reading.outline)
  if (title) return title
  const first = /^.*\S.*$/m.exec(text.clean.slice(0, 2000))
  const [line, start] = [first?.[0] ?? '', first?.index ?? 0]
  return worded(start, start + line.length, plain(line).slice(0, 120))
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

function namedAgents(reading: Reading): readonly string[] {
  const names: string[] = []
  for (const { fields } of reading.outline.all)
    for (const { key, value } of fields) if (key === 'agent') names.push(...agentNames(value.text))
  return names
}

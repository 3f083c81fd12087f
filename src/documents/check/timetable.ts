import type { Diagnostic, Place, Plan, PlanDocument, Task } from '../../model/index.ts'
import { diagnostic, related } from './diagnostic.ts'
import { linesOf, placeIn } from './lines.ts'

/** Where a timetable puts a task. */
interface Slot {
  readonly unit: string
  readonly number: number
  readonly place: Place
}

const unit = String.raw`(Week|Day|Sprint|Month|Quarter)[ \t]+(\d{1,3})`
const line = new RegExp(String.raw`^[ \t>*_-]*${unit}[ \t*_]*[:\u2014\u2013-](.*)$`, 'i')
const title = new RegExp(String.raw`^[^a-z0-9]*${unit}(?!\d|[ \t]*[-\u2013&+]|\.\d)`, 'i')

/**
 * Lines such as `Week 2: A1 + A3`, and phases that are called after a time, order nothing by these names, but they may not say the
 * opposite of a dependency: a task in an earlier week that needs one in a later week is an error. A task that stands in several
 * weeks is left out, as it spans them.
 */
export function timetableContradictions({ plan, source }: PlanDocument): Diagnostic[] {
  const slots = slotsOf(plan, source.text)
  const byKey = new Map(plan.tasks.map((task) => [task.key, task] as const))
  return plan.tasks.flatMap((task) => {
    const slot = slots.get(task.key)
    if (!slot) return []
    return task.needs.flatMap((need) => {
      const other = slots.get(need)
      const needed = byKey.get(need)
      if (!other || !needed || other.unit !== slot.unit || other.number <= slot.number) return []
      return [contradiction(task, needed, slot, other)]
    })
  })
}

function contradiction(task: Task, need: Task, slot: Slot, other: Slot): Diagnostic {
  const why = task.provenance.find(({ field, value }) => field === 'needs' && value === need.key)
  return diagnostic(
    'documents/schedule-contradiction',
    `${nameOf(task)} is planned for ${slot.unit} ${slot.number}, but needs ${nameOf(need)}, which is planned for ${other.unit} ${other.number}.`,
    slot.place,
    {
      related: [
        ...related(`${nameOf(need)} is planned here`, other.place),
        ...related(`${nameOf(task)} needs ${nameOf(need)} here`, why?.place),
      ],
      tasks: [task.key],
      safe: true,
    },
  )
}

function nameOf({ id, title }: Task): string {
  return `"${id ?? title}"`
}

function slotsOf(plan: Plan, text: string): ReadonlyMap<string, Slot> {
  const found = new Map<string, Slot[]>()
  for (const [key, slot] of [...fromPhases(plan), ...fromLines(plan, text)]) {
    const known = found.get(key) ?? []
    if (known.every(({ unit, number }) => unit !== slot.unit || number !== slot.number))
      found.set(key, [...known, slot])
  }
  return new Map(
    [...found].flatMap(([key, slots]) => {
      const [slot, ...others] = slots
      return slot && others.length === 0 ? [[key, slot] as const] : []
    }),
  )
}

function fromPhases({ phases, tasks }: Plan): (readonly [string, Slot])[] {
  const places = new Map(tasks.map(({ key, place }) => [key, place]))
  return phases.flatMap((phase) => {
    const [, unit, number] = title.exec(phase.title) ?? []
    if (unit === undefined) return []
    return phase.tasks.flatMap((key) => {
      const place = places.get(key) ?? phase.place
      return place ? [[key, slot(unit, number, place)] as const] : []
    })
  })
}

function* fromLines({ tasks }: Plan, text: string): Generator<readonly [string, Slot]> {
  // A bare number may count anything.
  const named = tasks.flatMap(({ id, key }) =>
    id !== null && /[a-z]/i.test(id) && /\d/.test(id) ? [[id.toLowerCase(), key] as const] : [],
  )
  const keys = new Map(named)
  for (const written of linesOf(text)) {
    const [whole = '', unit = '', number, list = ''] = line.exec(written.text) ?? []
    for (const { index, 0: word } of list.matchAll(/[#\w](?:[\w/#-]|\.(?=\w))*/g)) {
      const key = keys.get(word.toLowerCase())
      const at = whole.length - list.length + index
      if (key !== undefined) yield [key, slot(unit, number, placeIn(written, at, word))]
    }
  }
}

function slot(unit: string, number: string | undefined, place: Place): Slot {
  const name = (unit[0] ?? '').toUpperCase() + unit.slice(1).toLowerCase()
  return { unit: name, number: Number(number), place }
}

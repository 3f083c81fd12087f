import type { Diagnostic, Place, PlanDocument, Task } from '../../model/index.ts'
import { diagnostic } from './diagnostic.ts'

/** Where a timetable puts a task. */
interface Slot {
  readonly unit: string
  readonly number: number
  readonly place: Place
}

const line = /^[ \t>*_-]*(Week|Day|Sprint|Month|Quarter)[ \t]+(\d{1,3})[ \t*_]*[:—–-](.*)$/gim

/**
 * Lines such as `Week 2: A1 + A3` order nothing, but they may not say the opposite of a dependency: a task in an earlier week that
 * needs one in a later week is an error. A task that stands in several weeks is left out, as it spans them.
 */
export function timetableContradictions({ plan, source }: PlanDocument): Diagnostic[] {
  const slots = slotsOf(plan.tasks, source.text)
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
  const name = (one: Task): string => `"${one.id ?? one.title}"`
  return diagnostic(
    'documents/schedule-contradiction',
    `${name(task)} is planned for ${slot.unit} ${slot.number}, but needs ${name(need)}, which is planned for ${other.unit} ${other.number}.`,
    slot.place,
    {
      related: [
        { message: `${name(need)} is planned here`, place: other.place },
        ...(why?.place
          ? [{ message: `${name(task)} needs ${name(need)} here`, place: why.place }]
          : []),
      ],
      tasks: [task.key],
      safe: true,
    },
  )
}

function slotsOf(tasks: readonly Task[], text: string): ReadonlyMap<string, Slot> {
  const named = tasks.filter(({ id }) => id !== null && /[a-z]/i.test(id) && /\d/.test(id))
  const found = new Map<string, Slot[]>()
  for (const match of text.matchAll(line)) {
    const [whole, unit = '', number = '', list = ''] = match
    const start = match.index + whole.length - list.length
    for (const { id, key } of named) {
      const at = indexOfId(list, id ?? '')
      if (at < 0) continue
      const place = placeAt(text, start + at, (id ?? '').length)
      found.set(key, [...(found.get(key) ?? []), { unit, number: Number(number), place }])
    }
  }
  return new Map(
    [...found].flatMap(([key, slots]) => {
      const [slot, ...others] = slots
      return slot && others.length === 0 ? [[key, slot] as const] : []
    }),
  )
}

/** Where an id stands as a word of its own; -1 when it does not. */
function indexOfId(list: string, id: string): number {
  const escaped = id.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return list.search(new RegExp(`(?<![\\w.-])${escaped}(?![\\w-]|\\.\\d)`, 'i'))
}

function placeAt(text: string, start: number, length: number): Place {
  const before = text.slice(0, start).split('\n')
  const column = (before.at(-1)?.length ?? 0) + 1
  const end = start + length
  return {
    start,
    end,
    line: before.length,
    column,
    endLine: before.length,
    endColumn: column + length,
  }
}

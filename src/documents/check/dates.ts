import type { Diagnostic, Plan, Task } from '../../model/index.ts'
import { diagnostic, related } from './diagnostic.ts'

/** Tasks that are due before what they need. */
export function impossibleDates({ tasks }: Plan): Diagnostic[] {
  const byKey = new Map(tasks.map((task) => [task.key, task] as const))
  return tasks.flatMap((task) =>
    task.provenance.flatMap(({ field, value, origin, place }) => {
      const need = field === 'needs' && origin === 'stated' ? byKey.get(value) : undefined
      if (!need || task.due === null || need.due === null || need.due <= task.due) return []
      return [
        diagnostic(
          'documents/impossible-date',
          `${nameOf(task)} is due on ${task.due}, but needs ${nameOf(need)}, which is due on ${need.due}.`,
          task.place,
          {
            related: [
              ...related(`${nameOf(need)} is due on ${need.due}`, need.place),
              ...related(`${nameOf(task)} needs ${nameOf(need)} here`, place),
            ],
            tasks: [task.key],
          },
        ),
      ]
    }),
  )
}

function nameOf({ id, title }: Task): string {
  return `"${id ?? title}"`
}

import type { Diagnostic, Place, Plan, Provenance, Task } from '../../model/index.ts'
import { diagnostic, related } from './diagnostic.ts'
import { linesOf, placeIn } from './lines.ts'

/** `Dependencies: None` of a task or group that a drawing of the plan puts behind something. */
export function orderFindings(plan: Plan, text: string): Diagnostic[] {
  if (!plan.tasks.some((task) => drawn(task).length > 0)) return []
  const found: Diagnostic[] = []
  const byKey = new Map(plan.tasks.map((each) => [each.key, each]))
  const starts = Map.groupBy(plan.tasks, ({ place }) => place?.line ?? 0)
  let heading = ''
  let task: Task | undefined
  for (const line of linesOf(text)) {
    const title = /^#{1,6}[ \t]+(.*)$/.exec(line.text)?.[1]
    if (title !== undefined) {
      heading = title
      task = undefined
    } else task = starts.get(line.number)?.[0] ?? task
    const none = independent.exec(line.text)
    if (!none) continue
    const place = placeIn(line, none[0].length - (none[1] ?? '').length, none[1] ?? '')
    const concerned = task ? [task] : ofHeading(plan, heading)
    found.push(...against(byKey, concerned, task ? null : heading, place))
  }
  return found
}

const independent =
  /^[^a-z]{0,12}(?:dependencies|depends on|blocked by)[*_ \t]*:[*_ \t]*(none|n\/a|no dependencies|nothing)(?=[*_ \t.]*(?:\(|$))/i

/** The needs that rest on an arrow of a drawing. */
function drawn({ provenance }: Task): readonly Provenance[] {
  return provenance.filter(({ field, rule }) => field === 'needs' && rule === 'R7')
}

/** The task that a heading is, and those of the group that it names. */
function ofHeading({ tasks }: Plan, heading: string): readonly Task[] {
  return tasks.filter(({ title, group }) =>
    [title, group ?? ''].some((name) => name.length > 3 && heading.includes(name)),
  )
}

function against(
  byKey: ReadonlyMap<string, Task>,
  concerned: readonly Task[],
  group: string | null,
  place: Place,
): Diagnostic[] {
  const inside = new Set(concerned.map(({ key }) => key))
  const edges = concerned.flatMap((task) =>
    drawn(task)
      .filter(({ value }) => !inside.has(value))
      .map((why) => ({ task, why, need: byKey.get(why.value) })),
  )
  const [first] = edges
  if (!first?.need) return []
  const needed = `"${first.need.id ?? first.need.title}"`
  const who = group === null ? `Task "${first.task.id ?? first.task.title}"` : `"${group.trim()}"`
  return [
    diagnostic(
      'documents/dependency-against-graph',
      `${who} depends on nothing here, yet the graph puts it behind ${needed}.`,
      place,
      {
        related: related(`"${first.task.id ?? first.task.title}" after ${needed}`, first.why.place),
        tasks: [...new Set(edges.map(({ task }) => task.key))],
      },
    ),
  ]
}

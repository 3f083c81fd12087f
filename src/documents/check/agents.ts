import { changesBetween } from '../../base/index.ts'
import { agentKey, agentKeys, type Diagnostic, type Plan, type Task } from '../../model/index.ts'
import { diagnostic } from './diagnostic.ts'

/** Tasks that no one does, and agents that there are not. */
export function agentFindings(plan: Plan, known: readonly string[] | undefined): Diagnostic[] {
  return [...withoutAgent(plan), ...(known ? unknown(plan, known) : misspelt(plan))]
}

/** Only where nearly all tasks have an agent is one without it worth a word. */
function withoutAgent({ tasks }: Plan): Diagnostic[] {
  const without = tasks.filter(({ agent, command }) => agent === null && command === null)
  if (without.length === 0 || without.length * 5 > tasks.length) return []
  const what = tasks.some(({ command }) => command !== null)
    ? 'neither an agent nor a command; the others have one'
    : 'no agent; the others have'
  return without.map((task) =>
    diagnostic(
      'documents/task-without-agent',
      `Task ${task.id ?? `"${task.title}"`} has ${what}.`,
      task.place,
      { tasks: [task.key] },
    ),
  )
}

function unknown({ tasks }: Plan, known: readonly string[]): Diagnostic[] {
  const names = new Set(known.map(agentKey))
  return firstOfEach(tasks)
    .filter(([agent]) => !agentKeys(agent).some((key) => names.has(key)))
    .map(([agent, task]) => {
      const near = known.find((name) => changesBetween(agent, name, 3) < 3)
      return told(agent, task, 'is not one that there is', near)
    })
}

/** A name that is used once and differs by a slip from one that is used more often. */
function misspelt({ tasks }: Plan): Diagnostic[] {
  const uses = Map.groupBy(
    tasks.filter(({ agent }) => agent !== null),
    ({ agent }) => agent ?? '',
  )
  return firstOfEach(tasks).flatMap(([agent, task]) => {
    if ((uses.get(agent)?.length ?? 0) > 1 || agent.length < 6) return []
    const near = [...uses].find(
      ([name, of]) => of.length > 1 && isSlip(agent, name) && name.length >= 6,
    )?.[0]
    return near === undefined ? [] : [told(agent, task, 'is named only once', near)]
  })
}

function isSlip(left: string, right: string): boolean {
  if (unnumbered(left) === unnumbered(right)) return false
  const limit = left.length < 10 ? 2 : 3
  return changesBetween(left, right, limit) < limit
}

/** `agent-1` and `agent-2`, `worker A` and `worker B` differ on purpose. */
function unnumbered(name: string): string {
  return name.toLowerCase().replace(/\d+|[-_ ][a-z]$/g, '')
}

function firstOfEach(tasks: readonly Task[]): readonly (readonly [string, Task])[] {
  const first = new Map<string, Task>()
  for (const task of tasks)
    if (task.agent !== null && !first.has(task.agent)) first.set(task.agent, task)
  return [...first]
}

function told(agent: string, task: Task, what: string, near: string | undefined): Diagnostic {
  const why = task.provenance.find(({ field }) => field === 'agent')
  return diagnostic(
    'documents/unknown-agent',
    `Agent "${agent}" ${what}.`,
    why?.place ?? task.place,
    { tasks: [task.key], ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }) },
  )
}

import type { z } from 'zod'
import { once, slug, zod, type Json } from '../../base/index.ts'
import type { Gate, Plan, Priority, Status, Task } from '../../model/index.ts'
import type { Imported } from './imported.ts'

// The tasks.json of task-master (github.com/eyaltoledano/claude-task-master, docs/task-structure.md): tags with tasks, or in older
// files just tasks.

const statuses = {
  pending: 'pending',
  'in-progress': 'running',
  review: 'running',
  done: 'done',
  completed: 'done',
  deferred: 'skipped',
  cancelled: 'skipped',
  blocked: 'blocked',
} as const satisfies Record<string, Status>
const priorities = { critical: 'P0', high: 'P1', medium: 'P2', low: 'P3' } as const satisfies Record<string, Priority> // prettier-ignore

export const taskMasterSchema = once(() => {
  const { list } = schemas()
  const z = zod()
  return z.union([list, z.record(z.string(), list)])
})

const schemas = once(() => {
  const z = zod()
  const id = z.union([z.int(), z.string().regex(/^\d+(?:\.\d+)*$/, 'is no task number')])
  const common = {
    id,
    title: z.string().min(1),
    description: z.string().nullish(),
    status: z
      .enum([
        'pending',
        'in-progress',
        'review',
        'done',
        'completed',
        'deferred',
        'cancelled',
        'blocked',
      ])
      .default('pending'),
    dependencies: z.array(id).nullish(),
    priority: z.enum(['critical', 'high', 'medium', 'low']).nullish(),
    details: z.string().nullish(),
    testStrategy: z.string().nullish(),
  }
  const foreign = z.object(common)
  const task = z.object({ ...common, subtasks: z.array(foreign).nullish() })
  return { foreign, list: z.object({ tasks: z.array(task) }) }
})

type Schemas = ReturnType<typeof schemas>
type File = z.infer<ReturnType<typeof taskMasterSchema>>
type List = z.infer<Schemas['list']>
type Foreign = z.infer<Schemas['foreign']>

/** The tags of a file; an older one has a single list without a name. */
export function tagsOf(data: File): ReadonlyMap<string, List> {
  return isList(data) ? new Map([['', data]]) : new Map(Object.entries(data))
}

function isList(data: File): data is List {
  return 'tasks' in data && Array.isArray(data.tasks)
}

/**
 * The plan that a list of tasks is; subtasks become parts, a test strategy the gate of its task. Such files are written by programs and
 * people: a number that is there twice is given anew, and a dependency that leads nowhere is kept as something outside.
 */
export function fromTaskMaster({ tasks }: List, title: string): Imported {
  const notes: string[] = []
  const used = new Set<string>()
  const free = (wanted: string, next: (count: number) => string): string => {
    let name = wanted
    for (let count = 1; used.has(name); count++) name = next(count)
    used.add(name)
    if (name !== wanted) notes.push(`There are two tasks ${wanted}; one is ${name} now.`)
    return name
  }
  const tops = tasks.map((one) => ({ one, name: free(String(one.id), (count) => String(Number(one.id) + count)) })) // prettier-ignore
  const all = tops.flatMap(({ one, name }) => [
    { one, name, parent: null as string | null },
    ...(one.subtasks ?? []).map((part) => ({
      one: part,
      name: free(`${name}.${part.id}`, (count) => `${name}.${Number(part.id) + count}`),
      parent: name as string | null,
    })),
  ])
  return {
    notes,
    plan: {
      document: '', title, strategy: null,
      tasks: all.map(({ one, name, parent }) => taskOf(one, name, parent, used, notes)),
      phases: [], gates: all.flatMap(({ one, name }) => gateOf(one, name)), contingencies: [], agents: [], metrics: [], risks: [],
      deliverables: [],
    },
  } // prettier-ignore
}

function taskOf(
  one: Foreign,
  name: string,
  parent: string | null,
  known: ReadonlySet<string>,
  notes: string[],
): Task {
  const wanted = (one.dependencies ?? []).map(
    (need) =>
    parent === null || String(need).includes('.') || !known.has(`${parent}.${need}`) ? String(need) : `${parent}.${need}`, // prettier-ignore
  )
  const missing = wanted.filter((need) => !known.has(need))
  for (const need of missing) notes.push(`Task ${name} depends on ${need}, which is not there.`)
  const told = [one.description, one.details].flatMap((text) => (text?.trim() ? [text.trim()] : []))
  return {
    key: slug(name), id: name, title: one.title.replace(/\s+/g, ' ').trim(), place: null, status: statuses[one.status], agent: null,
    phase: null, group: 'Tasks', parent: parent === null ? null : slug(parent),
    priority: one.priority ? priorities[one.priority] : null, needs: [...new Set(wanted)].filter((need) => known.has(need) && need !== name).map((need) => slug(need)),
    externals: missing.map((need) => ({ text: `task ${need}`, satisfied: false, place: null })), command: null, commandPlace: null, prompt: told.length === 0 ? null : told.join('\n\n'), effort: null, due: null,
    outputs: [], provenance: [],
  } // prettier-ignore
}

function gateOf({ testStrategy }: Foreign, name: string): Gate[] {
  const text = testStrategy?.replace(/\s+/g, ' ').trim() ?? ''
  if (text === '') return []
  return [
    {
      key: slug(`${name}-test-strategy`),
      title: `${name}: Test strategy`,
      place: null,
      phase: null,
      after: [slug(name)],
      closing: false,
      criteria: [{ key: slug(text) || 'criterion', text, place: null, status: null, check: null, expectations: [], expect: null }], // prettier-ignore
    },
  ]
}

const foreignStatus: Readonly<Record<Status, string>> = {
  done: 'done',
  running: 'in-progress',
  pending: 'pending',
  failed: 'pending',
  blocked: 'blocked',
  skipped: 'deferred',
}
const foreignPriority: Readonly<Record<Priority, string>> = { P0: 'critical', P1: 'high', P2: 'medium', P3: 'low' } // prettier-ignore

/**
 * A plan as a tasks.json. It has numbers for ids (a plan's own stay where they are whole numbers), one level of parts, and no phases,
 * agents, commands, efforts or gates beyond a text; these are left out.
 */
export function toTaskMaster(plan: Plan): Json {
  const top = plan.tasks.filter(({ parent }) => parent === null)
  const partsOf = Map.groupBy(plan.tasks, ({ parent }) => parent)
  const whole = top.every(({ id: own }) => own !== null && /^\d+$/.test(own))
  const numbers = new Map<string, string>()
  top.forEach((one, index) => {
    const number = whole ? (one.id ?? '') : String(index + 1)
    numbers.set(one.key, number)
    descendants(one.key, partsOf).forEach((part, at) =>
      numbers.set(part.key, `${number}.${at + 1}`),
    )
  })
  const written = (one: Task, own: number, parent: string | null): Record<string, Json> => ({
    id: own,
    title: one.title,
    description: one.prompt?.split('\n')[0] ?? one.title,
    status: foreignStatus[one.status ?? 'pending'],
    dependencies: one.needs.flatMap((need): Json[] => dependency(numbers.get(need), parent)),
    ...(one.priority === null ? {} : { priority: foreignPriority[one.priority] }),
    ...(one.prompt === null ? {} : { details: one.prompt }),
    ...strategy(one, plan),
  })
  return {
    master: {
      tasks: top.map((one) => {
        const number = numbers.get(one.key) ?? ''
        const parts = descendants(one.key, partsOf)
        return {
          ...written(one, Number(number), null),
          subtasks: parts.map((part, index) => written(part, index + 1, number)),
        }
      }),
      metadata: { description: plan.title },
    },
  }
}

/** Within its own task a part is named by its own number. */
function dependency(number: string | undefined, parent: string | null): Json[] {
  if (number === undefined) return []
  const [whole, part] = number.split('.')
  if (part === undefined) return [Number(whole)]
  return parent !== null && whole === parent ? [Number(part)] : [number]
}

function descendants(
  key: string,
  partsOf: ReadonlyMap<string | null, readonly Task[]>,
  depth = 0,
): readonly Task[] {
  if (depth > 20) return []
  return (partsOf.get(key) ?? []).flatMap((part) => [part, ...descendants(part.key, partsOf, depth + 1)]) // prettier-ignore
}

function strategy({ key }: Task, { gates }: Plan): Record<string, Json> {
  const own = gates.filter(
    ({ after, closing }) => !closing && after.length === 1 && after[0] === key,
  )
  const texts = own.flatMap(({ criteria }) => criteria.map(({ text }) => text))
  return texts.length === 0 ? {} : { testStrategy: texts.join('; ') }
}

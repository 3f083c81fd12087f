import type { z } from 'zod'
import { GoapError, once, yaml, zod, type Json } from '../../base/index.ts'
import type { Plan } from '../../model/index.ts'
import { applied } from '../goap-fence/apply.ts'
import { fenceSchemas } from '../goap-fence/schema.ts'
import { stripped } from '../print/same.ts'
import type { Imported } from './imported.ts'
import { fromTaskMaster, tagsOf, taskMasterSchema, toTaskMaster } from './task-master.ts'

/** Formats that plans are taken from and given in. */
export type ExchangeFormat = 'json' | 'task-master'

export interface ImportOptions {
  /** Default: told by the content. */
  readonly from?: ExchangeFormat
  /** Which list of a tasks.json with several. Default: `master`, or the only one. */
  readonly tag?: string
  /** Named in errors. */
  readonly file?: string
}

const plainSchema = once(() => {
  const z = zod()
  const { fenceSchema, taskFields, phaseFields, gateFields } = fenceSchemas()
  const {
    tasks: _t,
    phases: _p,
    gates: _g,
    instead: _i,
    order: _o,
    ...planFields
  } = fenceSchema.shape
  return z.strictObject({
    schema: z.literal('goap/plan-full@1'),
    ...planFields,
    tasks: z.array(taskFields.required({ key: true, title: true })).default([]),
    phases: z.array(phaseFields.required({ key: true, title: true })).default([]),
    gates: z.array(gateFields.required({ key: true, title: true })).default([]),
  })
})

/**
 * A plan from JSON of another tool or our own, with notes on what had to be understood otherwise than it is written. Throws
 * `documents/bad-import` with the place of what is wrong: no JSON, an unknown status, in our own JSON a key twice or a need that leads
 * nowhere.
 */
export function importPlan(text: string, options: ImportOptions = {}): Imported {
  const { file = 'The file' } = options
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  // JSON is YAML, and this parser knows where everything stands.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const [broken] = document.errors
  if (broken) throw bad(`${at(broken.pos[0])}: ${broken.message.split('\n')[0] ?? 'is no JSON'}.`)
  const place = (path: readonly PropertyKey[]): string => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node: unknown = document.getIn(path.slice(0, depth), true)
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
        return at(Number(node.range[0]))
    }
    return at(0)
  }
  const data: unknown = document.toJS()
  const from = options.from ?? formatOf(data)
  const schema = from === 'json' ? plainSchema() : taskMasterSchema()
  const parsed = schema.safeParse(data)
  if (!parsed.success) throw wrong(parsed.error, place)
  const imported = from === 'json' ? plainPlan(parsed.data) : foreignPlan(parsed.data, options)
  verify(imported.plan, (index) => place(['tasks', index]))
  return imported
}

function formatOf(data: unknown): ExchangeFormat {
  return typeof data === 'object' && data !== null && 'schema' in data ? 'json' : 'task-master'
}

function plainPlan(data: unknown): Imported {
  const { schema: _schema, tasks, phases, gates, ...said } = plainSchema().parse(data)
  const empty: Plan = { document: '', title: '', strategy: null, tasks: [], phases: [], gates: [], contingencies: [], agents: [], metrics: [], risks: [], deliverables: [] } // prettier-ignore
  return { plan: applied(empty, { ...said, instead: { tasks, phases, gates } }).plan, notes: [] }
}

function foreignPlan(data: unknown, { tag }: ImportOptions): Imported {
  const tags = tagsOf(taskMasterSchema().parse(data))
  const names = [...tags.keys()]
  const name = tag ?? (tags.has('master') || names.length !== 1 ? 'master' : (names[0] ?? ''))
  const list =
    tags.get(name) ?? (names.length === 1 && tag === undefined ? tags.get('') : undefined)
  if (!list) throw bad(`There is no tag "${name}".`, `There are ${names.map((one) => `"${one}"`).join(', ')}; choose one with --tag.`) // prettier-ignore
  const title = name === '' || name === 'master' ? 'Tasks of task-master' : name
  return fromTaskMaster(list, title)
}

/** What no schema can tell: names twice, needs that lead nowhere. */
function verify(plan: Plan, place: (index: number) => string): void {
  const known = new Set<string>()
  const tops = plan.tasks.filter(({ parent }) => parent === null)
  const where = (key: string): string => {
    const task = plan.tasks.find((one) => one.key === key)
    const top = tops.findIndex((one) => one.key === (task?.parent ?? key))
    return place(Math.max(0, top))
  }
  for (const { key, id } of plan.tasks) {
    if (known.has(key)) throw bad(`${where(key)}: there are two tasks "${id ?? key}".`)
    known.add(key)
  }
  for (const { key, id, needs, parent } of plan.tasks) {
    const missing = needs.find((need) => !known.has(need) && !need.includes('#'))
    if (missing !== undefined) throw bad(`${where(key)}: task "${id ?? key}" depends on "${missing}", which is not there.`) // prettier-ignore
    if (parent !== null && !known.has(parent)) throw bad(`${where(key)}: task "${id ?? key}" is a part of "${parent}", which is not there.`) // prettier-ignore
  }
}

function wrong(error: z.ZodError, place: (path: readonly PropertyKey[]) => string): GoapError {
  const issue = deepest(error.issues)
  const path = [...(issue?.path ?? [])]
  const name = path.length === 0 ? '' : `"${path.map(String).join('.')}": `
  return bad(`${place(path)}: ${name}${issue?.message ?? 'is wrong'}.`)
}

/** Of several forms the one that went furthest tells what was meant. */
function deepest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const [issue] = issues
  if (issue?.code !== 'invalid_union') return issue
  const inner = issue.errors.flatMap((all) => {
    const found = deepest(all)
    return found ? [{ ...found, path: [...issue.path, ...found.path] }] : []
  })
  return inner.toSorted((a, b) => b.path.length - a.path.length)[0] ?? issue
}

function bad(message: string, hint?: string): GoapError {
  return new GoapError('documents/bad-import', message, hint === undefined ? {} : { hint })
}

/** A plan in a format for others. `json` has all of it; what `task-master` cannot say is left out. */
export function exportPlan(plan: Plan, to: ExchangeFormat): Json {
  if (to === 'task-master') return toTaskMaster(plan)
  const { document: _name, facts, provenance: _why, ...said } = plan
  const known = facts
    ? { facts: Object.fromEntries(facts.map(({ name, value }) => [name, value])) }
    : {}
  return stripped({ schema: 'goap/plan-full@1', ...said, ...known })
}

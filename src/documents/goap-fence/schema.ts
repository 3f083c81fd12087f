import type { z } from 'zod'
import { once, zod } from '../../base/index.ts'
import type { Effect } from '../../model/index.ts'
import { parseCondition } from '../condition.ts'

// What a ```goap fence may hold: all that a plan says and Markdown cannot, or would say otherwise.

/** The schemas of a fence and of its parts. */
export const fenceSchemas = once(() => {
  const z = zod()
  const value = z.union([z.string(), z.number(), z.boolean()])
  const compare = z.enum(['=', '≠', '<', '≤', '>', '≥'])
  const change = z.enum(['increase', 'decrease'])
  /** `tests_pass = true`, `coverage >= 80`, `budget -= 3`, `not broken`, or the same as an object. */
  const condition = z.union(
    [
      z.strictObject({ fact: z.string().min(1), compare, value, change: change.exactOptional() }),
      z.string().transform((text, context): Effect => {
        const found = parseCondition(text)
        if (found) return found
        context.addIssue({ code: 'custom', message: 'is no condition such as "tests_pass = true"' })
        return z.NEVER
      }),
    ],
    { error: 'is no condition such as "tests_pass = true"' },
  )

  const status = z.enum(['done', 'running', 'pending', 'failed', 'blocked', 'skipped']).nullable()
  const mode = z.enum(['sequential', 'parallel', 'hybrid', 'swarm', 'iterative']).nullable()
  const slugs = z.array(z.string().min(1))
  const text = z.string().nullable()
  const external = z.strictObject({ text: z.string(), satisfied: z.boolean().default(false) })

  const command = z.strictObject({ kind: z.literal('command'), command: z.string(), runnable: z.boolean() }) // prettier-ignore

  const take = z.union([
    z.strictObject({ kind: z.literal('json'), path: z.string() }),
    z.strictObject({ kind: z.literal('pattern'), pattern: z.string() }),
    z.strictObject({ kind: z.literal('report'), figure: z.enum(['tests', 'passed', 'failures', 'errors', 'skipped', 'lines', 'statements', 'branches', 'functions']) }), // prettier-ignore
  ])

  const script = z.strictObject({ language: z.enum(['js', 'ts']), code: z.string().min(1) })

  const check = z.union([
    command,
    z.strictObject({ kind: z.literal('fact'), name: z.string() }),
    z.strictObject({
      kind: z.literal('metric'),
      from: z.union([command, z.strictObject({ kind: z.literal('file'), path: z.string() })]),
      take: take.nullable().default(null),
      unit: z.string().min(1).exactOptional(),
    }),
    z.strictObject({ kind: z.literal('file'), path: z.string(), partial: z.boolean().default(false) }), // prettier-ignore
    z.strictObject({ kind: z.literal('script'), ...script.shape }),
    z.strictObject({ kind: z.literal('approval'), by: text.default(null) }),
  ])

  const expectation = z.union([
    z.strictObject({ kind: z.literal('exit'), code: z.int() }),
    z.strictObject({ kind: z.literal('contains'), text: z.string() }),
    z.strictObject({ kind: z.literal('exists'), exists: z.boolean() }),
    z.strictObject({ kind: z.literal('matches'), pattern: z.string() }),
    z.strictObject({ kind: z.literal('count'), noun: z.string(), compare, value: z.number() }),
    z.strictObject({ kind: z.literal('threshold'), of: z.enum(['number', 'percent', 'duration']), compare, value: z.number() }), // prettier-ignore
    z.strictObject({ kind: z.literal('value'), compare, value }),
  ])

  const criterion = z.strictObject({
    key: z.string().min(1),
    text: z.string(),
    status: status.default(null),
    check: check.nullable().default(null),
    expectations: z.array(expectation).default([]),
    expect: text.default(null),
  })

  const probe = z.strictObject({
    fact: z.string().min(1),
    check,
    expectations: z.array(expectation).default([]),
  })

  const taskFields = z.strictObject({
    key: z.string().min(1),
    id: text,
    title: z.string(),
    status,
    agent: text,
    phase: text,
    group: text,
    parent: text,
    priority: z.enum(['P0', 'P1', 'P2', 'P3']).nullable(),
    needs: slugs,
    externals: z.array(external),
    command: text,
    script,
    prompt: text,
    effort: z.strictObject({ minimum: z.number().min(0), maximum: z.number().min(0) }).nullable(),
    due: text,
    outputs: z.array(z.string()),
    report: z.array(z.string().min(1)),
    requires: z.array(condition),
    effects: z.array(condition),
    repeat: z.enum(['harmless', 'idempotent', 'once']),
    resources: z.array(z.string().min(1)),
    retry: z.strictObject({ attempts: z.int().min(1), delay: z.number().min(0).optional(), on: z.enum(['transient', 'any']).optional() }),
    timeout: z.number().min(1),
    compensation: z.string().min(1),
  }).partial() // prettier-ignore

  const phaseFields = z.strictObject({
    key: z.string().min(1),
    title: z.string(),
    mode,
    status,
    agent: text,
    needs: slugs,
    tasks: slugs,
    iterations: z.int().min(1),
    workers: z.int().min(1),
  }).partial() // prettier-ignore

  const gateFields = z.strictObject({
    key: z.string().min(1),
    title: z.string(),
    phase: text,
    after: slugs,
    closing: z.boolean(),
    criteria: z.array(criterion),
  }).partial() // prettier-ignore

  const planFields = {
    title: z.string(),
    strategy: mode,
    agents: z.array(z.string()),
    contingencies: z.array(z.strictObject({
      trigger: z.string(),
      actions: z.array(z.string()),
      kind: z.enum(['contingency', 'rollback', 'risk']).default('contingency'),
      owner: text.default(null),
    })),
    metrics: z.array(z.strictObject({ name: z.string(), target: text.default(null), current: text.default(null) })),
    risks: z.array(z.strictObject({ risk: z.string(), mitigation: text.default(null) })),
    deliverables: z.array(z.string()),
    goal: z.strictObject({
      name: z.string(),
      conditions: z.array(condition),
      document: z.string().min(1).exactOptional(),
      digest: z.string().min(1).exactOptional(),
    }),
    facts: z.record(z.string(), value),
    probes: z.array(probe),
    capacities: z.record(z.string(), z.int().min(1)),
  } // prettier-ignore

  const fenceSchema = z.strictObject({
    ...planFields,
    tasks: z.record(z.string(), taskFields),
    phases: z.record(z.string(), phaseFields),
    gates: z.record(z.string(), gateFields),
    /** The order of tasks, phases and gates, where it is not that of the document. */
    order: z.strictObject({ tasks: slugs, phases: slugs, gates: slugs }).partial(),
    /** Tasks, phases and gates that Markdown could not carry: these, and nothing that was read, are the plan's. */
    instead: z.strictObject({
      tasks: z.array(taskFields.required({ key: true, title: true })),
      phases: z.array(phaseFields.required({ key: true, title: true })),
      gates: z.array(gateFields.required({ key: true, title: true })),
    }),
  }).partial() // prettier-ignore

  return {
    fenceSchema,
    taskFields,
    phaseFields,
    gateFields,
    parts: { value, condition, criterion, probe, script },
  }
})

/** What a fence says. */
export type Fence = z.infer<ReturnType<typeof fenceSchemas>['fenceSchema']>

/** The names that there may be at a path of the fence. */
export function namesAt(path: readonly PropertyKey[]): readonly string[] {
  const { fenceSchema, taskFields, phaseFields, gateFields } = fenceSchemas()
  const [room, , field] = path
  if (path.length === 0) return Object.keys(fenceSchema.shape)
  if (field !== undefined) return []
  if (room === 'tasks') return Object.keys(taskFields.shape)
  if (room === 'phases') return Object.keys(phaseFields.shape)
  return room === 'gates' ? Object.keys(gateFields.shape) : []
}

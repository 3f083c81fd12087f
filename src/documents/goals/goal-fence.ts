import { once, zod } from '../../base/index.ts'
import type { Problem } from '../../model/index.ts'
import { fenceSchemas, parseFence } from '../goap-fence/index.ts'
import type { Block, Fence } from '../read/text/blocks.ts'
import type { Context } from './context.ts'

/** What the ```goap fences of a goal document say instead of its Markdown: whole fields of the problem. */
export function fencedFields(blocks: readonly Block[], context: Context): Partial<Problem> {
  const fences = blocks.filter((block): block is Fence => block.kind === 'fence' && block.language === 'goap') // prettier-ignore
  return fences.reduce<Partial<Problem>>((fields, fence) => {
    const parsed = parseFence(fence, context.text, schemas().problem, namesAt)
    if ('data' in parsed) return { ...fields, ...defined(parsed.data) }
    context.found.push(...parsed.found)
    return fields
  }, {})
}

const schemas = once(() => {
  const z = zod()
  const { value, condition, criterion, probe, script } = fenceSchemas().parts
  const name = z.string().min(1)
  const typed = z.array(z.strictObject({ name, type: name }))
  const action = z.strictObject({
    name,
    preconditions: z.array(condition).default([]),
    effects: z.array(condition).default([]),
    cost: z.number().min(0).default(1),
    parameters: typed.exactOptional(),
    duration: z.number().min(0).exactOptional(),
    resources: z.array(z.string()).exactOptional(),
    agent: z.string().exactOptional(),
    command: z.string().exactOptional(),
    script: script.exactOptional(),
    prompt: z.string().exactOptional(),
    criteria: z.array(criterion.transform((one) => ({ ...one, place: null }))).exactOptional(),
    compensation: z.string().exactOptional(),
    repeat: z.enum(['harmless', 'idempotent', 'once']).exactOptional(),
    retry: z
      .strictObject({
        attempts: z.int().min(1),
        delay: z.number().min(0).exactOptional(),
        on: z.enum(['transient', 'any']).exactOptional(),
      })
      .exactOptional(),
    timeout: z.number().min(1).exactOptional(),
  })
  const problem = z
    .strictObject({
      title: z.string(),
      goal: z.strictObject({ name: z.string(), conditions: z.array(condition) }),
      facts: z.array(z.strictObject({ name, value })),
      probes: z.array(probe),
      declarations: z.array(
        z.strictObject({
          name,
          parameters: typed,
          type: z.enum(['boolean', 'number', 'enumeration']),
          values: z.array(z.string()),
          origin: z.enum(['stated', 'inferred']).default('stated'),
        }),
      ),
      types: z.array(z.strictObject({ name, parent: z.string().nullable().default(null) })),
      objects: typed,
      actions: z.array(action),
      capacities: z.record(z.string(), z.int().min(1)),
    })
    .partial()
  return { problem, action }
})

function namesAt(path: readonly PropertyKey[]): readonly string[] {
  const { problem, action } = schemas()
  if (path.length === 0) return Object.keys(problem.shape)
  return path[0] === 'actions' && path.length === 2 ? Object.keys(action.shape) : []
}

type Said<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

function defined<T extends object>(said: T): Said<T> {
  const fields = Object.entries(said).filter(([, value]) => value !== undefined)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same fields, without those that have no value
  return Object.fromEntries(fields) as Said<T>
}

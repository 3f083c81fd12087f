import type { Plan } from '../../model/index.ts'
import { parseCondition } from '../condition.ts'
import { applied, linesOf, type Fence } from '../goap-fence/index.ts'
import { blocksOf } from '../read/text/blocks.ts'
import { openText } from '../read/text/text.ts'
import { samePlan } from './same.ts'

/** A printed text, what its fence says, and the same as it is written there. */
export interface Said {
  readonly text: string
  readonly fence: Readonly<Record<string, unknown>>
  readonly inside: string
}

/**
 * Whether a text with a fence at its end says the plan: the fence is found where it stands, word by word, and what it says makes the plan
 * of what is read without it. So much is known without `yaml` and `zod`, which take longer to load than all else to print. False: it
 * says something else, or it cannot be told here, and only reading it tells.
 */
export function isCarried({ text, fence, inside }: Said, back: Plan, plan: Plan): boolean {
  // What stands in place of what was read has defaults of its own.
  if ('instead' in fence) return false
  const { clean } = openText(text)
  const last = blocksOf(clean).at(-1)
  if (last?.kind !== 'fence' || last.language !== 'goap') return false
  if (linesOf(last, { clean }).source !== inside) return false
  const { plan: after, unknown } = applied(back, meant(fence))
  return unknown.length === 0 && samePlan(after, plan)
}

/** The fields with conditions in place of their texts. */
function meant(fields: Said['fence']): Fence {
  const { goal, tasks, gates, ...rest } = fields
  const all = {
    ...rest,
    ...(gates === undefined ? {} : { gates: eachOf(gates, withWholeCriteria) }),
    ...(goal === undefined ? {} : { goal: withConditions(goal, ['conditions']) }),
    ...(tasks === undefined ? {} : { tasks: eachOf(tasks, (one) => withConditions(one, ['requires', 'effects'])) }), // prettier-ignore
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made of a plan's own fields: the types of a fence are theirs
  return all as Fence
}

/** A gate whose criteria have what the schema of a fence gives them where they say nothing. */
function withWholeCriteria(gate: unknown): unknown {
  if (typeof gate !== 'object' || gate === null || !('criteria' in gate)) return gate
  const criteria: readonly unknown[] = Array.isArray(gate.criteria) ? gate.criteria : []
  return { ...gate, criteria: criteria.map((one) => Object.assign({ status: null, check: null, expectations: [], expect: null }, one)) } // prettier-ignore
}

function eachOf(value: unknown, change: (one: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one)]))
}

function withConditions(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [
      name,
      names.includes(name) && Array.isArray(inner) ? inner.map(conditionOf) : inner,
    ]),
  )
}

function conditionOf(value: unknown): unknown {
  return typeof value === 'string' ? parseCondition(value) : value
}

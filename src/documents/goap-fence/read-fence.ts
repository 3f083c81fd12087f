import { nearest } from '../../base/index.ts'
import type { Diagnostic, Plan } from '../../model/index.ts'
import { finding } from '../read/finding.ts'
import type { Fence as FenceBlock } from '../read/text/blocks.ts'
import type { Outline } from '../read/text/sections.ts'
import type { Text } from '../read/text/text.ts'
import { applied, type Names } from './apply.ts'
import { parseFence } from './parse-fence.ts'
import { fenceSchemas, namesAt } from './schema.ts'

/** A plan with what its document's fences say of it. */
export interface Fenced {
  readonly plan: Plan
  readonly found: readonly Diagnostic[]
  /** The names that each fence gave. */
  readonly names: readonly Names[]
}

/** The plan with what the document's ```goap fences say of it, and what is wrong with them. */
export function withFences(plan: Plan, outline: Outline, text: Text): Fenced {
  let now = plan
  const found: Diagnostic[] = []
  const names: Names[] = []
  for (const { fences } of outline.all)
    for (const fence of fences) {
      if (fence.language !== 'goap') continue
      const result = oneFence(now, fence, text)
      now = result.plan
      found.push(...result.found)
      if (result.names) names.push(result.names)
    }
  return { plan: now, found, names }
}

function oneFence(
  plan: Plan,
  fence: FenceBlock,
  text: Text,
): Omit<Fenced, 'names'> & { readonly names?: Names } {
  const parsed = parseFence(fence, text, fenceSchemas().fenceSchema, namesAt)
  if ('found' in parsed) return { plan, found: parsed.found }
  const { plan: after, unknown, names } = applied(plan, parsed.data)
  return {
    plan: after,
    names,
    found: unknown.map(([room, key]) => {
      const near = nearest(key, keysOf(plan, room))
      return finding(
        'documents/unknown-in-fence',
        `The document has no ${room.slice(0, -1)} "${key}".`,
        parsed.keyPlace([room, key]),
        { hint: near === undefined ? thoseThereAre(plan, room) : `Did you mean "${near}"?` },
      )
    }),
  }
}

/** How many keys a hint names; whoever has more tasks looks for the one that he means. */
const enough = 12

function thoseThereAre(plan: Plan, room: string): string {
  const keys = keysOf(plan, room)
  if (keys.length === 0) return `It has no ${room} at all.`
  const more = keys.length > enough ? ` … and ${keys.length - enough} more` : ''
  return `There are ${keys.slice(0, enough).join(', ')}${more}.`
}

function keysOf(plan: Plan, room: string): readonly string[] {
  const all = room === 'tasks' ? plan.tasks : room === 'phases' ? plan.phases : plan.gates
  return all.map(({ key }) => key)
}

import type { Draft, Identities } from '../tasks/identity.ts'
import type { Mention } from '../tasks/mention.ts'
import { family, foldId } from '../text/ids.ts'

/** The task that each part belongs to: the one it is nested below, or `T1` for `T1.1`. */
export function parentsOf({ tasks, byId }: Identities): ReadonlyMap<Draft, Draft> {
  const byMention = new Map<Mention, Draft>()
  if (tasks.some(isNested))
    for (const task of tasks) for (const mention of task.mentions) byMention.set(mention, task)
  const parents = new Map<Draft, Draft>()
  for (const task of tasks) {
    const id = task.id?.includes('.') ? foldId(task.id) : ''
    const dot = id.lastIndexOf('.')
    const parent = above(task, byMention) ?? (dot > 0 ? byId.get(id.slice(0, dot)) : undefined)
    if (parent && parent !== task && parents.get(parent) !== task) parents.set(task, parent)
  }
  return parents
}

function isNested({ mentions }: Draft): boolean {
  return mentions.some(({ parent }) => parent !== null)
}

/** The task that one of a task's mentions is nested below. */
function above(task: Draft, byMention: ReadonlyMap<Mention, Draft>): Draft | undefined {
  for (const { parent } of task.mentions) {
    const found = parent ? byMention.get(parent) : undefined
    if (found && !areCounted(found, task)) return found
  }
  return undefined
}

/** `B3.2` below `B3.1` comes after it and is no part of it. */
function areCounted(above: Draft, below: Draft): boolean {
  if (above.id === null || below.id === null) return false
  const shared = family(above.id)
  return shared !== '' && shared === family(below.id)
}

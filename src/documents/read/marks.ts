import type { Mark, Owner } from '../../model/index.ts'
import type { Group } from './order/groups.ts'
import { groupTokens, taskTokens } from './tasks/statuses.ts'
import type { PlacedToken } from './text/tokens.ts'
import type { Text } from './text/text.ts'
import type { Reading } from './understand.ts'

/** Every token that shows a status, with its exact place in the original text, in its order. */
export function marksOf(reading: Reading, text: Text, original: string): readonly Mark[] {
  const found = new Map<number, Mark>()
  const add = (owner: Owner, { token, where }: PlacedToken): void => {
    const place = text.place(token)
    const written = original.slice(place.start, place.end)
    // A token that was pieced together from another line would be written to the wrong place.
    if (
      written === '' ||
      text.clean.slice(token.start, token.end) !== token.text ||
      found.has(place.start)
    )
      return
    found.set(place.start, {
      owner,
      kind: token.kind,
      where,
      place,
      text: written,
      status: token.status,
    })
  }
  for (const task of reading.tasks)
    for (const token of taskTokens(task)) add({ kind: 'task', key: task.key }, token)
  const keys = reading.gateKeys
  reading.gates.forEach((gate, index) =>
    gate.criteria.forEach((criterion, at) => {
      const owner: Owner = {
        kind: 'criterion',
        gate: keys[index]?.gate ?? '',
        key: keys[index]?.criteria[at] ?? '',
      }
      for (const token of criterion.tokens) add(owner, token)
    }),
  )
  for (const { group } of reading.phases)
    for (const token of groupTokens(group)) add({ kind: 'phase', key: group.key }, token)
  for (const group of groupedOf(reading))
    for (const token of groupTokens(group)) add({ kind: 'group', key: group.key }, token)
  return [...found.values()].toSorted((a, b) => a.place.start - b.place.start)
}

/** The groups that hold tasks together and are no phases. */
export function groupedOf({ groups, phases }: Reading): readonly Group[] {
  const running = new Set(phases.map(({ group }) => group))
  return groups.filter((group) => !running.has(group) && group.tasks.length > 0)
}

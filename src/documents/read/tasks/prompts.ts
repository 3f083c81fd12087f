import type { Group } from '../order/groups.ts'
import type { Draft } from './identity.ts'
import { enclosing, type Outline, type Section } from '../text/sections.ts'
import { worded, type Piece } from '../text/text.ts'

/** What an agent is to be told (R12): the fence below a `**Prompt**:`, for the task or the tasks of the phase around it. */
export function promptsOf(
  outline: Outline,
  owners: ReadonlyMap<Section, Draft>,
  groups: ReadonlyMap<Section, Group>,
): ReadonlyMap<Draft, Piece> {
  const result = new Map<Draft, Piece>()
  for (const section of outline.all) {
    if (section.role !== 'prompt') continue
    for (const block of section.blocks) {
      if (block.kind !== 'fence') continue
      const prompt = block.lines
        .map((line) => line.text)
        .join('\n')
        .trim()
      for (const task of addressees(section, owners, groups))
        if (prompt !== '' && !result.has(task))
          result.set(task, worded(block.start, block.end, prompt))
    }
  }
  return result
}

function addressees(
  section: Section,
  owners: ReadonlyMap<Section, Draft>,
  groups: ReadonlyMap<Section, Group>,
): readonly Draft[] {
  const holder = enclosing(section, (at) => owners.has(at) || groups.has(at))
  const task = holder ? owners.get(holder) : undefined
  if (task) return [task]
  return (holder && groups.get(holder)?.tasks) ?? []
}

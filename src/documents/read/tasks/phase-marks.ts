import type { Item } from '../text/blocks.ts'
import { phaseNumber, type Numbered } from '../text/roles.ts'
import { enclosing, type Outline, type Section } from '../text/sections.ts'

/** The numbers of the phases that headings open: `phase 1`, `sprint 2`. */
export function phaseNumbers({ all }: Outline): ReadonlySet<string> {
  const numbers = new Set<string>()
  for (const { kind, role, number } of all) {
    const name = kind === 'heading' && role === 'phase' ? nameOf(number) : undefined
    if (name !== undefined) numbers.add(name)
  }
  return numbers
}

/**
 * `- [x] Phase 1: Set up` elsewhere than below the heading of phase 1 shows how far that phase is, and is no task. Not so a checkbox
 * with parts of its own: there the list is the plan.
 */
export function isPhaseMark(item: Item, section: Section, phases: ReadonlySet<string>): boolean {
  if (item.checkbox === null || phases.size === 0) return false
  const name = nameOf(phaseNumber(item.text))
  return (
    name !== undefined &&
    phases.has(name) &&
    !section.items.some(({ parent }) => parent === item) &&
    enclosing(section, (at) => nameOf(at.number) === name) === null
  )
}

/** Steps and goals may be tasks themselves. */
function nameOf(number: Numbered | undefined): string | undefined {
  return number === undefined || /step|goal/.test(number.kind)
    ? undefined
    : `${number.kind} ${number.number}`
}

import { ofSection } from '../text/remember.ts'
import type { Role } from '../text/roles.ts'
import { enclosing, type Section } from '../text/sections.ts'
import { closedRoles } from './list.ts'

const closedWithin: ReadonlySet<Role> = new Set(['coordination', 'timeline'])

/** Whether a section's contents define no tasks, though they may mention some. */
export const isClosed: (section: Section) => boolean = ofSection(findIsClosed)

function findIsClosed(section: Section): boolean {
  return (
    closedRoles.has(section.role) ||
    closedWithin.has(section.role) ||
    (enclosing(section.parent, (at) => closedWithin.has(at.role)) !== null && !isPlanned(section))
  )
}

/** `**Tasks**:` or `**B3.1: Dig**` in a phase with a number: the plan itself, though a heading above speaks of coordination. */
function isPlanned(section: Section): boolean {
  const { kind, role, named, depth } = section
  if (kind === 'heading' || !((role === 'tasks' && named) || depth === 8)) return false
  const phase = enclosing(section.parent, (at) => at.kind === 'heading')
  const above = enclosing(section.parent, (at) => closedWithin.has(at.role))
  return (
    above?.role === 'coordination' &&
    phase !== null &&
    phase !== above &&
    phase.role === 'phase' &&
    phase.number !== undefined &&
    !phase.method
  )
}

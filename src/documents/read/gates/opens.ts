import { headingCommand } from '../text/command-lines.ts'
import { ofSection } from '../text/remember.ts'
import { roleTitle } from '../text/roles.ts'
import { enclosing, type Section } from '../text/sections.ts'
import { closedRoles } from '../tasks/list.ts'
import { isBelow, tellsStates } from '../tasks/states.ts'
import { titleOf } from '../text/titles.ts'
import { criterionText } from './criteria.ts'

const abandoning =
  /\b(?:no.?go|pivot|adjust|abort|stop|fail(?:ure)?|kill|abandon|rollback)\b.{0,12}(?:criteria|conditions)/i

const consequences =
  /^(?:outcomes?|decisions?|actions?|consequences?|on failure|if\b.*|rationale|notes?|implementation notes|report back.*)$/i

/** Labels inside a gate that tell what follows from it, or what to give up for. */
export const isAside: (section: Section) => boolean = ofSection(findIsAside)

function findIsAside(section: Section): boolean {
  return abandoning.test(section.title.text) || consequences.test(roleTitle(section.title.text))
}

/** Whether a section opens a gate of its own, rather than adding to the one around it. */
export const opensGate: (section: Section) => boolean = ofSection(findOpensGate)

function findOpensGate(section: Section): boolean {
  if (section.kind === 'root' || section.depth === 1) return false
  const own = (section.role === 'gate' || section.role === 'criteria') && section.named
  if (!own) return (isValidationPhase(section) || isStateChecklist(section)) && !isAside(section)
  if (isAside(section) || isProof(section)) return false
  if (
    section.role === 'criteria' &&
    section.parent &&
    enclosing(section.parent, (at) => at.role === 'gate' && at.named)
  )
    return false
  return true
}

/** `**Verification**: …` in a gate says how that gate is checked. */
export function isProof({ kind, role, parent, title }: Section): boolean {
  return (
    kind !== 'heading' &&
    role === 'gate' &&
    /^(?:verification|validation|checks?)$/.test(roleTitle(title.text)) &&
    enclosing(parent, (at) => at.kind === 'heading' && at.role === 'gate' && at.named) !== null
  )
}

const qualityTitle = /^quality (?:assurance|validation|verification)$/
const judgingTitle = /checklist|test(?:ing)? plan|verif|validat|readiness|\b(?:pre|post)-/i

/** "Pre-execution" below "Execution checklist" with boxes that say how things have to be. */
export function isStateChecklist(section: Section): boolean {
  return (
    section.kind === 'heading' &&
    section.items.length > 1 &&
    !closedRoles.has(section.role) &&
    (isQualityList(section) || (tellsStates(section) && isBelow(section, judgingTitle)))
  )
}

/** `✅ It builds` below "Quality assurance", each line with a sign or a box. */
function isQualityList({ title, items }: Section): boolean {
  const own = items.filter(({ parent }) => parent === null)
  return (
    qualityTitle.test(roleTitle(title.text)) &&
    own.length > 1 &&
    own.every((item) => item.checkbox !== null || titleOf(item).tokens.some(({ kind, start }) => kind === 'emoji' && start === item.start)) // prettier-ignore
  )
}

/** A phase of validation is a gate when its bullets are commands. */
export function isValidationPhase(section: Section): boolean {
  if (section.role !== 'phase' || !section.named) return false
  if (!/validat|verif|quality/i.test(section.title.text)) return false
  const own = section.items.filter((item) => !item.parent)
  return (
    section.blocks.every((block) => block.kind !== 'table') &&
    own.some(
      (item) => headingCommand(criterionText(item)) !== null || /^run:?\s*`/i.test(item.text),
    )
  )
}

import { parseExpectation, type Check } from '../../../model/index.ts'
import { codeOf, isCheck } from '../tasks/fence.ts'
import type { Fence, Item } from '../text/blocks.ts'
import type { Section } from '../text/sections.ts'
import { worded } from '../text/text.ts'
import { criterion, type CriterionDraft } from './criteria.ts'

// Scripts that check criteria: fences that begin with "js check" or "ts check".

/**
 * A criterion with the script that stands below it. Where its words state a check already, the script is one more criterion: neither
 * is passed over.
 */
export function withScripts(
  section: Section,
  item: Item,
  draft: CriterionDraft,
): readonly CriterionDraft[] {
  if (section.fences.length === 0) return [draft]
  const found = section.fences.filter((fence) => fence.item === item && isCheck(fence))
  const [first, ...others] = found
  const check = first && checkOf(first)
  if (!first || !check) return [draft]
  if (draft.command !== null || draft.stated !== null) return [draft, ...found.flatMap(alone)]
  const expectations = draft.expect === null ? [] : parseExpectation(draft.expect)
  const own = {
    ...draft,
    stated: {
      check,
      expectations,
      expect: draft.expect,
      place: worded(first.start, first.end, ''),
    },
  }
  return [own, ...others.flatMap(alone)]
}

/** The scripts of a gate that belong to no criterion, each as one of its own. */
export function ownScriptChecks({ fences }: Section): readonly CriterionDraft[] {
  return fences.flatMap((fence) => (fence.item === null && isCheck(fence) ? alone(fence) : []))
}

/** What it checks says its first line, behind `check` or in a comment. */
function alone(fence: Fence): readonly CriterionDraft[] {
  const check = checkOf(fence)
  if (!check) return []
  const [first] = fence.lines
  const words = fence.info.replace(/^check\s*:?\s*/i, '') || (/^\s*\/\/+\s*(.+)$/.exec(first?.text ?? '')?.[1] ?? 'Its script passes') // prettier-ignore
  const draft = criterion(worded(fence.start, fence.end, words), null)
  const expectations = draft.expect === null ? [] : parseExpectation(draft.expect)
  return [{ ...draft, command: null, runnable: false, status: null, tokens: [], adorned: false, stated: { check, expectations, expect: draft.expect, place: worded(fence.start, fence.end, '') } }] // prettier-ignore
}

function checkOf(fence: Fence): Check | null {
  const found = codeOf(fence)
  return found && { kind: 'script', language: found.language, code: found.code }
}

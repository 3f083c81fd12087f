import type { Item } from '../text/blocks.ts'
import { enclosing, type Section } from '../text/sections.ts'
import { isImperative, isState } from '../text/words.ts'

/** A checklist of states, or one below "Testing plan" that does not begin with verbs: `- [ ] Small letters are not packed`. */
export function tellsStates(section: Section): boolean {
  const { items } = section
  if (mostlyStates(items)) return true
  const boxes = items.filter(({ checkbox }) => checkbox !== null)
  return (
    boxes.length > 1 &&
    boxes.filter(({ text }) => isImperative(text)).length * 2 < boxes.length &&
    isBelow(section, testPlan)
  )
}

const testPlan = /^\W*(?:\d+[.)]\s*)?test(?:ing)? plan\W*$/i

/** A checklist of states ("All tests passing") is a gate's, not tasks (R2). */
export function mostlyStates(all: readonly Item[]): boolean {
  let boxes = 0
  let states = 0
  for (const item of all) {
    if (!item.checkbox) continue
    boxes++
    if (isState(item.text)) states++
  }
  return boxes > 0 && states * 3 >= boxes * 2
}

/** Whether a section or one around it has a heading like this. */
export function isBelow(section: Section, pattern: RegExp): boolean {
  return enclosing(section, ({ kind, title }) => kind === 'heading' && pattern.test(title.text)) !== null // prettier-ignore
}

import { blocksOf } from '../read/text/blocks.ts'
import { forget } from '../read/text/remember.ts'
import { phaseNumber } from '../read/text/roles.ts'
import { openText } from '../read/text/text.ts'
import { draftsOf } from './drafts.ts'
import { sectionsOf } from './sections.ts'

/**
 * Whether a text is a goal document: its front matter says `goap: goal`, or it has a goal, at least half of whose conditions are no mere
 * sentences, an action with effects, and neither phases nor "plan" in its title. What says `goap:` otherwise is none.
 */
export function isGoalDocument(text: string): boolean {
  const said = /^\uFEFF?---[ \t]*\r?\n(?:(?!---)[^\n]*\n){0,200}?goap:[ \t]*["']?([\w-]+)/.exec(text)?.[1]
  if (said !== undefined) return said === 'goal'
  // Few documents speak of effects at all, and only those are read.
  if (!/effects?\b|post-?conditions?\b/i.test(text) || !/goal|desired|success|target/i.test(text))
    return false
  // "GOAP Plan: …" says what it is.
  if (/^#[ \t][^\n]*\bplan\b/im.test(text.slice(0, 5000))) return false
  try {
    forget()
    const opened = openText(text)
    const sections = sectionsOf(blocksOf(opened.clean))
    if (sections.some(({ title }) => title && phaseNumber(title.text) !== undefined)) return false
    const { goal, actions } = draftsOf(sections, { text: opened, found: [] })
    // "PR #616 is fixed or closed" begins like a fact among sentences.
    const isMeant = goal.length > 0 && goal.filter(({ form }) => form !== 'words').length * 2 >= goal.length // prettier-ignore
    return isMeant && actions.some(({ fields }) => fields.some(({ field }) => field === 'effects'))
  } finally {
    forget()
  }
} // prettier-ignore

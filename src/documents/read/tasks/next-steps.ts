import { enclosing, type Outline, type Section } from '../text/sections.ts'
import { titleOf } from '../text/titles.ts'
import { isImperative } from '../text/words.ts'
import { mention, type Mention } from './mention.ts'

const next =
  /^(?:(?:recommended|immediate|suggested|proposed|required) )*(?:next (?:steps?|actions?)|actions|action items)\b/i

/**
 * What is to be done where a document names no other work: the numbered list below "Recommended next actions", or those below the
 * headings in it that say when; else those of the numbered phases of a timeline.
 */
export function nextSteps({ all }: Outline): readonly Mention[] {
  const steps = all.flatMap((section) => (isNext(section) ? numbered(section) : []))
  return steps.length > 0 ? steps : all.flatMap((section) => (isPlanned(section) ? numbered(section) : [])) // prettier-ignore
}

function isNext({ kind, title, parent }: Section): boolean {
  if (kind !== 'heading') return false
  return next.test(title.text) || (parent !== null && parent.kind === 'heading' && parent.depth > 1 && next.test(parent.title.text)) // prettier-ignore
}

/** `### Phase 1: Clear the ground` below "Timeline". */
function isPlanned(section: Section): boolean {
  return (
    section.kind === 'heading' &&
    section.number !== undefined &&
    enclosing(section.parent, ({ role, named }) => named && role === 'timeline') !== null
  )
}

/** A numbered list two thirds of which say by a verb what is to be done. */
function numbered(section: Section): readonly Mention[] {
  const items = section.items.filter(({ parent, ordered }) => parent === null && ordered)
  const work = items.filter((item) => isImperative(titleOf(item).text))
  if (work.length < 2 || work.length * 3 < items.length * 2) return []
  return items.map((item) => {
    const { text, tokens, struck } = titleOf(item)
    return mention({ id: null, title: text, piece: item, form: 'list', defines: true, section, block: item, tokens, where: 'list', struck }) // prettier-ignore
  })
}

import type { Outline } from '../text/sections.ts'
import { titleOf } from '../text/titles.ts'
import { isImperative } from '../text/words.ts'
import { mention, type Mention } from './mention.ts'

const next =
  /^(?:(?:recommended|immediate|suggested|proposed|required) )*(?:next (?:steps?|actions?)|actions|action items)\b/i

/** The numbered list below "Recommended next actions": what is to be done, where a document names no other work. */
export function nextSteps({ all }: Outline): readonly Mention[] {
  return all.flatMap((section) => {
    if (section.kind !== 'heading' || !next.test(section.title.text)) return []
    const items = section.items.filter(({ parent, ordered }) => parent === null && ordered)
    const work = items.filter(({ text }) => isImperative(text))
    if (work.length < 2 || work.length * 3 < items.length * 2) return []
    return items.map((item) => {
      const { text, tokens, struck } = titleOf(item)
      return mention({ id: null, title: text, piece: item, form: 'list', defines: true, section, block: item, tokens, where: 'list', struck }) // prettier-ignore
    })
  })
}

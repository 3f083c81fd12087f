import type { Item } from '../text/blocks.ts'
import type { Outline, Section } from '../text/sections.ts'
import { titleOf } from '../text/titles.ts'
import { plainOf } from '../text/words.ts'
import { fieldOf } from './item-field.ts'
import { mention, type Mention } from './mention.ts'

/** What is given to somebody, where a document names no other work: the bullets below `### Developer 1 (Lead)` among "Developer assignments". */
export function shares({ all }: Outline): readonly Mention[] {
  return all.flatMap(sharesOf)
}

const assignments = /\bassignments?$/i
const somebody =
  /^(?:developer|engineer|agent|coder|tester|worker) (?:\d{1,2}|[A-Z])$|^(?:[\w&-]+ ){0,3}(?:developer|engineer|specialist|lead|architect|tester|reviewer|analyst|designer)$/i

function sharesOf(section: Section): readonly Mention[] {
  const { kind, parent, title } = section
  if (kind !== 'heading' || !parent || !assignments.test(plainOf(parent.title))) return []
  const agent = withoutAside(plainOf(title))
  if (!somebody.test(agent)) return []
  return section.items.flatMap((item) =>
    item.parent || fieldOf(item) ? [] : [share(section, item, agent)],
  )
}

function share(section: Section, item: Item, agent: string): Mention {
  const { text, tokens, struck } = titleOf(item)
  return mention({ id: null, title: text, piece: item, form: 'list', defines: true, section, block: item, tokens, where: 'list', agent, struck }) // prettier-ignore
}

/** "Developer 1 (Lead)" is "Developer 1". */
function withoutAside(name: string): string {
  return name.replace(/\s*\([^()]*\)\s*$/, '').trim()
}

import type { Mode } from '../../../model/index.ts'
import { strategyMode } from '../order/modes.ts'
import type { Outline } from '../text/sections.ts'
import { part, type Piece } from '../text/text.ts'

/** What a document's front matter says of the plan: simple `key: value` lines; anything else in it is for other programs. */
export interface FrontMatter {
  readonly title: Piece | null
  readonly strategy: { readonly mode: Mode; readonly place: Piece } | null
}

export function frontMatter({ root }: Outline): FrontMatter {
  const block = root.blocks[0]
  if (block?.kind !== 'matter') return { title: null, strategy: null }
  const value = (name: RegExp): Piece | null => {
    const found = name.exec(block.text)
    const text = found?.[1]?.replace(/^(["'])(.*)\1$/, '$2') ?? ''
    if (!found || text === '') return null
    const from = found.index + found[0].indexOf(text)
    return part(block, from, from + text.length)
  }
  const strategy = value(/^(?:strategy|mode):[ \t]*(.+)$/m)
  const mode = strategy && strategyMode(strategy.text)
  return {
    title: value(/^title:[ \t]*(.+)$/m),
    strategy: strategy && mode ? { mode, place: strategy } : null,
  }
}

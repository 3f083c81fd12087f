import type { GoalDocument } from '../../model/index.ts'
import type { ProseLine } from '../prose.ts'
import { blocksOf } from '../read/text/blocks.ts'
import { openText, type Text } from '../read/text/text.ts'
import type { Node } from './nodes.ts'
import { sectionsOf, type Section } from './sections.ts'

/** The lines of a goal document that its problem does not hold: sentences, sections and labels for people. */
export function proseOfGoal({ source }: GoalDocument): readonly ProseLine[] {
  const text = openText(source.text)
  const lines = source.text.split(/\r\n|\r|\n/)
  const numbers = sectionsOf(blocksOf(text.clean)).flatMap((section) =>
    section.nodes.flatMap((node) => linesOf(node, section, text)),
  )
  return [...new Set(numbers)].map((line) => ({ line, text: (lines[line - 1] ?? '').trim() }))
}

function linesOf(node: Node, section: Section, text: Text): readonly number[] {
  const { kind, label, piece, children } = node
  const isSentence = kind === 'line' && label === null && !/[=≠<≤>≥]/.test(piece.text)
  const isAside = section.role === 'other' && label === null
  const isNote = label?.field === 'note'
  const own = isSentence || isAside || isNote ? [text.line(piece.start)] : []
  return [...own, ...children.flatMap((child) => linesOf(child, section, text))]
}

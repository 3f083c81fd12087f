import { createMdastHandle, dropHandle, MdastReader, serializeHandle } from 'satteri'
import type { Span } from './text.ts'

/** The numbers that satteri gives to the nodes which blocks are made of. */
export const kinds = {
  paragraph: 1,
  heading: 2,
  rule: 3,
  list: 5,
  code: 8,
  table: 21,
  matter: 25,
} as const

/** The Markdown tree, left as the parser wrote it: objects for all its nodes would take as long as the parse. */
export function markdown(clean: string): MdastReader {
  const handle = createMdastHandle(clean)
  try {
    return new MdastReader(serializeHandle(handle))
  } finally {
    dropHandle(handle)
  }
}

/** Where a node stands; some that satteri adds stand nowhere. */
export function spanOf(tree: MdastReader, node: number): Span {
  const position = tree.getPosition(node)
  return { start: position?.start.offset ?? 0, end: position?.end.offset ?? 0 }
}

/** What stands behind the language of a code block, such as `check` of "js check"; empty when nothing does. */
export function infoOf(clean: string, { start }: Span, fenced: boolean): string {
  if (!fenced) return ''
  plainLanguage.lastIndex = start
  if (plainLanguage.test(clean)) return ''
  const end = clean.indexOf('\n', start)
  const line = clean.slice(start, end === -1 ? clean.length : end)
  return /^(?:`{3,}|~{3,})[ \t]*\S+[ \t]+(.*)$/.exec(line.trimEnd())?.[1] ?? ''
}

/** Whether a list is numbered: the fifth byte of what the parser says of it, which is read without an object for the rest. */
export function isOrdered(tree: MdastReader, list: number): boolean {
  return tree.fieldU8(list, 4, 0) !== 0
}

const plainLanguage = /(?:`{3,}|~{3,})[ \t]*([\w+-]*)[ \t]*(?:\n|$)/y

/** The language of a code block in lower case, empty when it names none. */
export function languageOf(
  clean: string,
  tree: MdastReader,
  node: number,
  fenced: boolean,
): string {
  if (!fenced) return ''
  // The tree would have to decode all its texts to tell a simple one.
  plainLanguage.lastIndex = spanOf(tree, node).start
  const simple = plainLanguage.exec(clean)?.[1]
  return (simple ?? tree.fieldString(node, 0)).toLowerCase()
}

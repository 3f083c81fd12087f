import type { Item } from '../text/blocks.ts'
import { isId } from '../text/ids.ts'
import { mayHaveId } from '../text/titles.ts'

const shares = /^\**([A-Za-z][\w -]*? agent)\**\s*(?:[—–:→-]+|->)\s*([^()]+?)\s*(?:\([^()]*\))?$/i
/** `**Debug Agent** (A4) → Look into it` */
const holds = /^\**([A-Za-z][\w -]*? agent)\**\s*\(([^()]+)\)\s*(?:(?:→|->).*)?$/i

/** `**Debug Agent** - A1, A2 (flaky tests)`: whose tasks these are. */
export function sharedIds(item: Item): readonly string[] | undefined {
  if (item.checkbox || item.parent || !mayHaveId(item)) return undefined
  const found = shares.exec(item.text) ?? holds.exec(item.text)
  const ids = found?.[2]?.split(/\s*(?:[,+&]|\band\b)\s*/)
  return ids?.every((id) => isId(id)) === true ? ids : undefined
}

export function agentOfItem(item: Item): string | null {
  return (shares.exec(item.text) ?? holds.exec(item.text))?.[1] ?? null
}

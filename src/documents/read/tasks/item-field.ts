import type { Item } from '../text/blocks.ts'
import { labelOf } from '../text/labels.ts'
import { keyOfLabel } from '../text/limits.ts'
import { ofPiece } from '../text/remember.ts'
import type { Field } from '../text/sections.ts'

/** `- Agent: tester`, `- **Output**: report` and `- Focus on: the loader` say something about the thing above. */
export const fieldOf: (item: Item) => Field | undefined = ofPiece(findFieldOf)

const focus = /^focus(?: on| areas?)?$/i

function findFieldOf(item: Item): Field | undefined {
  if (item.checkbox) return undefined
  const label = labelOf(item)
  const key = label && (keyOfLabel(label) ?? (focus.test(label.name.text) ? 'other' : undefined))
  if (
    !label ||
    key === undefined ||
    (key === 'other' && !label.bold && !focus.test(label.name.text))
  )
    return undefined
  return { key, name: label.name.text, value: label.value }
}

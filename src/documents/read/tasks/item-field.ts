import type { Item } from '../text/blocks.ts'
import { labelOf } from '../text/labels.ts'
import { keyOfLabel } from '../text/limits.ts'
import { ofPiece } from '../text/remember.ts'
import type { Field } from '../text/sections.ts'

/** `- Agent: tester`, `- **Output**: report` and `- Focus on: the loader` say something about the thing above. */
export const fieldOf: (item: Item) => Field | undefined = ofPiece(findFieldOf)

const focus = /^focus(?: on| areas?)?$/i

function findFieldOf(item: Item): Field | undefined {
  const label = item.checkbox ? undefined : labelOf(item)
  if (!label) return undefined
  const { name, value, bold } = label
  if (focus.test(name.text)) return { key: 'other', name: name.text, value }
  const key = keyOfLabel(label)
  return key === undefined || (key === 'other' && !bold) ? undefined : { key, name: name.text, value } // prettier-ignore
}

import type { Item } from '../text/blocks.ts'
import { leadingId, mayLead } from '../text/ids.ts'
import { labelOf } from '../text/labels.ts'
import { namesAction } from '../text/action-words.ts'
import { part, type Piece } from '../text/text.ts'
import { isImperative } from '../text/words.ts'

/** An item that gives somebody something to do. */
export interface Assignment {
  /** Null when the item does not say who: `- Task: Map the code`. */
  readonly agent: string | null
  /** What is to be done. */
  readonly work: Piece
}

/** `tester → Run the tests`, `**Agent**: tester - Run the tests`, `**Agent 1**: Run the tests`, `Task: Run the tests`. Undefined for anything else. */
export function assignmentOf(item: Item): Assignment | undefined {
  return arrowed(item) ?? labelled(item)
}

const arrow = /^\**(`?@?[\w-]+`?|Agent \w{1,3}(?: \([^()]{1,60}\))?)\**\s*(?:→|->|=>|⇒)\s*(?=\S)/i

function arrowed(item: Item): Assignment | undefined {
  const found = arrow.exec(item.text)
  const name = (found?.[1] ?? '').replace(/[`@]/g, '')
  if (!found || !isAgent(name)) return undefined
  const work = part(item, found[0].length)
  // A chain goes on: `a-b → c-d → e` assigns nothing.
  return /→|->|=>/.test(work.text) ? undefined : { agent: agentName(name), work }
}

/** A name with hyphens, or one that is said to be an agent's. */
function isAgent(name: string): boolean {
  return /^agent \w/i.test(name) || /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(name)
}

/** "Agent A (tester)" is the tester. */
function agentName(name: string): string {
  const role = /\(([a-z][\w-]*)[^()]*\)/.exec(name)?.[1]
  return role ?? name
}

/** `**Agent 1**: Dig`, `**Developer A**: Fill the hole`. */
const numberedAgent = /^(?:agent|developer|engineer|worker|coder|tester) (?:\d{1,2}|[A-Z])$/i

/** Whether words say what is to be done. */
export function isWork({ text }: Piece): boolean {
  return isImperative(text) || namesAction(text)
}

function labelled(item: Item): Assignment | undefined {
  const label = labelOf(item)
  if (!label || label.value.text === '') return undefined
  if (/^(?:task|action|work item)$/i.test(label.name.text))
    return { agent: null, work: label.value }
  if (label.bold && numberedAgent.test(label.name.text) && isWork(label.value))
    return { agent: label.name.text, work: label.value }
  // `**test-runner**: B2 Sort the tests`
  if (
    label.bold &&
    /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$|^(?:tester|coder|refactorer|reviewer|architect|developer)$/.test(
      label.name.text,
    ) &&
    mayLead(label.value.text, 0) &&
    leadingId(label.value.text)
  )
    return { agent: label.name.text, work: label.value }
  if (label.key !== 'agent') return undefined
  const found = /^`?@?([a-z][\w-]*)`?\s+[—–-]{1,3}\s+(?=\S)/.exec(label.value.text)
  return found ? { agent: found[1] ?? null, work: part(label.value, found[0].length) } : undefined
}

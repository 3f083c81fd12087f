import { isObject, type Json } from '../base/index.ts'
import type { OpenRequest } from './state.ts'

/** The question whether a person agrees with what a gate judges. */
export const approval = 'approve'

/** An answer as a choice with a note. */
export interface Said {
  readonly choice: string
  readonly note: string | null
}

/** An answer is a choice, or an object with `choice` and `note`. */
export function approvalAnswer(value: Json): Said {
  if (!isObject(value))
    return { choice: typeof value === 'string' ? value : JSON.stringify(value), note: null }
  const { choice, note } = value
  return {
    choice: typeof choice === 'string' ? choice : '',
    note: typeof note === 'string' && note.trim() !== '' ? note : null,
  }
}

const yes = ['approve', 'run', 'done', 'again', 'yes', 'proceed']
const no = ['reject', 'skip', 'failed', 'give up', 'no']

/** What approving, or rejecting, means for an open question: one of its choices. Null when it asks for something else. */
export function approve(
  { choices, question }: Extract<OpenRequest, { kind: 'question' }>,
  reject: boolean,
  note: string | null,
): Json {
  // A rejection with a note is to be worked in, not the end.
  const wanted = reject && note !== null && question === approval ? 'changes' : null
  const choice = wanted ?? (reject ? no : yes).find((one) => choices.includes(one))
  if (choice === undefined) return null
  return note === null ? choice : { choice, note }
}

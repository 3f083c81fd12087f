import { createContext, Script } from 'node:vm'
import type { Milliseconds } from '../base/index.ts'
import type { Find } from '../model/index.ts'

/** Time for one search: a pattern comes from a document, and some patterns take for ever on some texts. */
const patience: Milliseconds = 500

// A search can only be stopped from outside of the script that it is a part of. It gives a text or null: nothing else leaves it.
const search = new Script(`
  const compiled = () => {
    try { return new RegExp(pattern, 'gmu') } catch { return new RegExp(pattern, 'gm') }
  }
  const last = [...text.matchAll(compiled())].at(-1)
  last === undefined ? null : (last[1] ?? last[0])
`)

/** Finds the last match of a pattern, and gives up in time. */
export const find: Find = (pattern, text) => {
  try {
    const group: unknown = search.runInContext(createContext({ pattern, text }), { timeout: patience }) // prettier-ignore
    return typeof group === 'string' ? { kind: 'found', group } : { kind: 'none' }
  } catch (error) {
    return { kind: 'refused', reason: `/${pattern}/ ${isTimeout(error) ? 'takes too long' : 'is no regular expression'}` } // prettier-ignore
  }
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  )
}

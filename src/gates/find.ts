import { createContext, Script } from 'node:vm'
import type { Find } from '../model/index.ts'

/** Time for one search. A pattern comes from a document, and some patterns take for ever on some texts. */
const patience = 500

// The engine of regular expressions can only be stopped from outside of the script that uses it.
const search = new Script(`
  [...text.matchAll(new RegExp(pattern, 'gmu'))].at(-1)
`)

/** Finds the last match of a pattern, and gives up in time. */
export const find: Find = (pattern, text) => {
  try {
    const match: unknown = search.runInContext(createContext({ pattern, text }), { timeout: patience }) // prettier-ignore
    if (match === undefined || match === null) return { kind: 'none' }
    const groups: readonly unknown[] = Object.values(match)
    const [all, first] = groups
    return { kind: 'found', group: String(first ?? all) }
  } catch (error) {
    const isSlow = error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' // prettier-ignore
    const reason = isSlow ? `/${pattern}/ takes too long` : `/${pattern}/ is no regular expression`
    return { kind: 'refused', reason }
  }
}

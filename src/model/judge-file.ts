import type { Expectation } from './check.ts'
import type { Judgement } from './judge.ts'

/** What lies at a path, as far as an expectation looks at it. */
export type Seen =
  /** `text` is null when the file is too large to be read. */
  | { readonly found: 'file'; readonly bytes: number; readonly text: string | null }
  | { readonly found: 'folder' }
  | { readonly found: 'nothing' }
  /** It could not or must not be looked at, and why. */
  | { readonly found: 'unknown'; readonly reason: string }

/** Looks for a regular expression in a text, within bounds; the whole search is the caller's since a pattern may take for ever. */
export type Find = (pattern: string, text: string) => Found

/** `group` is the first group of the last match, else all of it. */
export type Found =
  | { readonly kind: 'found'; readonly group: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly reason: string }

/** Judges what lies at a path. Without any expectation it must be there, and beside each that does not say that it must not. */
export function judgeFile(
  path: string,
  expectations: readonly Expectation[],
  seen: Seen,
  find: Find,
): Judgement {
  if (seen.found === 'unknown')
    return { verdict: 'insufficient-evidence', reason: `${path} ${seen.reason}` }
  const all = expectations.some(({ kind }) => kind === 'exists')
    ? expectations
    : [{ kind: 'exists', exists: true } as const, ...expectations]
  const results = all.map((one) => judgeOne(path, one, seen, find))
  return (
    results.find(({ verdict }) => verdict === 'failed') ??
    results.find(({ verdict }) => verdict === 'insufficient-evidence') ?? {
      verdict: 'passed',
      reason: results.map(({ reason }) => reason).join(', '),
    }
  )
}

function judgeOne(
  path: string,
  expectation: Expectation,
  seen: Exclude<Seen, { found: 'unknown' }>,
  find: Find,
): Judgement {
  switch (expectation.kind) {
    case 'exists': {
      const isThere = seen.found !== 'nothing'
      const shown = isThere ? `${path} exists${sizeOf(seen)}` : `${path} does not exist`
      return { verdict: isThere === expectation.exists ? 'passed' : 'failed', reason: shown }
    }
    case 'contains':
      return inText(path, seen, (text) =>
        text.includes(expectation.text)
          ? { verdict: 'passed', reason: `it contains "${expectation.text}"` }
          : { verdict: 'failed', reason: `${path} does not contain "${expectation.text}"` },
      )
    case 'matches':
      return inText(path, seen, (text) => {
        const found = find(expectation.pattern, text)
        if (found.kind === 'refused')
          return { verdict: 'insufficient-evidence', reason: found.reason }
        return found.kind === 'found'
          ? { verdict: 'passed', reason: `it matches /${expectation.pattern}/` }
          : { verdict: 'failed', reason: `${path} does not match /${expectation.pattern}/` }
      })
    default:
      return { verdict: 'insufficient-evidence', reason: 'a file is no command that was run' }
  }
}

function sizeOf(seen: Seen): string {
  return seen.found === 'file' ? ` (${seen.bytes} bytes)` : ''
}

function inText(path: string, seen: Seen, judge: (text: string) => Judgement): Judgement {
  if (seen.found !== 'file')
    return { verdict: 'failed', reason: seen.found === 'folder' ? `${path} is a folder` : `${path} does not exist` } // prettier-ignore
  if (seen.text === null)
    return { verdict: 'insufficient-evidence', reason: `${path} is too large to be read` }
  return judge(seen.text)
}

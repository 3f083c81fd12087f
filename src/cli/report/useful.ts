import { visibleOutput } from '../visible.ts'

/**
 * The lines of an output that say what went wrong, safe to print: from the first that speaks of an error on, otherwise the last ones.
 * At most `most` (default 5), none of them empty.
 */
export function usefulLines(output: string, most = 5): readonly string[] {
  const lines = visibleOutput(output)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  const first = lines.findIndex((line) => speaks.test(line) && !denies.test(line))
  return first < 0 ? lines.slice(-most) : lines.slice(first, first + most)
}

const speaks =
  /\w*(?:error|exception)\b|\b(?:fail(?:s|ed|ing|ures?)?|fatal|panic(?:ked)?|assertion|cannot|can't|unable|denied|refused|not found|no such|unexpected|undefined|missing|killed)\b|[✗✘×]/i

/** `0 failed`, `no errors`: nothing went wrong there. */
const denies = /\b(?:0|no|without)\s+(?:\w+\s+)?(?:errors?|fail(?:ed|ures?|ing)?|exceptions?)\b/i

import { visibleOutput } from '../visible.ts'

/**
 * The lines of an output that say what went wrong, safe to print: from the first that names what failed or an error on, otherwise from the
 * first that speaks of one, otherwise the last ones. At most `most` (default 5), none of them empty.
 */
export function usefulLines(output: string, most = 5): readonly string[] {
  const lines = visibleOutput(output)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  const named = lines.findIndex((line) => names.test(line) && !denies.test(line))
  const first = named < 0 ? lines.findIndex((line) => speaks.test(line) && !denies.test(line)) : named // prettier-ignore
  return first < 0 ? lines.slice(-most) : lines.slice(first, first + most)
}

/**
 * How test runners, compilers and languages begin what they have to say: `FAIL a.test.ts > adds`, `× adds`, `not ok 1`, `--- FAIL: TestAdd`,
 * `E   assert`, `AssertionError: …`, `a.ts(1,2): error TS1: …`, `error[E1]: …`, `Traceback`. A line before may only count how many failed.
 */
const names =
  /^\W{0,20}(?:FAIL(?:ED|URE)?\b|not ok\b|E {2,}\S|Traceback\b|[\w.]{0,100}(?:Error|Exception)\b *(?:\[\w+\])?:|(?:fatal|panic)\b.*:)|^\s*[✗✘✖×] |\berror(?: \w+|\[\w+\])?:/

const speaks =
  /\w*(?:error|exception)\b|\b(?:fail(?:s|ed|ing|ures?)?|fatal|panic(?:ked)?|assertion|cannot|can't|unable|denied|refused|not found|no such|unexpected|undefined|missing|killed)\b|[✗✘×]/i

/** `0 failed`, `no errors`: nothing went wrong there. */
const denies = /\b(?:0|no|without)\s+(?:\w+\s+)?(?:errors?|fail(?:ed|ures?|ing)?|exceptions?)\b/i

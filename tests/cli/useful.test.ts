import { expect, test } from 'vitest'
import { usefulLines } from '../../src/cli/report/useful.ts'

test.each([
  [
    'the failed test of a file, not those that passed before it',
    ' ❯ tests/sum.test.ts (3 tests | 1 failed) 34ms\n   ✓ adds nothing 1ms\n   ✓ adds one 1ms\n   × adds many 2ms\n     → expected 5 to be 6\n\n FAIL  tests/sum.test.ts > adds many',
    '   × adds many 2ms',
  ],
  [
    'what a runner says at the end of a failed file',
    ' ❯ tests/sum.test.ts (3 tests | 1 failed) 34ms\n   ✓ adds one 1ms\n⎯⎯ Failed Tests 1 ⎯⎯\n\n FAIL  tests/sum.test.ts > adds many\nAssertionError: expected 5 to be 6',
    ' FAIL  tests/sum.test.ts > adds many',
  ],
  ['a test of Node', '✔ adds one (0.4ms)\n✖ adds many (1.2ms)\n  AssertionError [ERR_ASSERTION]: 5 !== 6\nℹ fail 1', '✖ adds many (1.2ms)'], // prettier-ignore
  ['TAP', 'TAP version 13\n# Subtest: fails\nok 1 - adds one\nnot ok 2 - adds many', 'not ok 2 - adds many'], // prettier-ignore
  ['Go', '=== RUN   TestFail\n=== RUN   TestAdd\n--- FAIL: TestAdd (0.00s)\n    sum_test.go:7: got 5\nFAIL', '--- FAIL: TestAdd (0.00s)'], // prettier-ignore
  ['pytest', 'collected 2 items / 1 failed\ntests/test_sum.py .F\n    def test_sum():\n>       assert add(2, 3) == 6\nE       assert 5 == 6', 'E       assert 5 == 6'], // prettier-ignore
  ['Python', 'failed to warm the cache, going on\nTraceback (most recent call last):\n  File "a.py", line 1', 'Traceback (most recent call last):'], // prettier-ignore
  ['Rust', '   Compiling failure v1.0.0\nerror[E0308]: mismatched types', 'error[E0308]: mismatched types'], // prettier-ignore
  ['TypeScript', "Checking what failed before\nsrc/sum.ts(3,4): error TS2322: Type 'string' is not a number.", "src/sum.ts(3,4): error TS2322: Type 'string' is not a number."], // prettier-ignore
  ['an exception', 'Retrying the failed call\nnode:internal/x:1\n    throw e;\nTypeError: nothing is not a function', 'TypeError: nothing is not a function'], // prettier-ignore
  ['git', "unable to look it up, asking again\nfatal: repository 'x' does not exist", "fatal: repository 'x' does not exist"], // prettier-ignore
  ['words, where nothing is named', 'one\nThe server refused to answer.\nthree', 'The server refused to answer.'], // prettier-ignore
])('%s: the first line is the telling one', (_, output, first) => {
  expect(usefulLines(output)[0]).toBe(first)
})

test('what did not go wrong is not told, and without anything wrong the last lines are', () => {
  expect(usefulLines('one\n0 failed\nno errors: fine\nlast\n', 2)).toEqual([
    'no errors: fine',
    'last',
  ])
})

test('never more than asked for, and never an empty line', () => {
  expect(usefulLines('error: a\n\nb\nc\nd', 3)).toEqual(['error: a', 'b', 'c'])
})

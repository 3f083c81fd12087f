import { expect, test } from 'vitest'
import { read } from '../../src/documents/index.ts'
import { isCommand } from '../../src/documents/read/text/command-lines.ts'
import type { Task } from '../../src/model/index.ts'

const task = (text: string): Task | undefined =>
  read(
    ['# P', '## Phase 1: Dig (parallel)', '- [ ] **A1**: Dig', '- [ ] **A2**: Fill', `- [ ] **A3**: ${text}`].join('\n'),
    'p.md',
  ).plan.tasks.find(({ key }) => key === 'a3') // prettier-ignore

test.each([
  ['Rake: `npm test` (depends on A1)', 'npm test', ['a1']],
  ['Rake: `npm test` (depends on: A1)', 'npm test', ['a1']],
  ['Rake: `npm test` (after A1, A2) → 0 failures', 'npm test', ['a1', 'a2']],
  ['Rake — `npm test` [after A1-A2]', 'npm test', ['a1', 'a2']],
  ['`npm test` (deps: A2) (~5 min)', 'npm test', ['a2']],
  ['Rake: **`npm test`** (2-3 hours)', 'npm test', []],
  ['Rake: `true` → true', 'true', []],
  ['Rake: `npx eslint src/**/*.ts`', 'npx eslint src/**/*.ts', []],
])('"%s" has the command %s and its needs', (text, command, needs) => {
  const found = task(text)
  expect(found?.command).toBe(command)
  expect(found?.needs).toEqual(needs)
  const { column = 0, endColumn = 0 } = found?.commandPlace ?? {}
  expect(`- [ ] **A3**: ${text}`.slice(column - 1, endColumn - 1)).toBe(command)
})

test.each([
  // What nothing here can fulfil is no aside: with it unread, the command would run too early.
  'Rake: `npm publish` (after the release party)',
  'Rake: `npm publish` (requires Node 99, A1)',
  'Rake: `npm publish` (by hand)',
  'Rake: `npm publish` when all is well',
  'Replace `npm run a` → `src/b.ts`',
])('"%s" has no command', (text) => {
  expect(task(text)?.command).toBeNull()
})

test('what a row needs stands in a column, so nothing in its title is left out', () => {
  const [row] = read('# P\n## Tasks\n| ID | Task | Status |\n|---|---|---|\n| A1 | Dig: `make` (after A1) | todo |\n', 'p.md').plan.tasks // prettier-ignore
  expect(row?.command).toBeNull()
})

test.each([
  'exit 3', 'echo a', 'echo is', 'seq 1 3000', 'true', 'sleep 1', 'test -f x', '[ -f x ]', '[[ $a == b ]]', '! grep -q a b',
  'cut -d, -f1 x.csv', 'date +%s', 'stat -c %s a', 'basename a/b', 'sha256sum a.txt', 'source ./env', 'kill -9 12',
  'A=1 seq 3', 'printf x', 'mktemp -d', 'split ./big.txt',
])('`%s` is a command', (code) => {
  expect(isCommand(code)).toBe(true)
}) // prettier-ignore

test.each([
  'serde', 'read_file', 'exit', 'exit code', 'seq', 'seq number', 'date TEXT', 'id INTEGER', 'id -> user', 'date > 2020', 'join users',
  'split view', 'src/a.rs', 'a.sh', '[ a, b ]', '[x]', '!', '! important', 'install script', 'kill switch', 'source code',
  'basename', 'set theory', 'echo', 'date/time', 'stat', 'sha256sum',
])('`%s` is none', (code) => {
  expect(isCommand(code)).toBe(false)
}) // prettier-ignore

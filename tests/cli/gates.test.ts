import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { commitAll, folderWith } from '../workspace/folder.ts'
import { goap, type Said } from './run.ts'

let folder = ''
const source = `# Plan

- [ ] **A1**: Build: \`true\`

## Quality Gate

- [ ] \`test -e built\`
- [ ] \`size.txt\` → \`/(\\d+)/\` < 500
- [ ] It feels good
`
const put = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const call = (...args: readonly string[]): Promise<Said> => goap(folder, args)
const gates = async (...args: readonly string[]): Promise<string> => (await call('gates', ...args)).out // prettier-ignore
const runOf = async (...args: readonly string[]): Promise<string> =>
  /Run (\S+):/.exec((await call('execute', 'plan.md', '--yes', ...args)).out)?.[1] ?? ''

beforeEach(() => {
  folder = folderWith({
    'goap.config.json': '{}',
    '.gitignore': '.goap\n.home\n',
    'plan.md': source,
    'size.txt': '420',
  })
  commitAll(folder)
})

test('before any run each criterion has its kind of check; documents without gates say so', async () => {
  expect(await gates('plan.md')).toBe(`plan.md
  ◆ Quality Gate: never judged
      · [ ] \`test -e built\`  command
      · [ ] \`size.txt\`  metric
      · [ ] It feels good  no check
`)
  put('none.md', '# P\n\n- [ ] One\n')
  expect(await gates('none.md')).toBe('There are no gates.\n')
})

test('each criterion has its newest evidence, which grows stale when files change, by itself for a file', async () => {
  put('built', '')
  await runOf()
  const fresh = await gates('plan.md')
  expect(fresh).toMatch(/◆ Quality Gate: passed {2}\d{4}-\d\d-\d\d \d\d:\d\d UTC {2}\S+\n/)
  expect(fresh).toMatch(/✓ \[x\] `test -e built` {2}exit code 0\n {10}fresh \(no file changed since\) · test -e built: exit 0, [\d.]+ s, output [0-9a-f]{12}\n/) // prettier-ignore
  expect(fresh).toMatch(/✓ \[x\] `size.txt` {2}420\n {10}fresh \(size.txt did not change since\) · size.txt: 3 bytes, [0-9a-f]{12}; /) // prettier-ignore
  expect(fresh).toContain('○ [ ] It feels good  has no check')
  put('other.txt', 'new')
  const later = await gates('plan.md')
  expect(later).toContain('stale (files changed since)')
  expect(later).toContain('fresh (size.txt did not change since)')
  put('size.txt', '421')
  expect(await gates('plan.md')).toContain('stale (size.txt changed since)')
})

test('evidence for another target is stale', async () => {
  put('built', '')
  await runOf()
  put('plan.md', source.replace('/` < 500', '/` < 400'))
  expect(await gates('plan.md')).toContain('stale (it is checked otherwise now)')
})

test('the history is a sign for each verdict, the newest last; of one run only what that run saw', async () => {
  const first = await runOf()
  expect(await gates('plan.md')).not.toContain('history')
  await runOf()
  put('built', '')
  await runOf()
  const out = await gates('plan.md')
  expect(out).toMatch(/◆ Quality Gate: passed/)
  expect(out).toMatch(/ {6}history {2}✗✗✓ {2}1 of 3 passed, since \d{4}-\d\d-\d\d\n/)
  const then = await gates(first)
  expect(then).toMatch(new RegExp(`◆ Quality Gate: failed {2}.* ${first}\n`))
  expect(then).toContain('✗ [ ] `test -e built`  exit code 1')
  expect(then).not.toContain('history')
})

test('a gate that was waived, or waits for permission, says by whom and why', async () => {
  const run = await runOf()
  await call('waive', run, 'quality gate', '--why', 'known since May')
  await call('resume', run)
  expect(await gates('plan.md')).toMatch(
    /◆ Quality Gate: waived {2}.*\n {6}by \S+: known since May\n/,
  )
  const [line] = (await gates('plan.md', '--json')).split('\n')
  expect(JSON.parse(line ?? '')).toMatchObject({
    state: 'waived',
    history: [
      { verdict: 'waived', run },
      { verdict: 'failed', run },
    ],
  })
  await call('execute', 'plan.md', '--new')
  expect(await gates('plan.md')).toMatch(/◆ Quality Gate: waiting.*\n {6}\S/)
})

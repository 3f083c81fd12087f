import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { folderWith } from '../workspace/folder.ts'
import { goap, type Said } from './run.ts'

let folder = ''
const source = `# Plan

## Phase 1: Build (parallel)

- [x] **A1**: Build
- [x] **A2**: Look

### Quality Gate

- [ ] \`test -e built\`
- [ ] It feels good

## Phase 2: Ship (parallel)

- [ ] **B1**: Pack: \`test -e packed\`
- [ ] **B2**: Ship by hand
  - Depends on: B1
`
const put = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const call = (...args: readonly string[]): Promise<Said> => goap(folder, args)
const next = async (): Promise<string> => (await call('next', 'plan.md')).out
const json = async (): Promise<readonly Record<string, unknown>[]> =>
  (await call('next', 'plan.md', '--json')).out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

beforeEach(() => {
  folder = folderWith({ 'goap.config.json': '{}', 'plan.md': source })
})

test('a gate that was never judged comes next when the tasks before it are done, and what is behind it waits', async () => {
  const out = await next()
  expect(out).toMatch(/^ {2}◆ Quality Gate {2}to be judged · unlocks 2 {2}plan\.md:8\n$/)
  expect(await json()).toMatchObject([
    { kind: 'gate', state: 'ready', key: 'plan.md#gate/quality-gate', id: null, unlocks: 2 },
  ])
})

test('a gate that has failed holds up what is behind it, until it is defined otherwise or has passed', async () => {
  expect((await call('execute', 'plan.md', '--yes')).code).toBe(1)
  const held = await next()
  expect(held).toContain('held up\n  ◆ Quality Gate')
  expect(held).toContain('failed: `test -e built`: exit code 1\n')
  expect(held).not.toContain('It feels good')
  expect(held).not.toContain('B1')
  put('plan.md', source.replace('test -e built', 'test ! -e built'))
  expect(await next()).toContain('◆ Quality Gate  to be judged')
  put('plan.md', source)
  put('built', '')
  expect((await call('execute', 'plan.md', '--yes')).code).toBe(1)
  const passed = await next()
  expect(passed).not.toContain('◆')
  expect(passed).toContain('held up\n  B1 Pack')
  expect(passed).toMatch(/failed in run \S+/)
})

test('a task that failed can start when it is defined otherwise', async () => {
  put('built', '')
  await call('execute', 'plan.md', '--yes')
  expect(await next()).toContain('Nothing can start now: 1 task waits for others.')
  put('plan.md', source.replace('test -e packed', 'true'))
  expect(await next()).toMatch(/^ {2}B1 Pack/)
})

test('what a run asks is told, with the command that answers it', async () => {
  expect((await call('execute', 'plan.md')).code).toBe(4)
  const permission = await next()
  expect(permission).toMatch(/waits for you\n {2}◆ Quality Gate/)
  const [, run = ''] = /Run (\S+) is not finished: goap resume/.exec(permission) ?? []
  expect(permission).toContain(`goap resume ${run} --allow 'test -e built'`)
  put('built', '')
  put('packed', '')
  expect((await call('resume', '--yes')).code).toBe(4)
  const question = await next()
  expect(question).toMatch(/waits for you\n {2}B2 Ship by hand/)
  expect(question).toContain(`goap approve ${run} 'plan.md#b2'`)
  expect((await json()).map(({ state, run: of, asked }) => [state, of, asked])).toEqual([
    ['asked', run, { kind: 'question', text: expect.any(String), command: null, pattern: null }],
  ])
  expect((await call('approve', run, 'plan.md#b2')).code).toBe(0)
  expect((await call('resume')).code).toBe(0)
  expect(await next()).toBe('Everything is done.\n')
})

test('what a person waived holds nothing up, and a document that changed meanwhile is told', async () => {
  await call('execute', 'plan.md', '--yes')
  await call('waive', 'quality gate', '--why', 'known')
  rmSync(join(folder, 'built'), { force: true })
  put('packed', '')
  expect((await call('resume', '--yes')).code).toBe(4)
  expect(await next()).not.toContain('◆')
  put('plan.md', source.replace('Ship by hand', 'Ship by plane'))
  const { err, out } = await call('next', 'plan.md')
  expect(err).toMatch(/plan\.md has changed since run \S+ began with it: goap resume \S+ --on-edit replan/) // prettier-ignore
  expect(out).toMatch(/^ {2}B2 Ship by plane/)
})

test('at a terminal no line is wider than it is', async () => {
  put('plan.md', source.replace('Ship by hand', `Ship by hand ${'and carry '.repeat(20)}`).replace('test -e built', `test -e built && echo ${'long'.repeat(40)}`)) // prettier-ignore
  await call('execute', 'plan.md', '--yes')
  let out = ''
  const stdout = { write: (text: string) => (out += text), isTTY: true, columns: 60 }
  for (const command of ['next', 'gates', 'verify'])
    await goap(folder, [command, 'plan.md', ...(command === 'verify' ? ['--yes'] : [])], { stdout, environment: { NO_COLOR: '1', GOAP_HOME: folder } }) // prettier-ignore
  const lines = out.split('\n').filter((line) => !/^ticked|^done|^ {6}history|◆ Quality Gate: failed/.test(line)) // prettier-ignore
  expect(lines.filter((line) => line.length > 60)).toEqual([])
  expect(out).toContain('…')
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Interrupt } from '../../src/cli/signals.ts'
import { folderWith } from '../workspace/folder.ts'
import { goap } from './run.ts'

const source = `# Plan: S

- [ ] T1: Wait: \`sh wait.sh\`
- [ ] T2: Then: \`echo then\`
  - Depends on: T1
`

const wait = 'while [ ! -e go ]; do sleep 0.02; done\n'

/** Executes the plan and sends these signals as soon as the first task runs, each when the words before it were said. */
async function execute(signals: readonly (readonly [after: string, signal: Interrupt])[]) {
  const folder = folderWith({ 'goap.config.json': '{}', 'plan.md': source, 'wait.sh': wait })
  const heard: unknown[] = []
  const left = [...signals]
  let interrupt = (_signal: Interrupt): unknown => null
  let out = ''
  const stdout = {
    write(text: string) {
      out += text
      const [next] = left
      if (!next || !text.includes(next[0])) return
      left.shift()
      heard.push(interrupt(next[1]))
    },
  }
  const interrupted = (stop: typeof interrupt): (() => void) => {
    interrupt = stop
    return () => {}
  }
  const run = goap(folder, ['execute', 'plan.md', '--yes'], { stdout, interrupted })
  return { folder, heard, run, out: () => out, go: () => writeFileSync(join(folder, 'go'), '') }
}

test('Ctrl-C once lets what runs come to its end, begins nothing, and says how to go on', async () => {
  const { folder, heard, run, out, go } = await execute([['· T1', 'SIGINT']])
  await expect.poll(out, { timeout: 10_000 }).toContain('‖ paused by terminal')
  expect(heard, 'it wants to hear the next one').toEqual([true])
  go()
  expect((await run).code).toBe(130)
  expect(out()).toContain('What runs comes to its end, and nothing begins. Ctrl-C again stops it.')
  expect(out()).toContain('✓ T1 Wait')
  expect(out()).not.toContain('· T2')
  expect(out()).toContain('Go on with: goap resume')
  const resumed = await goap(folder, ['resume', '--yes'])
  expect(resumed.code).toBe(0)
  expect(resumed.out).toContain('✓ T2 Then')
  expect(resumed.out).not.toContain('T1')
})

test('Ctrl-C twice stops what runs; it runs again when the run goes on', async () => {
  const { folder, heard, run, out, go } = await execute([
    ['· T1', 'SIGINT'],
    ['‖ paused', 'SIGINT'],
  ])
  expect((await run).code).toBe(130)
  expect(heard, 'the third one ends the process').toEqual([true, false])
  expect(out()).toContain('Stopping what runs. Ctrl-C again leaves at once.')
  expect(out()).not.toContain('✓')
  expect(out(), 'nothing runs any more').toContain(': 2 pending')
  expect(out()).toContain('Go on with: goap resume')
  go()
  expect((await goap(folder, ['resume', '--yes'])).out).toContain('2 done')
})

test('a termination stops what runs at once', async () => {
  const { heard, run, out } = await execute([['· T1', 'SIGTERM']])
  expect((await run).code).toBe(143)
  expect(heard).toEqual([false])
  expect(out()).toContain('Go on with: goap resume')
})

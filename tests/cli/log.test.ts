import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Interrupt } from '../../src/cli/signals.ts'
import { folderWith } from '../workspace/folder.ts'
import { hostileRun } from './hostile-run.ts'
import { goap } from './run.ts'

const patient = { timeout: 10_000 }

test('a log tells a run in order, without what happens to every task', async () => {
  const { folder } = await hostileRun()
  const { out } = await goap(folder, ['log'])
  const lines = out.split('\n')
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\d \(UTC\)$/)
  expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}Run \S+: 5 tasks, 1 gate in plans\/plan\.md$/)
  expect(out).not.toContain('task.ready')
  expect(out).toContain('phase.finished')
  expect(out).toMatch(/✗ A2 Fail here/)
})

test('a log of a task has its attempts, commands, whole outputs and evidence, and nothing of others', async () => {
  const { folder } = await hostileRun()
  const { out, code } = await goap(folder, ['log', 'a2'])
  expect(code).toBe(0)
  expect(out).toMatch(/A2 Fail here .* shell · attempt 1 · allowed by --yes\n +\$ sh fail\.sh\n/)
  expect(out).toContain('│ Error: no such thing\n')
  expect(out).toMatch(/exit code 3 · \d\.\d s · \d+ bytes · sha256 [0-9a-f]{64}/)
  expect(out).not.toContain('A1')
  const run = /Run (\S+):/.exec((await goap(folder, ['log'])).out)?.[1] ?? ''
  expect((await goap(folder, ['log', run, 'A2'])).out).toBe(out)
})

test('a log of a gate has what each criterion measured', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'plan.md':
      '# Plan\n\n## Phase 1\n\n- [ ] A1: Say: `echo built`\n\n### Quality Gate\n\n- [ ] `echo 3` → < 2\n- [ ] Looks good\n',
  })
  await goap(folder, ['execute', 'plan.md', '--yes'])
  const { out } = await goap(folder, ['log', 'quality gate'])
  expect(out).toMatch(/✗ `echo 3` .*\n +\$ echo 3\n +│ 3\n +exit code 0 /)
  expect(out).toContain('○ Looks good  claimed, has no check')
  const round = await goap(folder, ['log', '--type', 'gate'])
  expect(round.out.split('\n').filter((line) => /^\d\d:/.test(line))).toHaveLength(2)
})

test('events are chosen by their kind and time; a kind that there is not is told', async () => {
  const { folder } = await hostileRun()
  const kinds = async (...args: string[]): Promise<string[]> =>
    (await goap(folder, ['log', '--json', ...args])).out
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { type: string }).type]))
  expect(await kinds('--type', 'task.finished')).toEqual(['task.finished', 'task.finished'])
  expect(new Set(await kinds('--type', 'phase', '--type', 'run.started'))).toEqual(
    new Set(['run.started', 'phase.started', 'phase.finished']),
  )
  expect(await kinds('A2')).toEqual(['task.ready', 'task.started', 'task.finished'])
  expect((await kinds('--since', '1h')).length).toBe((await kinds()).length)
  expect(await kinds('--since', '2999-01-01')).toEqual([])
  const { err } = await goap(folder, ['log', '--type', 'moon'])
  expect(err).toMatch(/^No such event; the run has gate\.skipped, phase\.finished, /)
  expect(await goap(folder, ['log', '--since', 'noon'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('"noon" is no time.'),
  })
})

test('a word that is neither a run nor a task is told, with what is near', async () => {
  const { folder } = await hostileRun()
  const { code, err } = await goap(folder, ['log', 'A22'])
  expect(code).toBe(2)
  expect(err).toContain(
    'There is no run "A22", and no task or gate of that name in the newest run.',
  )
  expect(err).toContain('A2')
})

test('a run is followed until it has finished, or the reader has seen enough', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'plan.md': '# Plan\n\n- [ ] A1: Wait: `sh wait.sh`\n- [ ] A2: Look\n',
    'wait.sh': 'while [ ! -e go ]; do sleep 0.02; done\n',
  })
  const run = goap(folder, ['execute', 'plan.md', '--yes'])
  await expect.poll(async () => (await goap(folder, ['runs'])).out, patient).toContain('running')
  let interrupt = (_signal: Interrupt): unknown => null
  let [out, told] = ['', '']
  const watched = goap(folder, ['log', '--follow'], {
    stdout: { write: (text) => (out += text) },
    interrupted: (stop) => {
      interrupt = stop
      return () => {}
    },
  })
  await expect.poll(() => out, patient).toContain('· A1 Wait')
  writeFileSync(join(folder, 'go'), '')
  expect((await run).code).toBe(4)
  await expect.poll(() => out, patient).toContain('‖ A2 Look waits for a person')
  interrupt('SIGINT')
  expect((await watched).code).toBe(130)
  const idle = goap(folder, ['log', '--follow'], {
    interrupted: (stop) => {
      interrupt = stop
      return () => {}
    },
    stderr: { write: (text) => (told += text) },
  })
  await expect
    .poll(() => told, patient)
    .toMatch(/^No process executes run \S+ now\. .* goap resume \S+\n$/)
  interrupt('SIGINT')
  await idle
  await goap(folder, ['approve', 'A2'])
  await goap(folder, ['resume'])
  const whole = await goap(folder, ['log', '--follow'])
  expect(whole.code).toBe(0)
  expect(whole).toMatchObject({ err: '', out: expect.stringContaining('✓ A2 Look') })
})

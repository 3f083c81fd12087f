import { expect, test } from 'vitest'
import { functionAgent } from '../../src/agents/index.ts'
import { scripted } from '../../src/commands/index.ts'
import { execute } from '../../src/engine/index.ts'
import { gate, phase, plan, task } from './plans.ts'

// Phases in a phase: they begin and end within it, also when it runs again.

const permissions = { allow: [], deny: [], all: '--yes' } as const
const done: string[] = []
const agent = functionAgent('doer', ({ task: { key } }) => void done.push(key))
const nested = [phase('first', ['a', 'b']), phase('second', ['c'], { needs: ['first'] })] as const
const tasks = ['a', 'b', 'c'].map((key) => task(key, { agent: 'doer', command: null }))

test('an iterative phase runs the phases in it again, in their order, until its gate passes', async () => {
  done.length = 0
  let judged = 0
  const commands = scripted(() => ({ exit: ++judged < 3 ? 1 : 0, stdout: `round ${judged}` }))
  const one = plan(tasks, {
    phases: [phase('outer', ['a', 'b', 'c'], { mode: 'iterative' }), ...nested],
    gates: [gate('g', ['check'], { phase: 'outer' })],
  })
  await using run = execute(one, { agents: [agent], commands, permissions })
  expect((await run.report).outcome).toBe('succeeded')
  expect(done.map((key) => (key === 'c' ? 'c' : 'ab'))).toEqual(
    [1, 2, 3].flatMap(() => ['ab', 'ab', 'c']),
  )
})

test('the phase around ends badly when one in it does, and what follows is not begun', async () => {
  done.length = 0
  const failing = functionAgent('failing', () => {
    throw new Error('no')
  })
  const [a, ...others] = tasks
  const one = plan([{ ...(a ?? task('a')), agent: 'failing' }, ...others, task('d', { agent: 'doer', command: null })], {
    phases: [phase('outer', ['a', 'b', 'c']), ...nested, phase('after', ['d'], { needs: ['outer'] })],
  }) // prettier-ignore
  await using run = execute(one, { agents: [agent, failing], permissions })
  const ended: string[] = []
  for await (const event of run)
    if (event.type === 'phase.finished') ended.push(`${event.phase} ${event.outcome}`)
  expect((await run.report).outcome).toBe('failed')
  expect(done).toEqual(['b'])
  expect(ended).toEqual(['plan.md#phase/first failed', 'plan.md#phase/outer failed'])
})

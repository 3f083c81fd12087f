import { expect, test } from 'vitest'
import {
  functionAgent,
  isSuspension,
  manual,
  shell,
  Suspension,
  type Attempt,
  type TaskPacket,
} from '../../src/agents/index.ts'
import { confined, scripted, type ScriptedAnswers } from '../../src/commands/index.ts'
import { task } from '../engine/plans.ts'

const packet = (command: string | null = null): TaskPacket => ({
  key: 'plan.md#a',
  task: task('a', { title: 'Ship it', command }),
  document: 'plan.md',
  plan: 'Plan',
  inputs: {},
  notes: [],
})

function attempt(answers: ScriptedAnswers = {}, answer: string | null = null): Attempt {
  return {
    key: 'r/0/plan.md%23a/0',
    number: 1,
    signal: new AbortController().signal,
    workspace: '.',
    commands: scripted(answers),
    progress() {},
    async save() {},
    async ask({ id }) {
      if (answer === null) throw new Suspension(id)
      return { value: answer, by: 'ann' }
    },
  }
}

test('the shell succeeds with exit code 0 and fails with any other, with evidence', async () => {
  const good = await shell().perform(packet('make'), attempt({ make: { tail: 'ok' } }))
  expect(good).toMatchObject({ kind: 'succeeded', evidence: [{ exit: 0, tail: 'ok' }] })
  const bad = await shell().perform(packet('make'), attempt({ make: { exit: 3 } }))
  expect(bad).toMatchObject({ kind: 'failed', reason: 'exit code 3', transient: false })
})

test.each([
  [{ ended: 'signalled', signal: 'SIGKILL' }, 'ended by SIGKILL'],
  [{ ended: 'timeout' }, 'timed out'],
  [{ ended: 'lost' }, 'could not be started'],
] as const)('the shell says how a command ended: %o', async (answer, reason) => {
  const outcome = await shell({ timeout: 10 }).perform(packet('make'), attempt({ make: answer }))
  expect(outcome).toMatchObject({ kind: 'failed', reason })
})

test('the shell says what confinement kept away, where a command seems to have failed for it', async () => {
  const answer = { exit: 1, tail: 'getaddrinfo ENOTFOUND example.org', confinement: 'bubblewrap' }
  const reason = 'exit code 1: it had no network, which --network gives'
  expect(await shell().perform(packet('make'), attempt({ make: answer }))).toMatchObject({ reason })
  const open = { ...answer, confinement: 'bubblewrap+network' }
  expect(await shell().perform(packet('make'), attempt({ make: open }))).toMatchObject({ reason: 'exit code 1' }) // prettier-ignore
})

test('a command that must be confined and cannot be fails its task, with what to do', async () => {
  const why = { works: false, reason: 'there is no bubblewrap', hint: 'Get it.' } as const
  const commands = confined({ workspace: '.', confine: 'require', bubblewrap: async () => why })
  const outcome = await shell().perform(packet('exit 0'), { ...attempt(), commands })
  expect(outcome).toMatchObject({
    kind: 'failed',
    reason: 'The command may run only confined, and there is no bubblewrap. Get it. `--confine off` runs commands without', // prettier-ignore
    evidence: [],
  })
})

test('a cancelled command is a cancelled attempt', async () => {
  const outcome = await shell().perform(packet('make'), attempt({ make: { ended: 'cancelled' } }))
  expect(outcome.kind).toBe('cancelled')
})

test('the shell fails a task that has no command', async () => {
  expect(await shell().perform(packet(), attempt())).toMatchObject({ kind: 'failed' })
})

test('a secret in a command does not reach the evidence', async () => {
  const command = 'curl -H "Authorization: Bearer abcdef1234567890"'
  const outcome = await shell().perform(packet(command), attempt({ [command]: {} }))
  expect(JSON.stringify(outcome)).not.toContain('abcdef1234567890')
})

test('the manual agent believes a person, and nobody else', async () => {
  const done = await manual().perform(packet(), attempt({}, 'done'))
  expect(done).toMatchObject({ kind: 'succeeded', evidence: [{ kind: 'statement', by: 'ann' }] })
  const failed = await manual().perform(packet(), attempt({}, 'failed'))
  expect(failed).toMatchObject({ kind: 'failed', reason: 'ann says: failed' })
  await expect(manual().perform(packet(), attempt())).rejects.toSatisfy(isSuspension)
})

test('a note that comes with an answer is kept as what was said', async () => {
  const noted = (choice: string): Attempt => ({
    ...attempt(),
    ask: async () => ({ value: { choice, note: 'by phone' }, by: 'ann' }),
  })
  expect(await manual().perform(packet(), noted('done'))).toMatchObject({
    kind: 'succeeded',
    evidence: [{ text: 'done: by phone' }],
  })
  const failed = await manual().perform(packet(), noted('failed'))
  expect(failed).toMatchObject({ kind: 'failed', reason: 'ann says: failed: by phone' })
})

test('what a function returns become outputs, and what it throws a failure', async () => {
  const sum = functionAgent('sum', () => ({ sum: 3, none: undefined }))
  expect(await sum.perform(packet(), attempt())).toMatchObject({ outputs: { sum: 3 } })
  const nothing = functionAgent('nothing', () => {})
  expect(await nothing.perform(packet(), attempt())).toMatchObject({ kind: 'succeeded' })
  const broken = functionAgent('broken', () => {
    throw Object.assign(new Error('no net'), { transient: true })
  })
  expect(await broken.perform(packet(), attempt())).toMatchObject({
    kind: 'failed',
    reason: 'no net',
    transient: true,
  })
})

test('a function may give a whole outcome, wait for an answer, or notice that it is cancelled', async () => {
  const outcome = { kind: 'cancelled', reason: 'no need', evidence: [] } as const
  const whole = functionAgent('whole', () => outcome)
  expect(await whole.perform(packet(), attempt())).toBe(outcome)
  const asks = functionAgent('asks', async (_task, { ask }) => {
    await ask({ id: 'q', text: '?', choices: [] })
  })
  await expect(asks.perform(packet(), attempt())).rejects.toThrow('waits for an answer')
  const stopped = { ...attempt(), signal: AbortSignal.abort() }
  const throws = functionAgent('throws', () => {
    throw new Error('aborted')
  })
  expect(await throws.perform(packet(), stopped)).toMatchObject({ kind: 'cancelled' })
})

test.each([shell(), manual(), functionAgent('f', () => {})])(
  'agent $name is ready',
  async (agent) => {
    expect(await agent.ready()).toEqual({ ready: true })
  },
)

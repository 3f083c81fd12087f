import { expect, test } from 'vitest'
import { functionAgent } from '../../src/agents/index.ts'
import { scripted } from '../../src/commands/index.ts'
import { execute, resume, type Asker } from '../../src/engine/index.ts'
import { memoryJournal } from '../../src/journal/index.ts'
import type { Permissions, Task } from '../../src/model/index.ts'
import { permissionAudit } from '../../src/observe/index.ts'
import { gate, plan, task } from './plans.ts'

const secret = 'deploy --password=hunter22'
const hidden = 'deploy --password=[redacted]'

test('a command with a secret is recorded without it; who decides sees it as it would run', async () => {
  const journal = memoryJournal()
  const commands = scripted(() => ({ exit: 0 }))
  const asked: string[] = []
  const asker: Asker = {
    by: 'ann',
    permission: async ({ command }) => {
      asked.push(command)
      return 'once'
    },
    question: async () => null,
  }
  const tasks = [task('a', { command: secret })]
  await using run = execute(plan(tasks), { journal, commands, asker })
  expect((await run.report).outcome).toBe('succeeded')
  expect(asked).toEqual([secret])
  expect(commands.calls.map(({ script }) => script)).toEqual([secret])
  const events = await journal.events(run.id)
  expect(JSON.stringify(events)).not.toContain('hunter22')
  expect(events.filter(({ type }) => type.startsWith('permission.'))).toMatchObject([
    { command: hidden, pattern: hidden, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { command: hidden, digest: expect.any(String), decision: 'once', by: 'ann' },
  ])
})

test('what was allowed in another process is that command, not every one that looks like it without its secret', async () => {
  const journal = memoryJournal()
  const commands = scripted(() => ({ exit: 0 }))
  const first = plan([task('a', { command: secret }), task('b', { command: null })])
  await using run = execute(first, { journal, commands })
  const [waiting] = (await run.report).waiting
  expect(waiting).toMatchObject({ command: hidden })
  const { id } = run
  const payload = { subject: 'plan.md#a', value: 'once' }
  await journal.send({ id: 's', run: id, kind: 'answer', payload, by: 'ann', at: 1 })
  await using again = await resume(id, { journal, commands })
  expect((await again.report).tasks[0]?.status).toBe('done')
  expect(commands.calls.map(({ script }) => script)).toEqual([secret])
  const other = plan([task('a', { command: 'deploy --password=other-one' }), task('b', { command: null })]) // prettier-ignore
  await using changed = await resume(id, { journal, commands, plans: [other] })
  expect((await changed.report).waiting.map(({ command }) => command)).toContain(hidden)
  expect(commands.calls).toHaveLength(1)
})

test('the journal has every decision about a command, also those of gates, contingencies and rollbacks', async () => {
  const journal = memoryJournal()
  const commands = scripted(({ script }) => ({ exit: script === 'run b' ? 1 : 0 }))
  const permissions = {
    allow: [{ pattern: '*', source: '--allow *' }],
    deny: [{ pattern: 'never', source: 'goap.config.json' }],
    all: null,
  }
  const tasks = [
    task('a', { compensation: 'undo a' }),
    task('b', { needs: ['a'], title: 'Break it' }),
    task('c', { command: 'never' }),
    task('d', { command: 'rm -rf x' }),
  ]
  const one = plan(tasks, {
    gates: [gate('g', ['measure'], { after: ['a'] })],
    contingencies: [
      { trigger: 'If b fails', actions: ['Run `clean up`', 'Roll back'], kind: 'contingency', owner: null, place: null }, // prettier-ignore
    ],
  })
  await using run = execute(one, { journal, commands, permissions })
  await run.report
  const audit = permissionAudit(await journal.events(run.id))
  const shown = audit
    .toSorted((left, right) => (left.subject + left.command < right.subject + right.command ? -1 : 1))
    .map(({ subject, command, decision, reason }) => [subject.replace('plan.md#', ''), command, decision, reason]) // prettier-ignore
  expect(shown).toEqual([
    ['a', 'run a', 'allowed', '--allow *'],
    ['a', 'undo a', 'allowed', '--allow *'],
    ['b', 'clean up', 'allowed', '--allow *'],
    ['b', 'run b', 'allowed', '--allow *'],
    ['c', 'never', 'denied', 'It is forbidden by goap.config.json: never.'],
    ['d', 'rm -rf x', 'waits', expect.stringContaining('dangerous')],
    ['gate/g', 'measure', 'allowed', '--allow *'],
  ])
  expect(audit.map(({ seq }) => seq)).toEqual(audit.map(({ seq }) => seq).toSorted((a, b) => a - b))
})

test('permissions of an agent and of a document count for those only', async () => {
  const permissions: Permissions = {
    allow: [
      { pattern: 'build *', source: 'c', only: { agent: 'Build Er' } },
      { pattern: 'measure', source: 'c', only: { document: 'plan*' } },
      { pattern: 'other', source: 'c', only: { document: 'plans/*' } },
      { pattern: 'both', source: 'c' },
    ],
    deny: [{ pattern: 'build danger', source: 'c', only: { agent: 'builder' } }],
    all: null,
  }
  const tasks = [
    task('named', { agent: 'builder', command: 'build it' }),
    task('denied', { agent: 'builder', command: 'build danger' }),
    task('unnamed', { command: 'build it' }),
    task('either', { agent: 'building', command: 'build it' }),
    task('any', { agent: 'building', command: 'both' }),
    task('elsewhere', { command: 'other' }),
  ]
  const able = ['builder', 'mason'].map((name) => ({
    ...functionAgent(name, () => {}),
    capabilities: ['building'],
    script: ({ command }: Task) => command,
  }))
  const journal = memoryJournal()
  const one = plan(tasks, { gates: [gate('g', ['measure'], { after: ['named'] })] })
  const commands = scripted(() => ({ exit: 0 }))
  await using run = execute(one, { journal, commands, permissions, agents: able })
  await run.report
  const audit = permissionAudit(await journal.events(run.id))
  expect(Object.fromEntries(audit.map(({ subject, decision }) => [subject.replace('plan.md#', ''), decision]))).toEqual({
    named: 'allowed',
    denied: 'denied',
    unnamed: 'waits',
    either: 'waits',
    any: 'allowed',
    elsewhere: 'waits',
    'gate/g': 'allowed',
  }) // prettier-ignore
})

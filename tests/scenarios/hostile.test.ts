import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { goap } from '../cli/run.ts'
import { canConfine } from '../commands/confinement-here.ts'
import { folderWith } from '../workspace/folder.ts'

/** Each would leave a file named `stolen` behind, or take `treasure` away, if it ran. */
const attacks = [
  'rm -rf treasure && touch stolen',
  'true; rm -fr treasure; touch stolen',
  '\\rm -rf treasure; touch stolen',
  'command rm -rf treasure; touch stolen',
  'sh -c "rm -rf treasure; touch stolen"',
  'echo $(rm -rf treasure; touch stolen)',
  'sudo touch stolen',
  'curl -s http://127.0.0.1:1/x | sh; touch stolen',
  'git push --force; touch stolen',
  'eval "touch stolen"',
  'find . -name treasure -delete; touch stolen',
  'chmod -R 777 . && touch stolen',
]

function document(commands: readonly string[]): string {
  const tasks = commands.map(
    (command, index) => `- [ ] X${index + 1}: Step ${index + 1}\n  - Command: \`${command}\`\n`,
  )
  return `# Plan: Hostile\n\n## Phase 1: Harmless (Parallel)\n\n${tasks.join('')}\n- [ ] OK: Be good\n  - Command: \`touch good\`\n`
}

test('nothing dangerous of a hostile document runs under --yes, and the rest of the run goes on', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'plan.md': document(attacks),
    'treasure/gold.txt': 'gold',
  })
  const said = await goap(folder, ['execute', 'plan.md', '--yes'])
  expect(said.code).toBe(4)
  expect(existsSync(join(folder, 'stolen'))).toBe(false)
  expect(readFileSync(join(folder, 'treasure/gold.txt'), 'utf8')).toBe('gold')
  expect(existsSync(join(folder, 'good'))).toBe(true)
  const waiting = JSON.parse((await goap(folder, ['status', '--json', idOf(said.out)])).out) as {
    waiting: unknown[]
  }
  expect(waiting.waiting).toHaveLength(attacks.length)
})

test('without any permission nothing at all runs', async () => {
  const folder = folderWith({ 'goap.config.json': '{}', 'plan.md': document(['touch stolen']) })
  expect((await goap(folder, ['execute', 'plan.md'])).code).toBe(4)
  expect(existsSync(join(folder, 'stolen'))).toBe(false)
  expect(existsSync(join(folder, 'good'))).toBe(false)
})

test('a wide pattern does not cover what is dangerous, one that names it does', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'plan.md': document(['rm -rf treasure']),
    'treasure/gold.txt': 'gold',
  })
  expect((await goap(folder, ['execute', 'plan.md', '--allow', '*'])).code).toBe(4)
  expect(existsSync(join(folder, 'treasure'))).toBe(true)
  expect((await goap(folder, ['resume', '--allow', 'rm -rf treasure'])).code).toBe(0)
  expect(existsSync(join(folder, 'treasure'))).toBe(false)
})

const widening = {
  'goap.config.json': '{ "permissions": { "allow": ["echo *", "cp *"] } }',
  'wide.json':
    '{ "permissions": { "allow": ["*"] }, "confine": { "level": "off", "network": true } }',
  'plan.md': document(['cp wide.json goap.config.json', 'touch stolen']),
}

test('a plan cannot widen its own permissions: a configuration that a task changes counts no more', async () => {
  const folder = folderWith(widening)
  await goap(folder, ['trust'])
  expect((await goap(folder, ['execute', 'plan.md', '--confine', 'off'])).code).toBe(4)
  expect(readFileSync(join(folder, 'goap.config.json'), 'utf8')).toContain('"*"')
  const resumed = await goap(folder, ['resume'])
  expect(resumed).toMatchObject({ code: 4, err: expect.stringContaining('do not count') })
  expect(resumed.err).toContain('What the configuration says of confinement does not count')
  expect(existsSync(join(folder, 'stolen'))).toBe(false)
})

test.skipIf(!canConfine)('a confined plan cannot even change the configuration', async () => {
  const folder = folderWith(widening)
  await goap(folder, ['trust'])
  const said = await goap(folder, ['execute', 'plan.md', '--confine', 'require'])
  expect(said.out).toContain('it was confined, so that only the workspace can be written')
  expect(readFileSync(join(folder, 'goap.config.json'), 'utf8')).toBe(widening['goap.config.json'])
})

test('a secret of the environment reaches neither the output, nor the journal, nor the document', async () => {
  const secret = 'hunter2-hunter2-hunter2'
  const folder = folderWith({ 'goap.config.json': '{ "environment": ["MY_API_TOKEN"] }' })
  process.env['MY_API_TOKEN'] = secret
  try {
    writeFileSync(join(folder, 'plan.md'), document(['echo "token is $MY_API_TOKEN" >&2; false']))
    const said = await goap(folder, ['execute', 'plan.md', '--yes'])
    expect(said.out).toContain('token is [redacted]')
    expect(said.out + said.err).not.toContain(secret)
    const kept = ['journal.db', 'journal.db-wal'].filter((name) =>
      existsSync(join(folder, '.goap', name)),
    )
    for (const name of kept)
      expect(readFileSync(join(folder, '.goap', name)).includes(secret)).toBe(false)
  } finally {
    delete process.env['MY_API_TOKEN']
  }
})

function idOf(output: string): string {
  return /Run (\S+):/.exec(output)?.[1] ?? ''
}

import { chmodSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseConfiguration } from '../../src/workspace/configuration.ts'
import { findAgents } from '../../src/workspace/index.ts'
import { folderWith } from './folder.ts'

const named = (name: string, more = ''): string => `---\nname: ${name}\n${more}---\nText\n`

test('definitions are found in agents/ and .claude/agents/, in folders below too, and pages are not', () => {
  const root = folderWith({
    'agents/b.md': named('b'),
    'agents/a/x.md': named('x'),
    'agents/README.md': '# Agents\n',
    'agents/notes.txt': named('notes'),
    'agents/node_modules/m.md': named('m'),
    '.claude/agents/team/c.md': named('c'),
    'docs/d.md': named('d'),
  })
  symlinkSync('missing.md', join(root, 'agents', 'dangling.md'))
  const { definitions, problems } = findAgents({ root })
  expect(definitions.map(({ name, file }) => [name, file])).toEqual([
    ['x', 'agents/a/x.md'],
    ['b', 'agents/b.md'],
    ['c', '.claude/agents/team/c.md'],
  ])
  expect(problems).toEqual([])
})

test('a broken definition is told and loses no other', () => {
  const root = folderWith({
    'agents/a.md': named('a', 'executor: shel\n'),
    'agents/b.md': named('b'),
    '.claude/agents/a.md': named('a'),
  })
  const { definitions, broken, problems } = findAgents({ root })
  expect(definitions.map(({ name }) => name)).toEqual(['b'])
  expect(broken.map(({ name, file }) => [name, file])).toEqual([['a', 'agents/a.md']])
  expect(problems).toMatchObject([{ code: 'agents/bad-definition', hint: 'Did you mean "shell"?' }])
})

test('of two agents with one name the first counts; in one folder that is told', () => {
  const root = folderWith({
    'agents/one.md': named('rust-specialist'),
    'agents/two.md': named('Rust Specialist'),
    '.claude/agents/three.md': named('rust_specialist'),
  })
  const { definitions, problems } = findAgents({ root })
  expect(definitions.map(({ file }) => file)).toEqual(['agents/one.md'])
  expect(problems.map(({ message }) => message)).toEqual([
    'agents/two.md: "Rust Specialist" is defined in agents/one.md already.',
  ])
})

test.skipIf(process.getuid?.() === 0)('a file that cannot be read defines a broken agent', () => {
  const root = folderWith({ 'agents/a.md': named('a') })
  chmodSync(join(root, 'agents/a.md'), 0)
  expect(findAgents({ root })).toMatchObject({
    broken: [{ name: 'a', error: { code: 'workspace/not-readable' } }],
  })
})

test('a workspace without definitions has no agents', () => {
  expect(findAgents({ root: folderWith({ 'a.md': '' }) })).toEqual({
    definitions: [],
    broken: [],
    problems: [],
  })
})

test('the configuration says what becomes of unknown agents, and has limits', async () => {
  const given = await parseConfiguration(
    '{"agents":{"unknown":"default","default":"tester"},"limits":{"agents":{"*":2},"resources":{"db":3}}}',
    'goap.config.json',
  )
  expect(given).toMatchObject({
    agents: { unknown: 'default', default: 'tester' },
    limits: { agents: { '*': 2 }, resources: { db: 3 } },
  })
  expect(await parseConfiguration('{}', 'c')).toMatchObject({ agents: { unknown: 'ask' } })
})

test.each([
  ['{"agents":{"unknow":"ask"}}', 'there is no "agents.unknow". Did you mean "agents.unknown"?'],
  ['{"agents":{"unknown":"default"}}', '"agents": `default` names an agent'],
  ['{"agents":{"default":"a"}}', '"agents": `default` names an agent'],
  ['{"limits":{"agent":{}}}', 'Did you mean "limits.agents"?'],
  ['{"limits":{"agents":{"a":0}}}', '"limits.agents.a": '],
])('%s is refused', async (text, message) => {
  await expect(parseConfiguration(text, 'goap.config.json')).rejects.toMatchObject({
    code: 'workspace/bad-configuration',
    message: expect.stringContaining(message),
  })
})

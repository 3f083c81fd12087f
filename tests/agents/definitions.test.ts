import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDefinition, type AgentDefinition } from '../../src/agents/index.ts'

function defined(text: string): AgentDefinition {
  const parsed = parseDefinition(text, 'agents/a.md')
  if (!parsed || !('definition' in parsed)) throw new Error(JSON.stringify(parsed))
  return parsed.definition
}

function broken(frontMatter: string): { message: string; hint: string; name: string } {
  const parsed = parseDefinition(`---\n${frontMatter}\n---\nText\n`, 'agents/a.md')
  if (!parsed || !('broken' in parsed)) throw new Error(JSON.stringify(parsed))
  const { name, error } = parsed.broken
  expect(error.code).toBe('agents/bad-definition')
  return { name, message: error.message, hint: error.hint }
}

const claude = (tools: string): string => `---
name: code-reviewer
description: Use this agent when code was written: it reviews. Examples:\\n<example>user: "I am done" # really</example>
tools: ${tools}
model: sonnet
color: purple
---

You review changes.

---

Be brief.
`

test.each([
  ['Read, Grep, Bash(git diff:*, git log:*), mcp__files__list', 'one line'],
  ['[Read, Grep, "Bash(git diff:*, git log:*)", mcp__files__list]', 'a flow list'],
  ['\n  - Read\n  - Grep\n  - Bash(git diff:*, git log:*)\n  - mcp__files__list', 'a list'],
])('an unchanged file of Claude Code is read: tools as %s', (tools) => {
  expect(defined(claude(tools))).toEqual({
    name: 'code-reviewer',
    description: String.raw`Use this agent when code was written: it reviews. Examples:\n<example>user: "I am done" # really</example>`, // prettier-ignore
    executor: null,
    command: null,
    directory: null,
    tools: ['Read', 'Grep', 'Bash(git diff:*, git log:*)', 'mcp__files__list'],
    model: 'sonnet',
    capabilities: [],
    limits: { concurrency: null, timeout: null },
    budget: { tokens: null, cost: null },
    permissions: { allow: [], deny: [] },
    instructions: 'You review changes.\n\n---\n\nBe brief.',
    file: 'agents/a.md',
  })
})

test('line ends of Windows, a byte order mark, quotes and keys of other tools do no harm', () => {
  const text = '\uFEFF---\r\nname: "a"\r\ndescription: \'b: c\'\r\ntools: *\r\npermissionMode: plan\r\nhooks:\r\n  pre: |\r\n    echo x\r\nmode: subagent\r\n---\r\nHello\r\n' // prettier-ignore
  expect(defined(text)).toMatchObject({ name: 'a', description: 'b: c', tools: ['*'] })
  expect(defined('---\nname: a\ndescription:\ntools:\n---')).toMatchObject({
    description: '',
    tools: null,
    instructions: '',
  })
})

test('all keys of ours are read', () => {
  const text = `---
name: builder
executor: shell
command: |
  make "$GOAP_TITLE"
directory: packages/core
capabilities: [build, Go]
limits: { concurrency: 2, timeout: 1h 30m }
budget: { tokens: 1000, cost: 0.5 }
permissions:
  allow: make *
  deny: [make clean]
---
`
  expect(defined(text)).toMatchObject({
    executor: 'shell',
    command: 'make "$GOAP_TITLE"',
    directory: 'packages/core',
    capabilities: ['build', 'Go'],
    limits: { concurrency: 2, timeout: 5_400_000 },
    budget: { tokens: 1000, cost: 0.5 },
    permissions: {
      allow: [{ pattern: 'make *', source: 'agents/a.md' }],
      deny: [{ pattern: 'make clean', source: 'agents/a.md' }],
    },
  })
})

test('a command makes the shell the executor', () => {
  expect(defined('---\nname: a\ncommand: make\n---').executor).toBe('shell')
})

test.each([
  ['name: a\nexcutor: shell', '3:1: there is no "excutor"', 'Did you mean "executor"?'],
  [
    'name: a\npermisions: {deny: x}',
    '3:1: there is no "permisions"',
    'Did you mean "permissions"?',
  ],
  [
    'name: a\nlimits: { concurency: 2 }',
    '3:11: there is no "limits.concurency"',
    'Did you mean "concurrency"?',
  ],
  ['name: a\nbudget:\n  money: 2', '4:3: there is no "budget.money"', 'There are tokens, cost.'],
  ['name: a\nexecutor: shel', '3:11: "executor": "shel" is no executor', 'Did you mean "shell"?'],
  [
    'name: a\nexecutor: human',
    '3:11: "executor": "human" is no executor',
    'There are shell, manual, script',
  ],
  ['name: a\nlimits:\n  timeout: soon', '4:12: "limits.timeout": is not a duration', ''],
  ['name: a\nlimits:\n  concurrency: 0', '4:16: "limits.concurrency": ', ''],
  ['name: a\ndirectory: /etc', '3:12: "directory": leads out of the workspace', ''],
  ['name: a\ndirectory: a/../../b', '3:12: "directory": leads out of the workspace', ''],
  ['name: a\ntools: 3', '3:8: "tools": is neither a list of words nor one line', ''],
  [
    'name: a\nexecutor: manual\ncommand: make',
    '4:1: executor manual runs no command',
    'Leave out `command`',
  ],
  ['name: a\ncommand: "x', '4:1: Missing closing "quote.', ''],
  ['tools: Read', '2:1: the agent has no "name"', 'Add `name: …`'],
])('%j is told with its place and a hint', (frontMatter, message, hint) => {
  const said = broken(frontMatter)
  expect(said.message).toContain(`agents/a.md:${message}`)
  expect(said.hint).toContain(hint)
  expect(said.name).toBe('a')
})

test.each([
  ['# Agents\n\n- [a](a.md)\n', 'no front matter'],
  ['---\n\nA rule above a text.\n', 'a rule'],
  ['---\ntitle: Overview\nlayout: page\n---\n# Overview\n', 'the front matter of a page'],
])('%j defines no agent: %s', (text) => {
  expect(parseDefinition(text, 'agents/README.md')).toBeNull()
})

test('whatever stands in a file, it is a definition, a broken one with a place, or none', () => {
  const line = fc.oneof(
    fc.constantFrom('---', 'name: a', 'tools: *', 'limits:', '  concurrency: 2', 'command: |', '  x', 'executor: acp', 'a: &b [*b]', '  - "', 'permissions: {}'), // prettier-ignore
    fc.string(),
  )
  const messages = (lines: readonly string[]): readonly string[] => {
    const parsed = parseDefinition(['---', ...lines].join('\n'), 'a.md')
    return parsed && 'broken' in parsed ? [parsed.broken.error.message] : []
  }
  const property = fc.property(fc.array(line, { maxLength: 12 }), (lines) =>
    messages(lines).every((message) => /^a\.md:\d+:\d+: /.test(message)),
  )
  expect(fc.check(property, { numRuns: 500 })).toMatchObject({ failed: false })
})

test.each([
  'name: a',
  'name: reviewer \ndescription: Reads changes, and says what is wrong. \ntools: Read, Bash(git log:*, git diff:*), \nmodel: sonnet',
  'name: a\ncolor: purple\nmode: plan\r\ntools: Read',
  'name: a\ntool: Read',
  'name: a\nlimit: none',
  'name: a\nexecutor: shell\ncommand: echo a',
  'name: a\nexecutor: shel',
  'name: true',
  'description: nobody\ntools: Read',
])('front matter of plain lines says what it says beside a comment: %j', (matter) => {
  const [plain, commented] = [matter, `${matter}\n# x`].map((text) => parseDefinition(`---\n${text}\n---\nDo it.`, 'a.md')) // prettier-ignore
  expect(plain).not.toBe(null)
  expect(plain).toEqual(commented)
})

import { expect, test } from 'vitest'
import {
  boundsOf,
  candidates,
  definedAgent,
  functionAgent,
  manual,
  nearestAgent,
  parseDefinition,
  shell,
  type Agent,
} from '../../src/agents/index.ts'
import { task } from '../engine/plans.ts'

function agent(frontMatter: string): Agent {
  const parsed = parseDefinition(`---\n${frontMatter}\n---\n`, 'agents/a.md')
  if (!parsed || !('definition' in parsed)) throw new Error(frontMatter)
  return definedAgent(parsed.definition)
}

const agents = [
  agent('name: rust-specialist\ncapabilities: [rust, systems]'),
  agent('name: ann\nexecutor: shell\ncommand: ann\ncapabilities: [tests]'),
  agent('name: bob\nexecutor: shell\ncommand: bob\ncapabilities: [Tests, rust]'),
  agent('name: far\nexecutor: acp\ncapabilities: [tests]'),
  agent('name: tests-of-old'),
  shell(),
  manual(),
]

const names = (wanted: string | null, spare: string | null = null): string[] =>
  candidates(task('a', { agent: wanted, command: null }), agents, spare).map(({ name }) => name)

test('an agent is found by its name, however it is written', () => {
  expect(names('Rust specialist')).toEqual(['rust-specialist'])
  expect(names('@ANN')).toEqual(['ann'])
  expect(names('manual')).toEqual(['manual'])
})

test('where nobody has the name, those that have the capability, without those that put it to a person', () => {
  expect(names('tests')).toEqual(['ann', 'bob'])
  expect(names('tests (x3)')).toEqual(['ann', 'bob'])
  expect(names('rust')).toEqual(['bob'])
  expect(names('systems')).toEqual(['rust-specialist'])
})

test('what nobody has goes to the default agent, if there is one', () => {
  expect(names('cobol')).toEqual([])
  expect(names('cobol', 'Bob')).toEqual(['bob'])
  expect(names(null, 'bob')).toEqual([])
})

test('the nearest name is told, a capability too', () => {
  expect(nearestAgent('rust-specalist', agents)).toBe('rust-specialist')
  expect(nearestAgent('systms', agents)).toBe('systems')
  expect(nearestAgent('gardener', agents)).toBeUndefined()
})

test('bounds count for the command that an agent would run, and for no other', () => {
  const bound = agent('name: b\npermissions: { deny: rm * }')
  const own = task('a', { command: 'rm x' })
  expect(boundsOf('rm x', own, [bound])).toMatchObject([{ deny: [{ pattern: 'rm *' }] }])
  expect(boundsOf('ls', own, [bound])).toEqual([])
  expect(boundsOf('rm x', own, [functionAgent('f', () => {})])).toEqual([])
})

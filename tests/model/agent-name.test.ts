import { expect, test } from 'vitest'
import { agentKey, agentKeys } from '../../src/model/index.ts'

test.each([
  ['rust specialist', 'rust-specialist'],
  ['Rust_Specialist', 'rust-specialist'],
  ['RUST\u00A0SPECIALIST', 'rustspecialist'],
  ['code\u2011reviewer', 'code-reviewer'],
])('%s and %s are the same agent', (one, other) => {
  expect(agentKey(one)).toBe(agentKey(other))
})

test.each([
  ['tester (x3)', 'tester'],
  ['tester x3', 'tester'],
  ['3x tester', 'tester'],
  ['tester ×2', 'tester'],
  ['@debugger', 'debugger'],
  ['debugger agent', 'debugger'],
  ['feature-implementer (docs)', 'feature-implementer'],
  ['Agent 1 (rust-specialist)', 'rust-specialist'],
])('%s may mean %s', (written, meant) => {
  expect(agentKeys(written)).toContain(agentKey(meant))
})

test('the name as it is written comes first, and a number of agents is no name', () => {
  expect(agentKeys('GOAP Agent')).toEqual(['goapagent', 'goap'])
  expect(agentKeys('tester (3)')).toEqual(['tester(3)', 'tester'])
  expect(agentKeys(' - ')).toEqual([])
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { check, read } from '../../src/documents/index.ts'

const page = readFileSync('docs/plan-format.md', 'utf8')
const [, dialect = ''] = /```markdown\n(# [\s\S]*?)```/.exec(page) ?? []

test('the dialect that docs/plan-format.md suggests is read as the page says', () => {
  const document = read(dialect, 'release.md')
  const { tasks, phases, gates } = document.plan
  expect(check(document)).toEqual([])
  expect(phases.map(({ mode }) => mode)).toEqual(['parallel', 'sequential'])
  expect(tasks.map(({ id, agent, command, needs }) => [id, agent, command, needs])).toEqual([
    ['B1', null, 'npm run build', []],
    ['B2', 'technical-writer', 'npm run docs', []],
    ['S1', null, 'git tag v1.4.0', ['b1', 'b2']],
    ['S2', 'release-manager', null, ['s1']],
  ])
  expect(gates.flatMap(({ criteria }) => criteria.map(({ check: one }) => one?.kind))).toEqual([
    'command',
    'command',
    undefined,
  ])
})

test.each(
  [...page.matchAll(/^\| ``(- `.*?)`` \| (.*) \|$/gm)].map(
    ([, item = '', means = '']) => [item, means] as const,
  ),
)('the criterion %s is checked by a command: %s', (item, means) => {
  const source = `# Plan\n\n## Phase 1: Do (parallel)\n\n- [ ] **A1**: Do it\n\n### Quality Gate\n\n${item}\n`
  const criteria = read(source, 'plan.md').plan.gates.flatMap((gate) => gate.criteria)
  expect(criteria.map((one) => one.check?.kind)).toEqual(['command'])
  expect(criteria[0]?.expectations.length).toBe(means.includes('exit code is 0') ? 0 : 1)
})

const gateWith = (item: string): string =>
  `# Plan\n\n## Phase 1: Do (parallel)\n\n- [ ] **A1**: Do it\n\n### Quality Gate\n\n- [ ] ${item}\n`

test.each(
  [...page.matchAll(/^\| ``(.*?)`` \| (file|metric|approval) \| (.*) \|$/gm)].map(
    ([, words = '', kind = '', means = '']) => [words.trim(), kind, means] as const,
  ),
)('the words %s state a check of the kind %s', (words, kind, means) => {
  const [criterion] = read(gateWith(words), 'plan.md').plan.gates.flatMap((gate) => gate.criteria)
  const partial = kind === 'file' ? { partial: means.startsWith('never') } : {}
  expect(criterion?.check).toMatchObject({ kind, ...partial })
  const compared = { metric: [1], approval: [0], file: [0, 1, 2] }[kind]
  expect(compared).toContain(criterion?.expectations.length)
})

test('every check and expectation that the page shows for the fence is read from it', () => {
  const [, yaml = ''] = /```yaml\n(check: [\s\S]*?)```/.exec(page) ?? []
  const checks = yaml.trim().split('\n').map((line) => line.replace('check: ', '')) // prettier-ignore
  const expectations = [...page.matchAll(/`(\{ kind: (?:exit|contains|matches|exists|count|threshold|value), .*?\})`/g)].map(([, one]) => one) // prettier-ignore
  const criteria = checks.map((one, at) => `      - { key: c${at}, text: C, check: ${one}, expectations: [${expectations.join(', ')}] }`) // prettier-ignore
  const fence = `\`\`\`goap\ngates:\n  quality-gate:\n    criteria:\n${criteria.join('\n')}\n\`\`\`\n`
  const { plan, diagnostics } = read(`${gateWith('Be happy')}\n${fence}`, 'plan.md')
  expect(diagnostics).toEqual([])
  const [gate] = plan.gates
  expect(gate?.criteria.map(({ check: one }) => one?.kind)).toEqual([
    'command', 'metric', 'metric', 'metric', 'metric', 'file', 'fact', 'script', 'approval',
  ]) // prettier-ignore
  expect(gate?.criteria[0]?.expectations.map(({ kind }) => kind)).toEqual([
    'exit', 'contains', 'matches', 'exists', 'count', 'threshold', 'value',
  ]) // prettier-ignore
})

test.each([
  ['- [ ] Check the types: `npx tsc --noEmit`', 'npx tsc --noEmit'],
  ['- [ ] Remove the duplicate `src/old.ts` file', null],
  ['- [ ] Push it: `git push origin <branch>`', null],
])('%s has the command %s', (item, command) => {
  const { tasks } = read(`# Plan\n\n## Phase 1: Do (parallel)\n\n${item}\n`, 'plan.md').plan
  expect(tasks.map((task) => task.command)).toEqual([command])
})

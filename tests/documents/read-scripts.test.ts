import { expect, test } from 'vitest'
import { planOf, problemOf } from '../../src/planner/index.ts'
import { print, printGoal, read, readGoal, samePlan } from '../../src/documents/index.ts'

const source = `# Plan

## Phase 1: Build

- [ ] **A1**: Count the words
  - Agent: script

  \`\`\`js
  const words = 3

  ;({ words })
  \`\`\`
- [ ] **A2**: Show them: \`echo 3\`
  - Depends on: A1

## Quality Gate

- [ ] Enough words → ≥ 3
  \`\`\`js check
  input.outputs.a1.words
  \`\`\`
- [ ] \`npm test\`
  \`\`\`ts check: No task is open
  true
  \`\`\`
- [ ] Everybody is happy
  \`\`\`js
  shown.only()
  \`\`\`

\`\`\`javascript check
// Nothing is left to do
files.list('todo/**').length === 0
\`\`\`
`

test('the script below a task is read with its language and place, and is no command', () => {
  const [first, second] = read(source, 'p.md').plan.tasks
  expect(first).toMatchObject({ command: null, script: { language: 'js', code: 'const words = 3\n\n;({ words })', place: { line: 9, column: 3 } } }) // prettier-ignore
  expect(first?.provenance).toContainEqual(expect.objectContaining({ field: 'script', rule: 'R13', value: 'const words = 3 …' })) // prettier-ignore
  expect(second).not.toHaveProperty('script')
})

test('scripts that say so check the criterion above, or are one themselves; others are only shown', () => {
  const [gate] = read(source, 'p.md').plan.gates
  expect(gate?.criteria.map(({ text, check, expect: wanted }) => [text, check, wanted])).toEqual([
    ['Enough words', { kind: 'script', language: 'js', code: 'input.outputs.a1.words' }, '≥ 3'],
    ['`npm test`', { kind: 'command', command: 'npm test', runnable: true }, null],
    ['No task is open', { kind: 'script', language: 'ts', code: 'true' }, null],
    ['Everybody is happy', null, null],
    ['Nothing is left to do', { kind: 'script', language: 'js', code: "// Nothing is left to do\nfiles.list('todo/**').length === 0" }, null],
  ]) // prettier-ignore
  expect(gate?.criteria[0]?.expectations).toMatchObject([{ kind: 'threshold', compare: '≥', value: 3 }]) // prettier-ignore
})

test('a script that checks a criterion of a task is not what performs the task', () => {
  const { plan } = read('# P\n\n- [ ] **A1**: Do it\n  - Success criteria:\n    - It holds\n      ```js check\n      true\n      ```\n') // prettier-ignore
  expect(plan.tasks[0]).not.toHaveProperty('script')
  expect(plan.gates).toMatchObject([{ after: ['a1'], criteria: [{ text: 'It holds', check: { kind: 'script' } }] }]) // prettier-ignore
})

test.each([
  ['a file that is to be written', 'File: `src/a.ts`\n\n```ts\nexport {}\n```'],
  ['a fence with nothing in it', '```ts\n\n```'],
  ['a fence of another language', '```json\n{}\n```'],
])('%s is no script of a task', (_, below) => {
  const { plan } = read(`# P\n\n## Tasks\n\n### Task A1: Do it\n\n${below}\n`)
  expect(plan.tasks).toMatchObject([{ key: 'a1' }])
  expect(plan.tasks[0]).not.toHaveProperty('script')
})

test('what is printed is read as the same, without any fence of ours', () => {
  const { plan } = read(source, 'p.md')
  const text = print(plan)
  expect(text).not.toContain('```goap')
  expect(samePlan(read(text, 'p.md').plan, plan)).toBe(true)
})

test('a script that Markdown would change is kept in a goap fence', () => {
  const { plan } = read('# P\n\n- [ ] **A1**: Do it\n\n  ```js\n  1\n  ```\n')
  const odd = { ...plan, tasks: plan.tasks.map((task) => ({ ...task, script: { language: 'ts' as const, code: '`a  \n`' } })) } // prettier-ignore
  const text = print(odd)
  expect(text).toContain('```goap')
  expect(samePlan(read(text).plan, odd)).toBe(true)
})

const goal = `---
goap: goal
---

# G

## Goal

- size ≥ 3
- ok = true
- up(api) = true

## Objects

- api, web: Service

## Probes

- size:

  \`\`\`js check
  files.read('a').length
  \`\`\`
- ok:
  - Expect: ≥ 2

  \`\`\`ts check
  2
  \`\`\`

### Probe: up(service)

\`\`\`js check
input.criterion.terms[0] === 'api'
\`\`\`

## Actions

### Action: write

- Effects: size = 5, ok = true, up(api) = true
- Agent: script
- Script:

  \`\`\`js
  ;({ size: 5 })
  \`\`\`
`

test('probes of goals are scripts where these say so, one for each object', () => {
  const { problem, diagnostics } = readGoal(goal, 'g.md')
  expect(diagnostics).toEqual([])
  expect(problem.probes.map(({ fact, check, expectations }) => [fact, check, expectations.length])).toEqual([
    ['size', { kind: 'script', language: 'js', code: "files.read('a').length" }, 0],
    ['ok', { kind: 'script', language: 'ts', code: '2' }, 1],
    ['up(api)', { kind: 'script', language: 'js', code: "input.criterion.terms[0] === 'api'" }, 0],
    ['up(web)', { kind: 'script', language: 'js', code: "input.criterion.terms[0] === 'api'" }, 0],
  ]) // prettier-ignore
})

test('a script of an action becomes that of its task, and comes back when the plan is planned again', () => {
  const { problem } = readGoal(goal, 'g.md')
  expect(problem.actions).toMatchObject([{ script: { language: 'js', code: ';({ size: 5 })', place: { line: 46 } } }]) // prettier-ignore
  expect(problem.actions[0]).not.toHaveProperty('command')
  const script = { language: 'js', code: ';({ size: 5 })' } as const
  const first = planOf(problem, [{ action: 0, objects: [], needs: [] }])
  expect(first.tasks).toMatchObject([{ command: null, script }])
  expect(problemOf(first)?.actions).toMatchObject([{ script }])
})

test('a printed goal says the same', () => {
  const { problem } = readGoal(goal, 'g.md')
  const again = readGoal(printGoal(problem), 'g.md').problem
  const said = ({ probes, actions }: typeof problem): unknown =>
    JSON.parse(JSON.stringify([probes, actions], (name, value: unknown) => (name === 'place' ? undefined : value))) // prettier-ignore
  expect(printGoal(problem)).not.toContain('```goap')
  expect(said(again)).toEqual(said(problem))
})

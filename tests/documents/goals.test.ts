import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkGoal, isGoalDocument, printGoal, read, readGoal } from '../../src/documents/index.ts'
import { commandOf, decidePermission, type Problem } from '../../src/model/index.ts'

const problem = (text: string): Problem => readGoal(text, 'goals/g.md').problem

/** The conditions of a goal as short texts. */
const wanted = (text: string): readonly string[] =>
  problem(`## Goal\n\n${text}\n`).goal.conditions.map((one) => `${one.fact} ${one.compare} ${JSON.stringify(one.value)}`) // prettier-ignore

test.each([
  ['- tests_pass = true', ['tests_pass = true']],
  ['- tests_pass', ['tests_pass = true']],
  ['- not broken', ['broken = false']],
  ['- [x] Tests pass', ['tests_pass = true']],
  ['- coverage >= 80%', ['coverage ≥ 80']],
  ['- stage: live', ['stage = "live"']],
  ['- `a == 1`, `b != 2` and c', ['a = 1', 'b ≠ 2', 'c = true']],
  ['- deployed(api,live)', ['deployed(api, live) = true']],
  ['- name = "a, (b)" (as it was)', ['name = "a, (b)"']],
  ['```\ntests_pass = true (from CI)\n# later\nbudget < 3 # EUR\n```', ['tests_pass = true', 'budget < 3']],
  ['```yaml\nquality:\n  warnings: 0\n  clean: true\n```', ['quality.warnings = 0', 'quality.clean = true']],
  ['```js\ngoal_state = {\n  done: true, // soon\n  stage: "live",\n}\n```', ['done = true', 'stage = "live"']],
  ['{tests_pass: true, stage: live}', ['tests_pass = true', 'stage = "live"']],
  ['- {tests_pass: true, stage: live}', ['tests_pass = true', 'stage = "live"']],
  ['| Fact | Value | Why |\n|---|---|---|\n| `a` | true -- it is | x |\n| b | ≥ 2 | y |', ['a = true', 'b ≥ 2']],
  ['Everything is fine and the sun shines.', []],
  ['- flag: false → true', ['flag = true']],
] as const)('the goal %j', (text, conditions) => {
  expect(wanted(text)).toEqual(conditions)
}) // prettier-ignore

const ways: Readonly<Record<string, string>> = {
  'a heading with bullets':
    '### Action: deploy(service: Service)\n\n- **Preconditions**: tests_pass, not deployed(service)\n- **Effects**:\n  - deployed(service) = true\n  - budget -= 3\n- **Cost**: 5 points\n- Duration: 10 min\n- Command: `./deploy {service}`\n',
  'a numbered heading with bold labels':
    '### 1. deploy(service: Service)\n\n**Preconditions:**\n\n- `tests_pass = true`\n- `deployed(?service) = false`\n\n**Effects:** deployed(?service) = true, budget -= 3\n**Cost:** 5\n**Duration:** 10 min\n**Command:** `./deploy {service}`\n',
  'headings for the fields':
    '### deploy(service: Service)\n\n#### Requires\n\n- tests_pass: true\n- deployed(service): false\n\n#### Effects\n\n```\ndeployed(service) = true\nbudget -= 3\n```\n\n#### Cost\n\n5\n\n#### Duration\n\n10 min\n\n#### Command\n\n```sh\n./deploy {service}\n```\n',
  'a bold line':
    '**Action: deploy(service: Service)**\n- Preconditions: tests_pass = true && !deployed(service)\n- Effects: deployed(service); budget -= 3\n- Cost: 5\n- Duration: 10 min\n- Run: `./deploy {service}`\n',
  'an item with bullets below it':
    '- **deploy(service: Service)**\n  - Preconditions: tests_pass = true, not deployed(service)\n  - Effects: deployed(service) = true, budget -= 3\n  - Cost: 5\n  - Estimated time: 10 min\n  - Command: `./deploy {service}`\n',
  'a map in a fence':
    '```yaml\nname: deploy\nparameters: service: Service\npreconditions:\n  - tests_pass: true\n  - deployed(service): false\neffects:\n  - deployed(service): true\n  - budget: -= 3\ncost: 5\nduration: 10 min\ncommand: ./deploy {service}\n```\n',
  'a list of maps in a fence':
    '```yaml\nactions:\n  - name: deploy(service: Service)\n    preconditions: { tests_pass: true, deployed(service): false }\n    effects: [deployed(service), budget -= 3]\n    cost: 5\n    duration: 10 min\n    command: ./deploy {service}\n```\n',
  'a row of a table':
    '| Action | Preconditions | Effects | Cost | Duration | Command |\n|---|---|---|---|---|---|\n| deploy(service: Service) | tests_pass, not deployed(service) | deployed(service), budget -= 3 | 5 | 10 min | `./deploy {service}` |\n',
  'an item in one line':
    '- **deploy(service: Service)**: requires tests_pass, not deployed(service); effects: deployed(service), budget -= 3; cost 5; takes 10 min\n  - Command: `./deploy {service}`\n',
  'an item with an arrow':
    '- `deploy(service: Service)`: tests_pass, not deployed(service) → deployed(service), budget -= 3 (cost 5)\n  - Time: 10 min\n  - Run: `./deploy {service}`\n',
  'a numbered item with its cost in brackets':
    '1. **deploy(service: Service)** (cost: 5)\n   - Preconditions: tests_pass, not deployed(service)\n   - Effects: deployed(service), budget -= 3\n   - Duration: 10 min\n   - Command: `./deploy {service}`\n',
  'a JSON list':
    '```json\n[\n  {\n    "name": "deploy(service: Service)",\n    "preconditions": { "tests_pass": true, "deployed(service)": false },\n    "effects": {\n      "deployed(service)": true,\n      "budget": "-= 3"\n    },\n    "cost": 5,\n    "duration": "10 min",\n    "command": "./deploy {service}"\n  }\n]\n```\n',
  'a table of its fields':
    '### deploy(service: Service)\n\n| Property | Value |\n|---|---|\n| **Preconditions** | tests_pass, not deployed(service) |\n| **Effects** | deployed(service), budget -= 3 |\n| **Cost** | 5 |\n| **Duration** | 10 min |\n| **Command** | `./deploy {service}` |\n',
}

test.each(Object.entries(ways))('an action written as %s', (_, text) => {
  const { actions } = problem(`# G\n\n## Available Actions\n\n${text}`)
  const plain: unknown = JSON.parse(JSON.stringify(actions, (key, value: unknown) => (key === 'place' ? undefined : value))) // prettier-ignore
  expect(plain).toEqual([
    {
      name: 'deploy',
      parameters: [{ name: 'service', type: 'Service' }],
      preconditions: [
        { fact: 'tests_pass', compare: '=', value: true },
        { fact: 'deployed(?service)', compare: '=', value: false },
      ],
      effects: [
        { fact: 'deployed(?service)', compare: '=', value: true },
        { fact: 'budget', compare: '=', value: 3, change: 'decrease' },
      ],
      cost: 5,
      duration: 600_000,
      command: './deploy {service}',
    },
  ])
})

test.each(globSync('goals/*.md').filter((name) => !name.endsWith('README.md')))(
  '%s is a goal document without findings, that prints without a fence, and whose commands are not dangerous',
  (name) => {
    const text = readFileSync(name, 'utf8')
    expect(isGoalDocument(text)).toBe(true)
    const document = readGoal(text, name)
    expect(checkGoal(document)).toEqual([])
    expect(printGoal(document.problem)).not.toContain('```goap')
    const { actions, probes } = document.problem
    const scripts = [
      ...actions.flatMap((one) => [one.command ?? [], one.compensation ?? []].flat()),
      ...probes.flatMap(({ check }) => commandOf(check)?.command ?? []),
    ]
    const held = scripts.filter((script) => !decidePermission(script, { allow: [], deny: [], all: '--yes' }).allowed) // prettier-ignore
    expect(held).toEqual([])
  },
)

test.each(globSync(['plans/*.md', '*.md', 'docs/*.md', 'goals/README.md', 'examples/**/*.md']))(
  '%s is no goal document',
  (name) => {
    expect(isGoalDocument(readFileSync(name, 'utf8'))).toBe(false)
  },
)

test('a plan is no goal document, whatever it says of goals', () => {
  expect(isGoalDocument('# P\n\n## Goals\n\n- [ ] coverage >= 80\n\n## Phase 1: Do\n\n- **A1**: Do it\n  - Effects: coverage = 80\n')).toBe(false) // prettier-ignore
  expect(isGoalDocument('---\ngoap: plan\n---\n\n## Goal\n\n- a = 1\n\n## Actions\n\n### x\n\n- Effects: a = 1\n')).toBe(false) // prettier-ignore
  expect(isGoalDocument('# Execution plan\n\n## Goal\n\n- a = 1\n\n## Actions\n\n### x\n\n- Effects: a = 1\n')).toBe(false) // prettier-ignore
  expect(read('---\ngoap: goal\n---\n\n# G\n').plan.tasks).toEqual([])
})

test('the form that docs/goal-format.md suggests is read as the page says', () => {
  const page = readFileSync('docs/goal-format.md', 'utf8')
  const [, form = ''] = /```markdown\n([\s\S]*?)\n```\n\n## Sections/.exec(page) ?? []
  expect(isGoalDocument(form)).toBe(true)
  const document = readGoal(form, 'goals/ship.md')
  expect(document.diagnostics).toEqual([])
  const { actions, objects, declarations, facts, probes, capacities, goal } = document.problem
  expect(actions.map(({ name }) => name)).toEqual(['deploy', 'improve the tests', 'review'])
  expect(objects.length).toBe(4)
  expect(declarations.map(({ name, type, origin }) => `${name} ${type} ${origin}`)).toEqual([
    'deployed boolean stated',
    'review enumeration stated',
    'budget number inferred',
    'coverage number inferred',
    'broken boolean inferred',
    'tests_pass boolean inferred',
  ])
  expect(facts.map(({ name, value }) => [name, value])).toEqual([['review', 'open'], ['budget', 10]]) // prettier-ignore
  expect(probes.map(({ fact }) => fact)).toEqual(['tests_pass', 'coverage'])
  expect(capacities).toEqual({ runner: 2 })
  expect(goal.conditions.length).toBe(3)
})

test('a table tells what facts are, may be, should be, and how they are observed', () => {
  const { goal, facts, probes, declarations } = problem(
    [
      '# G', '', '## World State', '',
      '| Fact | Type | Now | Goal | Probe |',
      '|---|---|---|---|---|',
      '| stage | dev, staging or live | dev | live | |',
      '| `error_rate` | number | 0.5 (measured) | < 0.01 | `./rate.sh` → `/(.*)/` |',
      '| **up(api)** | bool | – | true | `curl api` |', '',
      '## Actions', '', '### go', '', '- Requires: stage is dev, not up(api)', '- Effects: stage = live',
    ].join('\n'),
  ) // prettier-ignore
  expect(goal.conditions.map((one) => `${one.fact} ${one.compare} ${String(one.value)}`)).toEqual([
    'stage = live',
    'error_rate < 0.01',
    'up(api) = true',
  ])
  expect(facts.map(({ name, value }) => [name, value])).toEqual([['stage', 'dev'], ['error_rate', 0.5]]) // prettier-ignore
  expect(probes.map(({ fact, check }) => `${fact} ${check.kind}`)).toEqual(['error_rate metric', 'up(api) command']) // prettier-ignore
  expect(declarations.map(({ name, type, values }) => [name, type, ...values])).toEqual([
    ['stage', 'enumeration', 'dev', 'staging', 'live'],
    ['error_rate', 'number'],
    ['up', 'boolean'],
  ])
})

test.each([
  ['- api: Service\n- web: Service', ['api Service', 'web Service']],
  ['- api, web: Service', ['api Service', 'web Service']],
  ['- Service: api, web', ['api Service', 'web Service']],
  ['- `api` - Service', ['api Service']],
  ['- Service:\n  - api\n  - web', ['api Service', 'web Service']],
  ['| Object | Type |\n|---|---|\n| api | Service |', ['api Service']],
  ['- api', ['api object']],
])('the objects %j', (text, objects) => {
  const found = problem(`# G\n\n## Types\n\n- Service\n\n## Objects\n\n${text}\n`).objects
  expect(found.map(({ name, type }) => `${name} ${type}`)).toEqual(objects)
})

test.each([
  ['- tests_pass: `npm test`', 'command', []],
  ['- tests_pass: `npm test` → 0 failures', 'command', ['count']],
  ['- noted: `CHANGELOG.md` contains "1.2.0"', 'file', ['contains']],
  ['- noted: `VERSION` does not exist', 'file', ['exists']],
  ['- noted: `VERSION` matches `/^2/`', 'file', ['matches']],
  ['- size: `npm run size` → `.total`', 'metric', []],
  ['- size: `npm run size` → `.total` < 500', 'metric', ['threshold']],
  ['- lines: `coverage/summary.json`: `total.lines.pct`', 'metric', []],
  ['| Fact | Command | Expect |\n|---|---|---|\n| tests_pass | `npm test` | 0 failures |', 'command', ['count']],
  ['### Probe: size\n\n- File: size.json\n- JSON path: total', 'metric', []],
  ['### size\n\n- File: size.txt\n- Pattern: `total: (\\d+)`', 'metric', []],
  ['### noted\n\n- File: NOTES\n- Pattern: `done`', 'file', ['matches']],
  ['### ok\n\n- Command: `npm test`\n- Expect: 0 failures', 'command', ['count']],
  ['**Probe: ok**\n\n- Run: `npm test`', 'command', []],
] as const)('the probe %j', (text, kind, expectations) => {
  const { problem: read, diagnostics } = readGoal(`# G\n\n## Probes\n\n${text}\n`)
  expect(read.probes.map(({ check }) => check.kind)).toEqual([kind])
  expect(read.probes[0]?.expectations.map((one) => one.kind)).toEqual(expectations)
  expect(diagnostics.map(({ code }) => code)).toEqual(['documents/no-goal'])
}) // prettier-ignore

test('a probe with a parameter is one for each object', () => {
  const { probes } = problem(
    '# G\n\n## Objects\n\n- api, web: Service\n- live: Stage\n\n## Facts\n\n- up(service: Service, stage: Stage): boolean\n\n## Probes\n\n- up(service, stage): `curl {service}.{stage}/${stage}`\n',
  )
  expect(probes.map(({ fact, check }) => [fact, check.kind === 'command' && check.command])).toEqual([
    ['up(api, live)', 'curl api.live/${stage}'],
    ['up(web, live)', 'curl web.live/${stage}'],
  ]) // prettier-ignore
})

test('what is wrong says where, and what was meant', () => {
  const text =
    '# G\n\n## Goal\n\n- stage = live\n- budget > 5\n- budget < 3\n\n## Facts\n\n- stage: draft | live\n- up(service: Service): boolean\n\n## Objects\n\n- api: Service\n\n## Actions\n\n### go(service: Service)\n\n- Preconditions: up(?servce), up(apo), up(api, api)\n- Effects: stage = liv, budget += 1\n'
  const told = readGoal(text).diagnostics.map(
    ({ code, place, hint }) => `${place.line} ${code.replace('documents/', '')} ${/^Did you.*/.exec(hint)?.[0] ?? ''}`.trim(), // prettier-ignore
  )
  expect(told.toSorted()).toEqual([
    '22 unknown-object Did you mean "api"?',
    '22 unknown-parameter Did you mean "?service"?',
    '22 unmet-condition',
    '22 unmet-condition',
    '22 unmet-condition',
    '22 wrong-arguments',
    '23 wrong-value',
    '5 unmet-condition',
    '7 contradictory-conditions',
  ])
})

const reaching = (action: string): string => `# G\n\n## Goal\n\n- done = true\n\n${action}`

test.each([
  ['a heading', (name: string) => `### Action: ${name}\n\n- Effects: done = true\n`],
  [
    'a heading below Actions',
    (name: string) => `## Actions\n\n### ${name}\n\n- Effects: done = true\n`,
  ],
  ['a numbered one', (name: string) => `## Actions\n\n### 2. ${name}\n\n- Effects: done = true\n`],
  [
    'a bold line',
    (name: string) => `## Actions\n\n**Action: ${name}**\n\n- Effects: done = true\n`,
  ],
  ['a bare bold line', (name: string) => `## Actions\n\n**${name}**\n\n- Effects: done = true\n`],
  ['an item', (name: string) => `## Actions\n\n- **${name}**\n  - Effects: done = true\n`],
  [
    'a row',
    (name: string) => `## Actions\n\n| Action | Effects |\n|---|---|\n| ${name} | done = true |\n`,
  ],
])('an action may be called by any word of the format: %s', (_, written) => {
  for (const name of [
    'set',
    'library',
    'goal',
    'state',
    'resources',
    'types',
    'success',
    'verify',
    'run',
    'undo',
    'review',
  ]) {
    // prettier-ignore
    const { problem, diagnostics } = readGoal(reaching(written(name)), 'g.md')
    expect(diagnostics, name).toEqual([])
    expect(problem.actions).toMatchObject([{ name, effects: [{ fact: 'done' }] }])
  }
})

test('what stands below Actions under the name of a section, and has no effects, is that section', () => {
  const { problem } = readGoal(
    reaching(
      '## Actions\n\n### 1. Current State\n\n- broken = true\n\n### mend\n\n- Effects: done = true\n',
    ),
    'g.md',
  )
  expect(problem.actions.map(({ name }) => name)).toEqual(['mend'])
  expect(problem.facts).toMatchObject([{ name: 'broken', value: true }])
})

test('the signs of logic and of programs are read: sets with a name, ∧ and ¬, ===, ++, lists of what is added and deleted', () => {
  const { problem: robot, diagnostics } = readGoal(
    '# Robot\n\n**Initial state:**\n```\nI = { At(Robot, A), At(Box, A) }\n```\n**Goal:**\n```\nG = { At(Box, C) }\n```\n\n**Actions**\n\n' +
      '| Action | Preconditions | Effects |\n|---|---|---|\n' +
      '| `Move(X,Y)` (for connected X,Y) | `At(Robot,X)` | ¬`At(Robot,X)`, `At(Robot,Y)` |\n' +
      '| `Carry(X,Y)` | `At(Robot,X)` ∧ `At(Box,X)` | ¬At(Box,X), At(Box,Y), moves++ |\n',
    'g.md',
  )
  expect(diagnostics).toEqual([])
  expect(robot.goal.conditions).toMatchObject([{ fact: 'At(Box, C)', value: true }])
  expect(robot.facts.map(({ name }) => name)).toEqual(['At(Robot, A)', 'At(Box, A)'])
  expect(robot.actions).toMatchObject([
    { name: 'Move', parameters: [{ name: 'X' }, { name: 'Y' }], effects: [{ fact: 'At(Robot, ?X)', value: false }, { fact: 'At(Robot, ?Y)' }] },
    { name: 'Carry', preconditions: [{}, { fact: 'At(Box, ?X)' }], effects: [{ value: false }, {}, { fact: 'moves', value: 1, change: 'increase' }] },
  ]) // prettier-ignore
  expect(wanted('- status === "lobby"\n- stage !== live')).toEqual(['status = "lobby"', 'stage ≠ "live"']) // prettier-ignore
  expect(wanted('```\ngoal := Defined ∧ ¬Broken\n```')).toEqual([
    'Defined = true',
    'Broken = false',
  ])
  const strips = problem(
    '## Goal\n\n- At(book, desk)\n\n## Actions\n\n#### Move(from, to)\n\n- **Preconditions**: {`At(robot, from)`}\n- **Add Effects**: {`At(robot, to)`}\n- **Delete Effects**: {`At(robot, from), Idle`}\n',
  )
  expect(strips.actions[0]?.effects).toMatchObject([
    { fact: 'At(robot, ?to)', value: true },
    { fact: 'At(robot, ?from)', value: false },
    { fact: 'Idle', value: false },
  ])
})

test('a table of actions is one below any heading', () => {
  const { actions } = problem(
    '## Goal\n\n- done = true\n\n## Current State\n\n- done = false\n\n### Transition rules\n\n| Action | Preconditions | Effects |\n|---|---|---|\n| finish | done = false | done = true |\n',
  )
  expect(actions).toMatchObject([{ name: 'finish', effects: [{ fact: 'done', value: true }] }])
})

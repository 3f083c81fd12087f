import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { happenings } from '../cli/happenings.ts'
import { main } from '../../src/cli/main.ts'

const folder = mkdtempSync(join(tmpdir(), 'goap-schemas-'))
afterAll(() => rmSync(folder, { recursive: true }))

const source = `# Sample

## Phase 1: Build (parallel)

- [ ] **A1**: Build it: \`echo built\`
  - Effort: 2 h
  - Agent: builder
- [x] **A2**: Was done before: \`echo before\`
- [ ] **A3**: Fail: \`exit 3\`
- [ ] **A7**: Ask a person
- [ ] **A4**: Never comes to this: \`echo never\`
  - Depends on: A3
- [ ] **A5**: Not allowed: \`ls -a\`
- [ ] **A6**: By hand
  - Depends on: A9
- [ ] **B1**: Run a script
  - Agent: script

  \`\`\`js
  console.log('runs')
  ;({ words: 3 })
  \`\`\`
- [ ] **B2**: Run a script that throws
  - Agent: script

  \`\`\`ts
  throw new Error('no')
  \`\`\`

### Quality Gate

- [ ] \`echo 3 passed\` → ≥ 2 passed
- [ ] Somebody looked at it
- [x] \`sample.md\` exists
- [ ] The maintainer approves it
- [ ] \`sample.md\`: \`/(\\d+) h/\` ≥ 1
- [ ] A script says so → ≥ 1
  \`\`\`js check
  files.list('*.md').length
  \`\`\`

## Metrics

| Metric | Target | Current |
|---|---|---|
| Time | 3 s | 4 s |

## Risks

| Risk | Mitigation |
|---|---|
| It rains | Umbrella |

## Contingency

- If the build fails: clean and build again
`

const definition = `---
name: digger
description: Digs.
model: small
tools: [Read, Dig]
executor: shell
command: dig "$GOAP_TASK"
capabilities: digging
limits: { concurrency: 2, timeout: 5 min }
budget: { tokens: 1000, cost: 0.5 }
permissions: { allow: dig *, deny: [dig deep] }
---
Dig.
`

const goal = `---
goap: goal
---
# Dry

## Goal

- dry = true

## Actions

### Action: Open the umbrella

- Effects: dry = true
- Command: \`echo open\`

### Action: Look for the umbrella

- Effects: found = true
- Agent: script
- Script:

  \`\`\`js
  ({ found: true })
  \`\`\`

## Probes

- found:

  \`\`\`js check
  true
  \`\`\`
`

/** Every line of JSON that the command line printed in one story, in its order. */
const printed = await story()

test.each(readdirSync('docs/schemas').filter((file) => file.endsWith('.json')))(
  'what is printed is as docs/schemas/%s says',
  (file) => {
    const json: unknown = JSON.parse(readFileSync(`docs/schemas/${file}`, 'utf8'))
    const name = `goap/${file.replace('.json', '')}@1`
    const lines = printed.filter(({ schema }) => schema === name)
    expect(lines).not.toEqual([])
    const schema = z.fromJSONSchema(json as Parameters<typeof z.fromJSONSchema>[0])
    for (const line of lines) expect(schema.safeParse(line)).toMatchObject({ success: true })
    const { schema: _name, ...nameless } = lines[0] ?? {}
    expect(schema.safeParse(nameless).success, 'an object without its name').toBe(false)
  },
)

test.each(Object.values(happenings('said')))(
  'an event $type is as docs/schemas/event.json says',
  (happening) => {
    const json: unknown = JSON.parse(readFileSync('docs/schemas/event.json', 'utf8'))
    const schema = z.fromJSONSchema(json as Parameters<typeof z.fromJSONSchema>[0])
    const line = { schema: 'goap/event@1', run: 'r', seq: 0, at: 0, ...happening }
    expect(schema.safeParse(line)).toMatchObject({ success: true })
    const { [Object.keys(happening).at(-1) ?? '']: _last, ...less } = line as Record<
      string,
      unknown
    >
    expect(schema.safeParse(less).success, 'an event without its last field').toBe(false)
  },
)

test('everything that is printed as JSON has a published schema', () => {
  const published = readdirSync('docs/schemas').map((file) => `goap/${file.replace('.json', '')}@1`)
  expect(
    [...new Set(printed.map(({ schema }) => schema))].filter((name) => !published.includes(name)),
  ).toEqual([])
})

test('the story shows scripts', () => {
  const all = JSON.stringify(printed)
  for (const one of [
    '"kind":"script"',
    '"status":"success"',
    '"reason":"thrown"',
    '"check":"script"',
  ])
    expect(all).toContain(one)
})

test('the story shows events of several kinds', () => {
  expect(new Set(printed.map(({ type }) => type))).toEqual(
    new Set([
      undefined,
      'run.started',
      'run.paused',
      'run.finished',
      'phase.started',
      'phase.finished',
      'task.ready',
      'task.started',
      'task.finished',
      'task.skipped',
      'gate.started',
      'gate.finished',
      'gate.skipped',
      'permission.requested',
      'permission.decided',
      'question.asked',
    ]),
  )
})

type Line = Readonly<Record<string, unknown>> & { readonly schema: string }

async function story(): Promise<readonly Line[]> {
  writeFileSync(join(folder, 'sample.md'), source)
  mkdirSync(join(folder, 'agents'))
  writeFileSync(join(folder, 'agents', 'digger.md'), definition)
  writeFileSync(join(folder, 'agents', 'coder.md'), definition.replace(/digger[^]*$/, 'coder\nexecutor: acp\n---\n')) // prettier-ignore
  writeFileSync(join(folder, 'agents', 'counter.md'), '---\nname: counter\nexecutor: script\npermissions: { files: "*.md" }\nlimits: { fuel: 1000, memory: 8 MB }\n---\n```js\n1\n```\n') // prettier-ignore
  const gated = source.replace(/- \[ \] \*\*A[3-6][\s\S]*?(?=### Quality)/, '')
  writeFileSync(join(folder, 'gated.md'), gated)
  writeFileSync(join(folder, 'goal.md'), goal)
  writeFileSync(join(folder, 'domain.pddl'), '(define (domain d) (:predicates (p) (q)) (:action a :parameters () :precondition (p) :effect (q)))') // prettier-ignore
  writeFileSync(
    join(folder, 'problem.pddl'),
    '(define (problem e) (:domain d) (:init (p)) (:goal (q)))',
  )
  writeFileSync(join(folder, 'good.plan'), '(a)\n')
  writeFileSync(join(folder, 'good.js'), 'console.log(1); ({ a: [null, 1.5] })')
  writeFileSync(join(folder, 'bad.js'), 'throw 1')
  writeFileSync(join(folder, 'endless.js'), 'for (;;);')
  writeFileSync(join(folder, 'bad.plan'), '')
  return [
    ...(await goap('plan', 'goal.md', '--json')),
    ...(await goap('plan', '--pddl', 'domain.pddl', 'problem.pddl', '--json')),
    ...(await goap('plan', '--pddl', 'domain.pddl', 'problem.pddl', '--json', '--why', 'a', '--why-not', 'a', '--alternatives', '2')), // prettier-ignore
    ...(await goap('plan', 'goal.md', '--json', '--why-not')),
    ...(await goap('validate', 'domain.pddl', 'problem.pddl', 'good.plan', '--json')),
    ...(await goap('validate', 'domain.pddl', 'problem.pddl', 'bad.plan', '--json')),
    ...(await goap('read', 'sample.md', 'goal.md', '--json')),
    ...(await goap('read', 'sample.md', '--explain', '--json')),
    ...(await goap('export', 'sample.md')),
    ...(await goap('check', 'sample.md', '--json')),
    ...(await goap('explain', '--json')),
    ...(await goap('graph', 'sample.md', '--format', 'json', '--workers', '2')),
    ...(await goap('schedule', 'sample.md', '--json', '--duration', 'A1=1h')),
    ...(await goap('agents', 'sample.md', '--json')),
    ...(await goap('next', 'sample.md', '--json')),
    ...(await goap('doctor', '--json')),
    ...(await goap('sandbox', 'run', 'good.js', '--json')),
    ...(await goap('sandbox', 'run', 'bad.js', '--json')),
    ...(await goap('sandbox', 'run', 'endless.js', '--fuel', '1000', '--json')),
    ...(await goap('sandbox', 'compile', 'good.js', '--json')),
    ...(await goap('sandbox', 'health', '--json')),
    ...(await goap('sandbox', 'bench', '--rounds', '1', '--backend', 'wasm', '--json')),
    ...(await goap(
      'execute',
      'sample.md',
      '--despite-errors',
      '--allow',
      'echo *',
      '--allow',
      'exit 3',
      '--json',
    )),
    ...(await goap('execute', 'gated.md', '--allow', 'echo *', '--json')),
    ...(await goap('verify', 'sample.md', '--allow', 'echo *', '--json')),
    ...(await goap('gates', '--json', 'gated.md', 'sample.md')),
    ...(await goap('status', 'sample.md', '--json')),
    ...(await goap('report', '--json')),
    ...(await goap('runs', '--json')),
    ...(await goap('log', '--json')),
    ...(await goap('log', '--permissions', '--json')),
  ]
}

/** Calls the command line in the folder and reads what it printed. */
async function goap(...argv: string[]): Promise<readonly Line[]> {
  let text = ''
  const code = await main(argv, {
    stdin: new PassThrough().end(),
    stdout: { write: (part) => (text += part) },
    stderr: { write: () => true },
    environment: { PATH: process.env['PATH'], CI: 'true', GOAP_HOME: join(folder, 'home') },
    folder,
    interrupted: () => () => {},
  })
  expect([0, 1, 3, 4]).toContain(code)
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}

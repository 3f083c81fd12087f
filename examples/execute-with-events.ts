// Executes a plan from code: events as they come, a signal that would interrupt the run, and the report at the end.
// In a project of your own: import { execute, read } from 'goap-engine'

import { execute, read } from '../src/index.ts'

const source = `# Greetings

## Phase 1: Greet (parallel)

- [ ] **A1**: Say hello: \`echo hello\`
- [ ] **A2**: Say good morning: \`echo good morning\`

### Quality Gate

- [ ] \`echo 2 greetings\` → ≥ 2 greetings
`

await using run = execute(read(source, 'greetings.md').plan, {
  permissions: { allow: [{ pattern: 'echo *', source: 'this example' }], deny: [], all: null },
  signal: AbortSignal.timeout(30_000),
})

for await (const event of run) console.log(event.seq, event.type)

const { outcome, tasks, gates } = await run.report
console.log(outcome)
for (const { id, status, evidence } of tasks)
  for (const one of evidence) if (one.kind === 'command') console.log(id, status, one.tail.trim())
for (const { title, verdict } of gates) console.log(title, verdict)

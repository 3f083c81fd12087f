// Interrupts a run and goes on with it. The journal is a file, so a second process could do the second half as well.
// In a project of your own: import { execute, read, resume, sqliteJournal } from 'goap-engine'

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execute, read, resume, sqliteJournal } from '../src/index.ts'

const source = `# Three steps

## Phase 1: Steps (sequential)

- [ ] **STEP.1**: First: \`echo one\`
- [ ] **STEP.2**: Second: \`echo two\`
- [ ] **STEP.3**: Third: \`echo three\`
`

const folder = mkdtempSync(join(tmpdir(), 'goap-example-'))
try {
  await using journal = sqliteJournal(join(folder, 'journal.db'))
  const permissions = {
    allow: [{ pattern: 'echo *', source: 'this example' }],
    deny: [],
    all: null,
  }

  await using first = execute(read(source, 'steps.md').plan, { journal, permissions })
  for await (const event of first)
    if (event.type === 'task.finished') {
      await first.interrupt()
      break
    }
  const before = await first.report
  console.log(before.outcome, before.tasks.filter(({ status }) => status === 'done').length, 'done')

  await using second = await resume(first.id, { journal, permissions })
  const after = await second.report
  console.log(after.outcome, after.tasks.map(({ id, attempts }) => `${id}:${attempts}`).join(' '))
} finally {
  rmSync(folder, { recursive: true })
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Report } from '../../src/index.ts'
import { goap } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'goap-reports-'))
afterAll(() => rmSync(folder, { recursive: true }))

const prompt = `**Prompt**:
\`\`\`
Mend it.

Report back with:
- Files removed
- Build status
\`\`\``

const plan = `# Plan

### A1: By hand

${prompt}

### A2: By a command

**Command**: \`echo "Build status: green"\`

${prompt}
`

beforeEach(() => {
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  writeFileSync(join(folder, 'plan.md'), plan)
})

const call = (...args: string[]) => goap(folder, args)

/** The report of the newest run. */
async function reported(): Promise<Report> {
  const { run } = JSON.parse((await call('runs', '--json')).out) as { run: string }
  return JSON.parse((await call('status', run, '--json')).out) as Report
}

test('what a task is to report is asked for, and what is not told is in the report', async () => {
  const first = await call('execute', '--yes', 'plan.md')
  expect(first.out).toContain('It is to tell: Files removed; Build status.')
  expect(first.out).toContain('A2 does not tell: Files removed')
  await call('answer', 'A1', 'done', '--report', 'files removed=a.rs, b=c.rs')
  const { out, code } = await call('resume', '--yes')
  expect(code).toBe(0)
  expect(out).toContain('A1 does not tell: Build status')
  expect((await call('report')).out).toContain('does not tell: Build status')
  expect((await call('report', '--md')).out).toContain('does not tell: Build status')
  expect((await call('report', '--html')).out).toContain('does not tell: Build status')
  const { tasks } = await reported()
  expect(tasks.map(({ id, missing }) => [id, missing])).toEqual([
    ['A1', ['Build status']],
    ['A2', ['Files removed']],
  ])
})

test('a file of answers may tell it, and the file to begin with says how', async () => {
  const template = (await call('answers', 'plan.md')).out
  const line = '#  { choice: done, report: { "Files removed": …, "Build status": … } }'
  expect(template).toContain(line)
  const filled = template.replace(/"A1":.*\n#(.*)/, '"A1":\n$1')
  expect(filled).not.toBe(template)
  writeFileSync(join(folder, 'a.yaml'), filled)
  expect((await call('execute', '--yes', '--answers', 'a.yaml', 'plan.md')).code).toBe(0)
  expect((await reported()).tasks[0]).not.toHaveProperty('missing')
})

test('a metric that a task was to report is written into the document', async () => {
  const text = plan.replaceAll('Files removed', 'Line coverage').replace('Build status: green', 'Line coverage: 83%') // prettier-ignore
  const table =
    '\n## Metrics\n\n| Metric | Current | Target |\n|---|---|---|\n| Line coverage | ? | 80% |\n'
  writeFileSync(join(folder, 'plan.md'), text + table)
  await call('execute', '--yes', 'plan.md')
  expect(readFileSync(join(folder, 'plan.md'), 'utf8')).toContain('| Line coverage | 83% | 80% |')
})

test('an option that names nothing is refused', async () => {
  const { code, err } = await call('answer', 'A1', 'done', '--report', 'green')
  expect(code).toBe(2)
  expect(err).toContain('NAME=TEXT')
})

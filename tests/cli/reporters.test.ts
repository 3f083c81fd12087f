import { join } from 'node:path'
import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseXml, type XmlElement } from '../graph/xml.ts'
import { folderWith } from '../workspace/folder.ts'
import { hostileRun } from './hostile-run.ts'
import { goap } from './run.ts'

/** JUnit XML as its readers see it. */
function junit(text: string) {
  const root = parseXml(text.replace(/^<\?xml[^>]*\?>\n/, ''))
  const suites = root.name === 'testsuites' ? root : root.children[0]
  const cases = all(suites).filter(({ name }) => name === 'testcase')
  return { suites, cases }
}

function all(element: XmlElement | undefined): readonly XmlElement[] {
  return element ? [element, ...element.children.flatMap(all)] : []
}

test('JUnit: a case for each task and criterion, counts that agree, and outputs that are only text', async () => {
  const { code, out } = await hostileRun(['--reporter', 'junit'])
  expect(code).toBe(1)
  const { suites, cases } = junit(out)
  const results = cases.map(
    ({ children }) => children.find(({ name }) => name !== 'system-out')?.name ?? 'passed',
  )
  expect(results).toEqual([
    'passed',
    'failure',
    'skipped',
    'skipped',
    'skipped',
    'skipped',
    'skipped',
  ])
  const [suite] = suites?.children ?? []
  for (const counted of [suites, suite])
    expect(counted?.attributes).toMatchObject({ tests: '7', failures: '1', errors: '0' })
  expect(suite?.attributes).toMatchObject({ skipped: '5', file: 'plans/plan.md' })
  const failure = cases[1]?.children[0]
  expect(failure?.attributes['message']).toBe('exit code 3')
  expect(failure?.text).toContain('plans/plan.md:7')
  expect(failure?.text).toContain('</pre><script>alert(1)</script>')
  expect(failure?.text).toContain('[redacted]')
  // oxlint-disable-next-line no-control-regex -- XML 1.0 has no such characters
  expect(out).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
})

test('JUnit: what failed a gate is a failure, and a criterion that is only claimed is none', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'plan.md':
      '# Plan\n\n## Phase 1\n\n- [ ] A1: Say: `echo built`\n\n### Quality Gate\n\n- [ ] `echo 3` → < 2\n- [ ] Looks good\n',
  })
  const { out } = await goap(folder, ['execute', 'plan.md', '--yes', '--reporter', 'junit'])
  const { cases } = junit(out)
  expect(cases.map(({ attributes, children }) => [attributes['name'], children[0]?.name])).toEqual([
    ['A1 Say', 'system-out'],
    ['`echo 3`', 'failure'],
    ['Looks good', 'skipped'],
  ])
})

test('GitHub: failures stand beside the lines of the document, and no text of it is a command', async () => {
  const { out, folder, read } = await hostileRun(['--reporter', 'github'], {
    GITHUB_STEP_SUMMARY: '/dev/null',
  })
  const commands = out.split('\n').filter((line) => /^\s*::/.test(line))
  expect(commands.filter((line) => line.startsWith('::error'))).toEqual([
    expect.stringMatching(
      /^::error file=plans\/plan\.md,line=7,title=A2 Fail here [^:]*::exit code 3%0A/,
    ),
  ])
  expect(commands.map((line) => line.split(/[ :]/)[2])).toEqual([
    'group',
    'endgroup',
    'group',
    'endgroup',
    'error',
  ])
  expect(out).not.toContain('\n##[')
  expect(out.replace(/^::.*$/gm, '')).not.toContain('##[error]')
  expect(folder && read('plans/plan.md')).toContain('- [x] **A1**')
})

test('GitHub: annotations are named from the checkout, and the report goes into the summary of the step', async () => {
  const folder = folderWith({
    'sub/goap.config.json': '{}',
    'sub/plan.md': '# Plan\n\n- [ ] A1: Fail: `sh -c nowhere`\n- [ ] A2: By hand\n',
    'summary.md': '# Before\n',
  })
  const environment = {
    GOAP_HOME: join(folder, '.home'),
    PATH: process.env['PATH'],
    GITHUB_WORKSPACE: folder,
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
  }
  const { out } = await goap(join(folder, 'sub'), ['execute', 'plan.md', '--allow', 'sh -c nowhere', '--reporter', 'github'], { environment }) // prettier-ignore
  expect(out).toContain('::error file=sub/plan.md,line=3,')
  expect(out).toContain('::warning file=sub/plan.md,line=4,title=A2 By hand waits::')
  const { readFileSync } = await import('node:fs')
  const summary = readFileSync(join(folder, 'summary.md'), 'utf8')
  expect(summary).toMatch(/^# Before\n# ‖ Run .*: waiting\n/)
})

test('events go into a file beside what is printed, one line each, with the report at their end', async () => {
  const { out, read } = await hostileRun([
    '--reporter',
    'jsonl:out/run.jsonl',
    '--reporter',
    'junit:out/x.xml',
  ])
  expect(out).toContain('✓ A1')
  const lines = read('out/run.jsonl').trimEnd().split('\n')
  const told = lines.map((line) => JSON.parse(line) as { schema: string; seq?: number })
  expect(told.slice(0, -1).map(({ seq }) => seq)).toEqual(lines.slice(1).map((_, index) => index))
  expect(told.at(-1)?.schema).toBe('goap/run@1')
  expect(read('out/run.jsonl')).not.toContain('ghp_0123456789')
  expect(junit(read('out/x.xml')).cases).toHaveLength(7)
})

test('plain lines in a file have no colours, even when they are forced', async () => {
  const { out, read } = await hostileRun(['--reporter', 'plain:run.txt'], { FORCE_COLOR: '1' })
  expect(out).toContain('\u001b[')
  expect(read('run.txt')).toContain('✓ A1')
  expect(read('run.txt')).not.toContain('\u001b[')
})

test('a run that goes on is told whole where the whole run is told, and counts nothing twice', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'plan.md':
      '# Plan\n\n- [ ] A1: Edit: `node edit.cjs`\n- [ ] A2: Then: `echo b`\n  - Depends on: A1\n',
    'edit.cjs':
      "require('node:fs').appendFileSync('plan.md', '- [ ] A3: Something new: `echo new`\\n')",
  })
  const args = ['execute', 'plan.md', '--yes', '--on-edit', 'replan', '--reporter', 'junit:x.xml']
  const { out } = await goap(folder, args)
  expect(out, 'the name of a task that has come in between').toContain('✓ A3 Something new')
  const { readFileSync } = await import('node:fs')
  const { cases } = junit(readFileSync(join(folder, 'x.xml'), 'utf8'))
  expect(cases.map(({ attributes }) => attributes['name'])).toEqual([
    'A1 Edit',
    'A2 Then',
    'A3 Something new',
  ])
})

test.each([
  [['junitt'], 'Did you mean "junit"?'],
  [['moon'], 'Reporters are plain, jsonl, junit and github.'],
  [['junit:'], 'names no file'],
  [['junit', 'github'], 'Two reporters would write to the standard output'],
  [['junit:a', 'jsonl:a'], 'Two reporters would write into a'],
  [['jsonl:plan.md'], 'not written over'],
  [['jsonl:./link.md'], 'not written over'],
  [['jsonl:folder'], 'workspace/not-writable'],
])('--reporter %s is refused before anything runs', async (names, why) => {
  const text = '# Plan\n\n- [ ] A1: `touch ran`\n'
  const folder = folderWith({ 'goap.config.json': '{}', 'plan.md': text })
  mkdirSync(join(folder, 'folder'))
  const { symlinkSync, existsSync, readFileSync } = await import('node:fs')
  symlinkSync('plan.md', join(folder, 'link.md'))
  const options = names.flatMap((name) => ['--reporter', name])
  const { code, err } = await goap(folder, ['execute', 'plan.md', '--yes', ...options])
  expect(code).toBe(2)
  expect(err).toContain(why)
  expect(existsSync(join(folder, 'ran'))).toBe(false)
  expect(readFileSync(join(folder, 'plan.md'), 'utf8')).toBe(text)
})

test('a dry run has no results that a reporter could tell', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'plan.md': '# Plan\n\n- [ ] A1: Say: `echo built`\n',
  })
  const dry = (...args: string[]) => goap(folder, ['execute', 'plan.md', '--dry-run', ...args])
  expect(await dry('--reporter', 'junit')).toMatchObject({
    code: 2,
    err: expect.stringContaining('dry run'),
  })
  expect((await dry('--reporter', 'jsonl')).out).toBe((await dry('--json')).out)
})

test('what fails to be written to the end is said, and the run goes on', async () => {
  const folder = folderWith({ 'goap.config.json': '{}' })
  writeFileSync(join(folder, 'plan.md'), '# Plan\n\n- [ ] A1: Say: `echo built`\n')
  const said = await goap(folder, ['execute', 'plan.md', '--yes', '--reporter', 'jsonl:/dev/full'])
  expect(said.code).toBe(0)
  expect(said.err).toMatch(/note {2}\/dev\/full could not be written to its end/)
})

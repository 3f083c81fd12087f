import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { goap } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'goap-check-'))
afterAll(() => rmSync(folder, { recursive: true }))

const put = (name: string, text: string | Uint8Array): void =>
  writeFileSync(join(folder, name), text)
const got = (name: string): string => readFileSync(join(folder, name), 'utf8')
const gate = (title: string): string => `## ${title}\n\n- [ ] Do ${title}\n\n### Quality Gate\n\n- It is good\n\n` // prettier-ignore

const source = `# Plan, with a name

## Tasks

| ID | Task | Status | Depends on |
|---|---|---|---|
| A1 | Dig | ✅ PENDING | |
| A2 | Fill | Pending | A7 |
`

beforeEach(() => {
  put('goap.config.json', '{}')
  put('plan.md', source)
})

test('workflow commands tell GitHub the place of each finding, with what it reserves escaped', async () => {
  put('a,b:50%.md', source)
  const { out, code } = await goap(folder, ['check', 'a,b:50%.md', '--format', 'github'])
  expect(code).toBe(3)
  const [warning, error] = out.trim().split('\n')
  expect(warning).toBe(
    '::warning file=a%2Cb%3A50%25.md,line=7,endLine=7,col=16,endColumn=23,title=documents/status-conflict::✅ says done, but "PENDING" says pending; the word counts.%0AMake both places say the same.',
  )
  expect(error).toMatch(/^::error file=.*,line=8,.*title=documents\/dangling-dependency::Task "A2" needs "A7"/) // prettier-ignore
  rmSync(join(folder, 'a,b:50%.md'))
})

test('a SARIF log has the rules with their help, and for each result the place and what tells it again', async () => {
  const { out } = await goap(folder, ['check', 'plan.md', '--format', 'sarif'])
  const log = JSON.parse(out) as {
    version: string
    runs: {
      columnKind: string
      tool: { driver: { rules: { id: string; help?: { markdown?: string } }[] } }
      results: { ruleId: string; ruleIndex: number; level: string; partialFingerprints: object }[]
    }[]
  }
  expect(log.version).toBe('2.1.0')
  const [run] = log.runs
  expect(run?.columnKind).toBe('utf16CodeUnits')
  const { rules } = run?.tool.driver ?? { rules: [] }
  for (const { help, id } of rules) expect(help?.markdown, id).toContain('**Says:**')
  expect(run?.results).toMatchObject([
    {
      ruleId: 'documents/status-conflict',
      level: 'warning',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'plan.md', uriBaseId: '%SRCROOT%' },
            region: { startLine: 7, startColumn: 16, endLine: 7, endColumn: 23 },
          },
        },
      ],
    },
    { ruleId: 'documents/dangling-dependency', level: 'error' },
  ])
  for (const { ruleId, ruleIndex } of run?.results ?? []) expect(rules[ruleIndex]?.id).toBe(ruleId)
})

test('a baseline lets only new findings fail, wherever the known ones have moved', async () => {
  expect((await goap(folder, ['check', 'plan.md', '--write-baseline', 'known.json'])).code).toBe(0)
  const first = got('known.json')
  expect(await goap(folder, ['check', 'plan.md', '--baseline', 'known.json'])).toMatchObject({ code: 0 }) // prettier-ignore
  put('plan.md', source.replace('# Plan', 'Some words.\n\n# Plan'))
  const moved = await goap(folder, ['check', 'plan.md', '--baseline', 'known.json'])
  expect(moved).toMatchObject({ code: 0 })
  expect(moved.out).toContain('2 known findings of the baseline not shown')
  put('plan.md', `${source}| A3 | Rest | Pending | A8 |\n`)
  const fresh = await goap(folder, ['check', 'plan.md', '--baseline', 'known.json'])
  expect(fresh.code).toBe(3)
  expect(fresh.out).toContain('"A8"')
  expect(fresh.out).not.toContain('"A7"')
  await goap(folder, ['check', 'plan.md', '--write-baseline', 'known.json'])
  put('plan.md', `${source.replace('✅ PENDING', '❌ FAILED')}| A3 | Rest | Pending | A8 |\n`)
  const ticked = await goap(folder, ['check', 'plan.md', '--baseline', 'known.json'])
  expect(ticked.code, 'what only shows another status is no new finding').toBe(0)
  await goap(folder, ['check', 'plan.md', '--write-baseline', 'known.json'])
  put('plan.md', source.replace('✅ PENDING', 'Pending'))
  expect((await goap(folder, ['check', 'plan.md', '--baseline', 'known.json'])).out).toContain(
    '1 entry of the baseline without a finding',
  )
  put('plan.md', source)
  await goap(folder, ['check', 'plan.md', '--write-baseline', 'known.json'])
  expect(got('known.json'), 'the same findings give the same file').toBe(first)
})

test('a baseline may be named in the configuration; a damaged or missing one is told', async () => {
  await goap(folder, ['check', 'plan.md', '--write-baseline', 'known.json'])
  put('goap.config.json', '{ "check": { "baseline": "known.json" } }')
  expect((await goap(folder, ['check', 'plan.md'])).code).toBe(0)
  put('known.json', '{ "schema": "goap/baseline@1", "findings": [{ "file": 3 }] }')
  const damaged = await goap(folder, ['check', 'plan.md'])
  expect(damaged.code).toBe(2)
  expect(damaged.err).toContain('findings.0.file')
  expect(damaged.err).toContain('workspace/bad-baseline')
  put('known.json', '{')
  expect((await goap(folder, ['check', 'plan.md'])).err).toContain('is no JSON')
  expect((await goap(folder, ['check', 'plan.md', '--baseline', 'no.json'])).err).toContain('cli/no-baseline') // prettier-ignore
})

test('severities are chosen in the configuration, and a wrong code there is told', async () => {
  put('goap.config.json', '{ "check": { "severities": { "dangling-dependency": "warning", "documents/status-conflict": "off" } } }') // prettier-ignore
  const { out, code } = await goap(folder, ['check', 'plan.md'])
  expect(code).toBe(0)
  expect(out).toContain('warning  documents/dangling-dependency')
  expect(out).not.toContain('status-conflict')
  put('goap.config.json', '{ "check": { "severities": { "cykle": "off" } } }')
  expect(await goap(folder, ['check', 'plan.md'])).toMatchObject({ code: 2 })
})

test('warnings fail only above a number, and may be left out of what is shown', async () => {
  put('plan.md', source.replace('A7', 'A1'))
  expect((await goap(folder, ['check', 'plan.md', '--max-warnings', '1'])).code).toBe(0)
  const quiet = await goap(folder, ['check', 'plan.md', '--max-warnings', '0', '--quiet'])
  expect(quiet.code).toBe(3)
  expect(quiet.out).not.toContain('status-conflict')
  expect((await goap(folder, ['check', 'plan.md', '--max-warnings', 'x'])).code).toBe(2)
  expect((await goap(folder, ['check', 'plan.md', '--format', 'xml'])).err).toContain('json, github') // prettier-ignore
})

test('of many findings of one kind the first are shown, and of several documents how many of each kind', async () => {
  const many = `# P\n\n## Tasks\n\n| ID | Task | Status |\n|---|---|---|\n${['A1', 'A2', 'A3', 'A4', 'A5'].map((id) => `| ${id} | Dig ${id} | ✅ PENDING |\n`).join('')}` // prettier-ignore
  put('many.md', many)
  put('other.md', many)
  const { out } = await goap(folder, ['check', 'many.md', 'other.md'])
  expect(out.match(/ {2}warning {2}documents\/status-conflict\n {2}/g)).toHaveLength(6)
  expect(out).toContain('and 2 more, on lines 10, 11')
  expect(out).toContain('  10  warning  documents/status-conflict')
  const all = await goap(folder, ['check', 'many.md', '--all'])
  expect(all.out.match(/ {2}warning {2}documents\/status-conflict\n {2}/g)).toHaveLength(5)
  rmSync(join(folder, 'many.md'))
  rmSync(join(folder, 'other.md'))
})

test('what a document lacks in several places is one finding at the first, in every format, and counts as often as it is there', async () => {
  const many = `# P\n\n${['One', 'Two', 'Three', 'Four', 'Five'].map((name, index) => gate(`Phase ${index + 1}: ${name}`)).join('')}` // prettier-ignore
  put('many.md', many)
  const { out } = await goap(folder, ['check', 'many.md'])
  expect(out.match(/documents\/gate-without-command/g)).toHaveLength(1)
  expect(out).toContain('many.md:7:5  warning')
  expect(out).toContain('5 gates have no command, so nothing can be measured')
  expect(out).toContain('  The others are on lines 15, 23, 31, 39.\n')
  expect(out).toContain('5 warnings in 1 of 1 document.')
  expect((await goap(folder, ['check', 'many.md', '--max-warnings', '4'])).code).toBe(3)
  expect((await goap(folder, ['check', 'many.md', '--max-warnings', '5'])).code).toBe(0)

  const json = JSON.parse((await goap(folder, ['check', 'many.md', '--json'])).out) as object
  const others = [15, 23, 31, 39].map((line) => ({ line, message: expect.stringContaining('has no command') as string })) // prettier-ignore
  expect(json).toMatchObject({ diagnostics: [{ line: 7, count: 5, related: others }] })
  const each = JSON.parse((await goap(folder, ['check', 'many.md', '--json', '--all'])).out) as { diagnostics: object[] } // prettier-ignore
  expect(each.diagnostics).toMatchObject([7, 15, 23, 31, 39].map((line) => ({ line, related: [] })))
  const github = (await goap(folder, ['check', 'many.md', '--format', 'github'])).out.trimEnd()
  expect(github.split('\n')).toHaveLength(1)
  expect(github).toContain('%0AThe others are on lines 15, 23, 31, 39.%0A')
  const log = JSON.parse((await goap(folder, ['check', 'many.md', '--format', 'sarif'])).out) as { runs: { results: { relatedLocations: object[] }[] }[] } // prettier-ignore
  expect(log.runs[0]?.results.map(({ relatedLocations }) => relatedLocations.length)).toEqual([4])

  await goap(folder, ['check', 'many.md', '--write-baseline', 'known.json'])
  put('many.md', many + gate('Phase 6: Six'))
  const fresh = await goap(folder, ['check', 'many.md', '--baseline', 'known.json'])
  expect(fresh.out).toMatch(/many\.md:47:5 .*\n {2}Gate ".*" has no command/)
  expect(fresh.out).toContain('5 known findings')
  put('many.md', many.replace('### Quality Gate', '### Quality Gate <!-- goap-ignore gate-without-command -->')) // prettier-ignore
  const four = await goap(folder, ['check', 'many.md'])
  expect(four.out).toContain('many.md:15:5  warning')
  expect(four.out).toContain('4 gates have no command')
  put('many.md', `# P\n\n${gate('Phase 1: One')}${gate('Phase 2: Two')}`)
  expect((await goap(folder, ['check', 'many.md'])).out).toContain('  The other is on line 15.\n')
  rmSync(join(folder, 'many.md'))
})

test('comments silence findings on a line or in a file, and those that silence nothing are told', async () => {
  put(
    'plan.md',
    `<!-- goap-ignore-file documents/status-conflict, dangling-dependency -->\n${source}`,
  )
  expect((await goap(folder, ['check', 'plan.md'])).out).toContain('Nothing to find fault with')
  put('plan.md', `<!-- goap-ignore-file cycle -->\n<!-- goap-ignore cicle -->\n\n\`\`\`\n<!-- goap-ignore cycle -->\n\`\`\`\n${source}`) // prettier-ignore
  const { out } = await goap(folder, ['check', 'plan.md'])
  expect(out).toContain('There is no documents/cycle here to be ignored.')
  expect(out).toContain('Did you mean "documents/cycle"?')
  expect(out.match(/unused-ignore/g)).toHaveLength(2)
})

test('what can be mended without a doubt is mended, and no other byte changes', async () => {
  const broken = source.replace('## Tasks', 'Total Tasks: 5 — for now  \r\n\n## Tasks')
  put('plan.md', broken)
  const shown = await goap(folder, ['check', 'plan.md', '--fix', '--dry-run'])
  expect(shown.out).toContain('2 places can be mended.')
  expect(got('plan.md')).toBe(broken)
  const mended = await goap(folder, ['check', 'plan.md', '--fix'])
  expect(mended.out).toContain('✅ → ⏳')
  expect(got('plan.md')).toBe(broken.replace('Tasks: 5', 'Tasks: 2').replace('✅', '⏳'))
  expect((await goap(folder, ['check', 'plan.md', '--fix'])).out).toContain('0 places were mended.')
})

test('characters that were saved in a wrong encoding are mended', async () => {
  const garbled = '# Plan ‚Üí done\n\n- [ ] Dig ‚Üí fill\n- [ ] Caf\u00e9\n'
  put('plan.md', garbled)
  expect((await goap(folder, ['check', 'plan.md', '--fix'])).code).toBe(0)
  expect(got('plan.md')).toBe('# Plan → done\n\n- [ ] Dig → fill\n- [ ] Café\n')
})

test('a code is explained, also by its short name, and a slip gets a hint', async () => {
  expect((await goap(folder, ['explain', 'CYCLE'])).out).toMatch(/^documents\/cycle\n\nSays:[\s\S]*What to do:/) // prettier-ignore
  expect((await goap(folder, ['explain'])).out.split('\n').length).toBeGreaterThan(60)
  const slip = await goap(folder, ['explain', 'documents/cycel'])
  expect(slip).toMatchObject({ code: 2 })
  expect(slip.err).toContain('Did you mean "documents/cycle"?')
  const line = JSON.parse((await goap(folder, ['explain', 'cycle', '--json'])).out) as object
  expect(line).toMatchObject({
    schema: 'goap/code@1',
    code: 'documents/cycle',
    says: expect.stringContaining('circle') as string,
  })
})

test('goal documents are checked as such, beside plans and from the standard input', async () => {
  const text =
    '# G\n\n## Goal\n\n- a = 1\n- tests_pas\n\n## Actions\n\n### x\n\n- Effects: a = 1, tests_pass\n'
  put('goal.md', text)
  const both = await goap(folder, ['check', 'goal.md', 'plan.md'])
  expect(both.code).toBe(3)
  expect(both.out).toContain('goal.md:6:3  error  documents/unknown-fact')
  expect(both.out).toContain('Did you mean "tests_pass"?')
  expect(both.out).toContain('in 2 of 2 documents')
  const json = await goap(folder, ['check', '-', '--json'], { input: text })
  expect(JSON.parse(json.out)).toMatchObject({
    file: 'stdin.md',
    diagnostics: [{ code: 'documents/unknown-fact', line: 6 }],
  })
  await goap(folder, ['check', 'goal.md', '--write-baseline', 'known.json'])
  const known = await goap(folder, ['check', 'goal.md', '--baseline', 'known.json'])
  expect(known).toMatchObject({ code: 0, out: expect.stringContaining('1 known finding') })
  put('goal.md', text.replace('- tests_pas\n', '- tests_pas <!-- goap-ignore unknown-fact -->\n'))
  expect(await goap(folder, ['check', 'goal.md'])).toMatchObject({ code: 0 })
  rmSync(join(folder, 'goal.md'))
})

test('a goal document is not taken for a plan, and named as what it is', async () => {
  put(
    'goal.md',
    '---\ngoap: goal\n---\n\n# G\n\n## Goal\n\n- [ ] a = 1\n\n## Actions\n\n- [ ] Do it\n',
  )
  const said = await goap(folder, ['status', 'goal.md'])
  expect(said.out).toBe('No plan was found.\n')
  expect(said.err).toContain('goal.md is a goal document and no plan: skipped')
  rmSync(join(folder, 'goal.md'))
})

test('goal documents are printed in their canonical form, and not written where sentences would be lost', async () => {
  const text =
    '# G\n\nWhat it is for.\n\n## Goal\n\n- a\n\n## Actions\n\n### x\n\n- Effects: a\n- Description: it does\n'
  put('goal.md', text)
  const printed =
    '---\ngoap: goal\n---\n\n# G\n\n## Goal\n\n- a = true\n\n## Actions\n\n### Action: x\n\n- Effects: a = true\n'
  expect(await goap(folder, ['fmt', 'goal.md'])).toMatchObject({ code: 0, out: printed })
  expect(await goap(folder, ['fmt', '--check', 'goal.md'])).toMatchObject({ code: 1 })
  const refused = await goap(folder, ['fmt', '--write', 'goal.md'])
  expect(refused.err).toContain('line 3 and 1 more lines would be lost ("What it is for.")')
  expect([refused.code, got('goal.md')]).toEqual([1, text])
  expect(await goap(folder, ['fmt', '--write', '--force', 'goal.md'])).toMatchObject({ code: 0 })
  expect(got('goal.md')).toBe(printed)
  expect(await goap(folder, ['fmt', '--check', 'goal.md'])).toMatchObject({ code: 0 })
  rmSync(join(folder, 'goal.md'))
})

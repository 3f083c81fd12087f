import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseXml, type XmlElement } from '../graph/xml.ts'
import { folderWith } from '../workspace/folder.ts'
import { attacks, hostileRun } from './hostile-run.ts'
import { goap } from './run.ts'

test('a report says what ran and how, what failed and why, what decided the length, and what nobody measured', async () => {
  const { folder } = await hostileRun()
  const { out, code } = await goap(folder, ['report'])
  expect(code).toBe(0)
  const sections = out.split(/\n\n(?=\w)/)
  expect(sections.map((text) => text.split('\n')[0]?.replace(/[:\d].*/, ''))).toEqual([
    'Run ',
    'What failed',
    'What decided the length',
    'Tasks',
    'Gates',
    'Skipped',
    'Only claimed, not measured',
  ])
  expect(sections[0]).toContain('1 done, 1 claimed, 1 failed, 2 skipped')
  expect(sections[1]).toMatch(/A2 Fail here .* {2}plans\/plan\.md:7\n {6}exit code 3\n {6}│/)
  expect(sections[3]).toMatch(
    /shell · \d\.\d s, estimated 2 h · allowed by --yes\n {6}\$ echo built/,
  )
  expect(sections[3]).toContain('exit code 3')
  expect(sections[5]).toContain('A3 Never comes to this  needs A2, which failed')
  expect(sections[6]).toContain('A4 Was done before')
  // oxlint-disable-next-line no-control-regex -- what a terminal obeys are control characters
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
  expect(out).toContain('the token is [redacted]')
})

test('the page is well-formed, has no script and asks for nothing from elsewhere', async () => {
  const { folder, read } = await hostileRun()
  expect(await goap(folder, ['report', '--html', '-o', 'r.html'])).toMatchObject({
    code: 0,
    out: '',
  })
  const page = read('r.html')
  const xml = page
    .replace(/^<!doctype html>\n/, '')
    .replace(/<style>[^]*?<\/style>/, '')
    .replace(/<meta([^>]*)>/g, '<meta$1/>')
    .replaceAll('<details open>', '<details open="">')
  const elements = all(parseXml(xml))
  const names = new Set(elements.map(({ name }) => name))
  for (const forbidden of ['script', 'img', 'link', 'iframe', 'b', 'form'])
    expect(names).not.toContain(forbidden)
  expect(page).not.toMatch(/\b(?:src|href)=/)
  const policy = elements.find(({ attributes }) => attributes['http-equiv'] !== undefined)
  expect(policy?.attributes['content']).toBe("default-src 'none'; style-src 'unsafe-inline'")
  const said = elements.map(({ text }) => text).join('\n')
  for (const attack of attacks) expect(said).toContain(attack)
  expect(elements.filter(({ attributes }) => attributes['class']?.startsWith('bar '))).toHaveLength(
    2,
  )
  expect(page).toContain('prefers-color-scheme: dark')
})

function all(element: XmlElement): readonly XmlElement[] {
  return [element, ...element.children.flatMap(all)]
}

test('Markdown of a report has no markup of a document, mentions nobody, and its code blocks end where they should', async () => {
  const { folder } = await hostileRun()
  const { out } = await goap(folder, ['report', '--md'])
  const outside = out.replace(/^( *)(`{3,})text\n[^]*?\n\1\2$/gm, '')
  expect(outside).not.toMatch(/(?<!\\)<(?!details>|\/details>|summary>|\/summary>|!-- -->)/)
  expect(outside).not.toContain('@somebody')
  expect(outside).not.toContain('alert(1)')
  expect(out).toContain('## What failed')
  expect(out).toContain('| ✗ | A2 Fail here')
})

test('a code block is fenced with more ticks than its text has', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'say.sh': "printf '%s\\n' '````' '# no heading'\n",
    'plan.md': '# Plan\n\n- [ ] A1: Say: `sh say.sh`\n',
  })
  await goap(folder, ['execute', 'plan.md', '--yes'])
  const { out } = await goap(folder, ['report', '--md'])
  expect(out).toContain('  `````text\n  ````\n  # no heading\n  `````\n')
})

test('a report has one format, and is not written over the document that was run', async () => {
  const { folder, read } = await hostileRun()
  const before = read('plans/plan.md')
  expect(await goap(folder, ['report', '--md', '--html'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('cli/bad-option'),
  })
  expect(await goap(folder, ['report', '-o', 'plans/../plans/plan.md'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('not written over'),
  })
  expect(read('plans/plan.md')).toBe(before)
  expect(await goap(folder, ['report', 'nothing'])).toMatchObject({ code: 2 })
  expect(await goap(folder, ['report', '-o', 'nowhere/r.txt'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('workspace/not-writable'),
  })
})

test('a report in a file has no colours, and one without a run says so', async () => {
  const { folder, read } = await hostileRun()
  const environment = { GOAP_HOME: join(folder, '.home'), FORCE_COLOR: '1' }
  expect((await goap(folder, ['report'], { environment })).out).toContain('\u001b[')
  await goap(folder, ['report', '-o', 'r.txt'], { environment })
  expect(read('r.txt')).not.toContain('\u001b[')
  const empty = folderWith({ 'goap.config.json': '{}' })
  expect(await goap(empty, ['report', '--json'])).toEqual({
    code: 0,
    out: '',
    err: 'There are no runs yet.\n',
  })
})

test('waivers, contingencies and what people decided stand in the report, with what the commands printed', async () => {
  const folder = folderWith({
    'goap.config.json': '{}',
    'plan.md': `# Plan: R

## Phase 1: Build

- [ ] **A1**: Build: \`test -e ready\`
- [ ] **A2**: Look at it

### Quality Gate

- [ ] \`test -e passed\` → exit code 0

## Phase 2: Ship

- [ ] **B1**: Ship: \`echo shipped\`

## Contingency

- If A1 fails: \`touch ready\`, then try again
`,
  })
  await goap(folder, ['execute', 'plan.md', '--yes'])
  await goap(folder, ['approve', 'A2', '--note', 'looks good'])
  await goap(folder, ['resume', '--yes'])
  await goap(folder, ['waive', 'Quality Gate', '--why', 'known'])
  await goap(folder, ['resume', '--yes'])
  for (const format of [[], ['--md'], ['--html']]) {
    const { out } = await goap(folder, ['report', ...format])
    expect(out).toContain('touch ready')
    expect(out).toContain('round 2')
    expect(out).toContain('looks good')
    expect(out).toMatch(/waived/)
    expect(out).toContain('known')
  }
  const [line = ''] = (await goap(folder, ['report', '--json'])).out.split('\n')
  const told = JSON.parse(line) as { readonly stretches: unknown[]; readonly outcome: string }
  expect(told).toMatchObject({ schema: 'goap/report@1', outcome: 'succeeded' })
  expect(told.stretches).toHaveLength(3)
})

test('of many that were skipped for one reason the first are named', async () => {
  const tasks = Array.from(
    { length: 40 },
    (_, index) => `- [ ] T${index}: Do ${index}: \`echo ${index}\`\n`,
  )
  const folder = folderWith({ 'goap.config.json': '{}' })
  writeFileSync(join(folder, 'plan.md'), `# Plan\n\n${tasks.join('')}`)
  await goap(folder, ['execute', 'plan.md', '--yes', '--only', 'T7'])
  const { out } = await goap(folder, ['report'])
  const skipped = out.slice(out.indexOf('\nSkipped\n'))
  expect(skipped.match(/not chosen/g)).toHaveLength(10)
  expect(skipped).toContain('… and 30 more')
})

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../workspace/folder.ts'
import { goap } from './run.ts'

const plan = `# Plan: P

## Tasks

- [ ] **T1**: Write the \`$(touch hacked)\` notes
  - Agent: Writer
- [ ] **T2**: Code it
  - Agent: coder
- [ ] **T3**: Review it
  - Agent: Code Reviewer
- [ ] **T4**: Say it: \`echo said\`
  - Agent: Code Reviewer
- [ ] **T5**: Rewrite
  - Agent: writter
- [ ] **T6**: Draw
  - Agent: prose
`

const agents = {
  'agents/writer.md':
    '---\nname: writer\ncapabilities: prose\ncommand: echo "$GOAP_TITLE" >> writer.txt\n---\n',
  'agents/coder.md': '---\nname: coder\nexecutor: acp\n---\n',
  '.claude/agents/reviewer.md':
    '---\nname: code-reviewer\ndescription: Reviews: all of it\ntools: Read, Grep\nmodel: opus\ncolor: red\n---\nReview.\n',
}

test('agents are listed with who performs their tasks, and names that nothing defines', async () => {
  const folder = folderWith({ 'plans/p.md': plan, ...agents })
  const { code, out, err } = await goap(folder, ['agents'])
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/coder +acp +– +1 +1 +a person +agents\/coder\.md/)
  expect(out).toMatch(/writer +shell +prose +2 +1 +goap +agents\/writer\.md/)
  expect(out).toMatch(
    /code-reviewer +– +– +2 +1 +shell or a person +\.claude\/agents\/reviewer\.md/,
  )
  expect(out).toContain('coder: goap has no executor acp yet: a person does its tasks')
  expect(out).toMatch(
    /defined nowhere\n {2}writter {2}1 in plans\/p\.md {2}Did you mean "writer"\?/,
  )
  const lines = (await goap(folder, ['agents', '--json'])).out.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    {
      name: 'coder',
      state: 'person',
      executor: 'acp',
      uses: [{ document: 'plans/p.md', tasks: 1 }],
    },
    { name: 'writer', state: 'ready', capabilities: ['prose'] },
    { name: 'code-reviewer', state: 'person', tools: ['Read', 'Grep'], model: 'opus' },
    { name: 'writter', state: 'undefined', near: 'writer', file: null },
  ])
})

test('a broken definition is told on the standard error, and the others are listed', async () => {
  const folder = folderWith({ ...agents, 'agents/bad.md': '---\nname: bad\nlimit: {}\n---\n' })
  const { code, out, err } = await goap(folder, ['agents'])
  expect(code).toBe(2)
  expect(err).toContain('agents/bad.md:3:1: there is no "limit".  agents/bad-definition')
  expect(err).toContain('Did you mean "limits"?')
  expect(out).toMatch(/bad .*a person \(broken\)/)
  expect(out).toContain('writer')
})

test('without definitions and plans that is said', async () => {
  const { code, out } = await goap(folderWith({ 'a.txt': '' }), ['agents'])
  expect(code).toBe(0)
  expect(out).toBe('No agent is defined: there is none in agents/ or .claude/agents/.\n')
})

test('check tells names that nothing defines, where anything is defined at all', async () => {
  const { out } = await goap(folderWith({ 'p.md': plan, ...agents }), ['check', 'p.md'])
  expect(out.match(/documents\/unknown-agent/g)).toHaveLength(1)
  expect(out).toContain('Did you mean "writer"?')
  const quiet = await goap(folderWith({ 'p.md': plan }), ['check', 'p.md'])
  expect(quiet.out).not.toContain('unknown-agent')
})

test('a run performs what agents can, and a person is asked for the rest with the reason', async () => {
  const folder = folderWith({ 'p.md': plan, ...agents, 'agents/bad.md': '---\nname: writter\nlimit: {}\n---\n' }) // prettier-ignore
  const { code, out, err } = await goap(folder, ['execute', 'p.md', '--yes'])
  expect(code).toBe(4)
  expect(err).toContain('agents/bad.md:3:1: there is no "limit". Did you mean "limits"?')
  expect(readFileSync(join(folder, 'writer.txt'), 'utf8')).toMatch(/touch hacked|Draw/)
  expect(existsSync(join(folder, 'hacked'))).toBe(false)
  expect(out).toContain('(for coder; goap has no executor acp yet)')
  expect(out).toContain('(for writter; its definition is broken: agents/bad.md:3:1: there is no "limit")') // prettier-ignore
  expect(out).toMatch(/✓ T4/)
  const text = readFileSync(join(folder, 'p.md'), 'utf8')
  expect([...text.matchAll(/\[x\] \*\*(T\d)/g)].map(([, id]) => id)).toEqual(['T1', 'T4', 'T6'])
})

test('what nothing defines is refused where the configuration says so, before anything runs', async () => {
  const folder = folderWith({ 'p.md': plan, ...agents, 'goap.config.json': '{"agents":{"unknown":"fail"}}' }) // prettier-ignore
  const { code, err } = await goap(folder, ['execute', 'p.md', '--yes'])
  expect(code).toBe(2)
  expect(err).toContain('p.md:13: agent "writter" of "Rewrite" is not defined.  workspace/unknown-agent') // prettier-ignore
  expect(err).toContain('Did you mean "writer"?')
  expect(existsSync(join(folder, 'writer.txt'))).toBe(false)
  writeFileSync(join(folder, 'p.md'), plan.replace('writter', 'writer'))
  expect((await goap(folder, ['execute', 'p.md', '--yes'])).code).toBe(4)
  const resumed = await goap(folder, ['resume', '--yes'])
  expect(resumed.code).toBe(4)
})

test('a default agent gets what nothing defines; it must be defined itself', async () => {
  const config = '{"agents":{"unknown":"default","default":"WRITER"}}'
  const folder = folderWith({ 'p.md': plan, ...agents, 'goap.config.json': config })
  const { out } = await goap(folder, ['execute', 'p.md', '--yes'])
  expect(out).toMatch(/✓ T5/)
  writeFileSync(join(folder, 'goap.config.json'), config.replace('WRITER', 'writr'))
  const { code, err } = await goap(folder, ['execute', 'p.md', '--yes', '--new'])
  expect(code).toBe(2)
  expect(err).toContain(`The configuration's default agent "writr" is not defined.`)
  expect((await goap(folder, ['cancel'])).code).toBe(0)
})

test('answers from a file settle what waits for a person, for execute and for resume', async () => {
  const folder = folderWith({ 'p.md': plan, ...agents, 'a.yaml': 'T2: done\n' })
  const first = await goap(folder, ['execute', 'p.md', '--yes', '--answers', 'a.yaml'])
  expect(first.code).toBe(4)
  expect(first.out).toMatch(/✓ T2/)
  writeFileSync(join(folder, 'b.json'), '{"Review it": "failed", "*": "done"}')
  const { code, out } = await goap(folder, ['resume', '--answers', 'b.json'])
  expect(code).toBe(1)
  expect(out).toContain('✗ T3 Review it: b.json says: failed')
  expect(out).toMatch(/✓ T5/)
})

test('wrong answers are refused before anything runs', async () => {
  const folder = folderWith({ 'p.md': plan, 'a.yaml': 'T1: done\nT22: done\n' })
  const { code, err } = await goap(folder, ['execute', 'p.md', '--answers', 'a.yaml'])
  expect(code).toBe(2)
  expect(err).toContain('a.yaml:2:1: no task is called "T22".  workspace/bad-answers')
  expect(err).toContain('Did you mean "T2"?')
  expect((await goap(folder, ['runs'])).out).not.toContain('p.md')
  const missing = await goap(folder, ['execute', 'p.md', '--answers', 'no.yaml'])
  expect(missing.err).toContain('workspace/not-readable')
})

test('a file of answers to begin with names what waits for a person, and answers nothing', async () => {
  const folder = folderWith({ 'p.md': plan, ...agents })
  const { code, out } = await goap(folder, ['answers', 'p.md'])
  expect(code).toBe(0)
  expect(out.match(/^"T\d": #/gm)).toEqual(['"T2": #', '"T3": #', '"T5": #'])
  writeFileSync(join(folder, 'a.yaml'), out)
  const executed = await goap(folder, ['execute', 'p.md', '--answers', 'a.yaml'])
  expect([executed.code, executed.err]).toEqual([4, ''])
  const done = await goap(folderWith({ 'd.md': '# D\n\n- [x] One\n' }), ['answers', 'd.md'])
  expect(done.out).toContain('No task waits for a person')
})

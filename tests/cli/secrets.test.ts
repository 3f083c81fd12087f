import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { functionAgent } from '../../src/agents/index.ts'
import { execute } from '../../src/engine/index.ts'
import { sqliteJournal } from '../../src/journal/index.ts'
import { plan, task } from '../engine/plans.ts'
import { goap } from './run.ts'

// A secret of each kind: by the name of a variable of this process, by its name in `.env`, by its look there, by its shape anywhere.
const inProcess = 'plum-horse-battery'
const inFile = 'correct.horse/staple'
const random = 'q8Zr71LmXw0Pb5TnYc3K'
const shaped = `ghp_${'b2'.repeat(18)}`
const local = 'only-for-this-machine'
const all = [inProcess, inFile, random, shaped, local]

const folder = mkdtempSync(join(tmpdir(), 'goap-secrets-'))
const variable = 'GOAP_TEST_PASSWORD'
beforeAll(() => void (process.env[variable] = inProcess))
afterAll(() => {
  delete process.env[variable]
  rmSync(folder, { recursive: true })
})

function put(name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
}

put('.env', `DB_PASSWORD="${inFile}"\nINSTANCE=${random}\nSTAGE=development\n`)
put('.env.local', `MY_SECRET=${local}\n`)
put('.env.example', 'OTHER_TOKEN=not-hidden-anywhere\n')
put('leak.txt', `${all.join('\n')}\n${all.join(' ')}\nSTAGE development\nnot-hidden-anywhere\n`)
put('agents/talker.md', '---\nname: talker\ncommand: cat leak.txt\n---\n')
put(
  'plan.md',
  `# Plan

## Phase 1: Talk

- [ ] **A1**: Say it: \`cat leak.txt\`
- [ ] **A2**: Say it and fail: \`cat leak.txt; exit 3\`
- [ ] **A3**: Let it be said
  - Agent: talker
- [ ] **A4**: By hand
- [ ] **A5**: Use it
  - Command: \`git push --force https://ann:${shaped}@example.com/x\`

### Quality Gate

- [ ] \`cat leak.txt\` → contains "nothing"

## Metrics

| Metric | Target | Current |
|---|---|---|
| \`cat leak.txt\` | ≥ 2 | - |
`,
)

/** Every file below the state's folder, with the journal and what belongs to it. */
function stored(): string {
  const state = join(folder, '.goap')
  return readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}

function expectNone(text: string, secrets: readonly string[] = all): void {
  for (const secret of secrets) expect(text.includes(secret), secret).toBe(false)
}

test('no secret is in the journal, the document, what is shown, or any report', async () => {
  const shown: string[] = []
  const call = async (...args: string[]): Promise<void> => {
    const { out, err } = await goap(folder, args)
    shown.push(out, err)
  }
  await call('execute', '--yes', '--continue', 'plan.md')
  await call('answer', 'A4', `{"choice": "failed", "note": "it is ${all.join(' and ')}"}`)
  await call('retry', 'A1', '--note', `with ${all.join(' ')}`)
  await call('resume', '--yes', '--json')
  await call('log')
  await call('log', '--json')
  await call('status')
  const runs = (await goap(folder, ['runs', '--json'])).out
  const { run } = JSON.parse(runs) as { run: string }
  await call('status', run, '--json')
  await call('cancel', run)
  expectNone(shown.join('\n'))
  expect(shown.join('\n')).toContain('[redacted]')
  expect(shown.join('\n')).toContain('STAGE development')
  expect(shown.join('\n')).toContain('not-hidden-anywhere')
  expectNone(readFileSync(join(folder, 'plan.md'), 'latin1').replace(`ann:${shaped}@`, ''))
  // What the document itself says is also in the frozen plan, once.
  const journal = stored()
  expect(journal).toContain('not-hidden-anywhere')
  expectNone(journal.replaceAll(`https://ann:${shaped}@example.com`, ''))
})

test('what an agent says, saves, asks and gives back has no secret in it either', async () => {
  const file = join(folder, 'library.db')
  const journal = sqliteJournal(file)
  const text = all.join(' ')
  const agents = [
    functionAgent('giver', async (_packet, { progress, save }) => {
      progress(`working with ${text}`)
      await save({ session: text })
      return { text, list: [text], password: 'short', [text]: 1, plain: 'kept as it is' }
    }),
    functionAgent('breaker', () => {
      throw new Error(`cannot log in with ${text}`)
    }),
    functionAgent('asker', async (_packet, { ask }) => {
      await ask({ id: 'q', text: `Is ${text} right?`, choices: [] })
    }),
  ]
  const tasks = agents.map(({ name }) => task(name, { agent: name, command: null }))
  const secrets = [inFile, random, local]
  await using run = execute(plan(tasks), { journal, agents, secrets, retry: { attempts: 1 } })
  const report = await run.report
  expect(report.waiting[0]?.text).toMatch(/^Is \[redacted\]/)
  await journal[Symbol.asyncDispose]()
  const names = readdirSync(folder).filter((name) => name.startsWith('library.db'))
  const bytes = names.map((name) => readFileSync(join(folder, name), 'latin1')).join('\n')
  expectNone(bytes + JSON.stringify(report))
  expect(bytes).toContain('"password":"[redacted]"')
  expect(bytes).toContain('kept as it is')
})

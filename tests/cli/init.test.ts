import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { check, read } from '../../src/documents/index.ts'
import { processIo } from '../../src/cli/io.ts'
import { program } from '../../src/cli/program.ts'
import { parseConfiguration, starterOf } from '../../src/workspace/index.ts'
import { callsIn, wrongWith } from '../house/command-names.ts'
import { folderWith, git } from '../workspace/folder.ts'
import { goap, type Said } from './run.ts'

function inFolder(folder: string, args: readonly string[], more = {}): Promise<Said> {
  const environment = { GOAP_HOME: join(folder, '.home'), HOME: '/nowhere', PATH: process.env['PATH'] } // prettier-ignore
  return goap(folder, args, { environment, ...more })
}

const text = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')

function repository(files: Readonly<Record<string, string>> = {}): string {
  const folder = folderWith(files)
  git(folder, 'init', '-q')
  return folder
}

test('in an empty repository goap init makes what goap needs, and its first plan succeeds', async () => {
  const folder = repository()
  const { code, out } = await inFolder(folder, ['init'])
  expect(code).toBe(0)
  expect(out).toContain('+ plans/first.md')
  expect(out).toContain('    git status --short\n')
  expect(text(folder, '.gitignore')).toBe('.goap/\n')
  expect(await inFolder(folder, ['check', 'plans'])).toMatchObject({ code: 0, out: expect.stringContaining('Nothing to find fault with') }) // prettier-ignore
  expect(await inFolder(folder, ['execute', 'plans/first.md'])).toMatchObject({ code: 0, out: expect.stringContaining('2 done; 1 of 1 gates passed') }) // prettier-ignore
  const canonical = (await inFolder(folder, ['fmt', 'plans/first.md'])).out
  expect(text(folder, 'plans/first.md').replace(/\nWhat goap does,.*\n/, '')).toBe(canonical)
})

test('a second call changes nothing, also when the plan has its ticks; what is missing is made again', async () => {
  const folder = repository()
  await inFolder(folder, ['init', '--claude'])
  await inFolder(folder, ['execute', 'plans/first.md'])
  const plan = text(folder, 'plans/first.md')
  expect(plan).toContain('[x]')
  const again = await inFolder(folder, ['init', '--claude'])
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('Nothing is left to do.') })
  expect(again.out).not.toMatch(/^ {2}[+!]/m)
  expect(text(folder, 'plans/first.md')).toBe(plan)
  rmSync(join(folder, 'agents/tester.md'))
  expect((await inFolder(folder, ['init'])).out).toContain('Made agents/tester.md.')
})

test('what is there stays, and it is shown what goap would have written', async () => {
  const own = { 'goap.config.json': '{ "concurrency": 2 }\n', 'plans/first.md': '# Mine\n', '.gitignore': 'dist' } // prettier-ignore
  const folder = repository(own)
  const { code, out } = await inFolder(folder, ['init', '--yes'])
  expect(code).toBe(0)
  expect(out).toContain(
    '! goap.config.json: another one is there and stays; goap would have written',
  )
  expect(out).toContain('      # First plan')
  expect(text(folder, 'goap.config.json')).toBe(own['goap.config.json'])
  expect(text(folder, 'plans/first.md')).toBe('# Mine\n')
  expect(text(folder, '.gitignore')).toBe('dist\n.goap/\n')
  expect(out).not.toContain('What it allows counts')
  expect(existsSync(join(folder, '.home'))).toBe(false)
  const yaml = repository({ 'goap.config.yaml': 'concurrency: 2\n' })
  await inFolder(yaml, ['init'])
  expect(existsSync(join(yaml, 'goap.config.json'))).toBe(false)
})

const projects: readonly (readonly [kind: string, files: Record<string, string>, commands: readonly string[]])[] = [
  ['a Node project (npm)', { 'package.json': '{ "scripts": { "test": "vitest", "lint": "x", "build": "y", "start": "z" } }' }, ['npm run lint', 'npm run build', 'npm test']],
  ['a Node project (pnpm)', { 'package.json': '{ "scripts": { "test": "vitest" } }', 'pnpm-lock.yaml': '' }, ['pnpm test']],
  ['a Node project (npm)', { 'package.json': '{ "scripts": { "test": "echo \\"Error: no test specified\\" && exit 1" } }' }, []],
  ['a Node project (npm)', { 'package.json': 'no JSON' }, []],
  ['a Rust project (cargo)', { 'Cargo.toml': '' }, ['cargo build', 'cargo test']],
  ['a Go project', { 'go.mod': '' }, ['go vet ./...', 'go build ./...', 'go test ./...']],
  ['a Python project', { 'pyproject.toml': '[tool.pytest.ini_options]\n' }, ['python3 -m pytest']],
  ['a Python project', { 'pyproject.toml': 'dependencies = ["pytest"]\n', 'uv.lock': '' }, ['uv run pytest']],
  ['a Python project', { 'requirements.txt': 'flask\n' }, []],
  ['a project with a makefile', { Makefile: 'CC := gcc\ntest: all\n\techo\nlint :\n\techo\n' }, ['make lint', 'make test']],
] // prettier-ignore

test.each(projects)(
  'of %s with %o the plan has its own commands',
  async (kind, files, commands) => {
    const folder = folderWith(files)
    const { project, allows, files: all } = starterOf(folder)
    expect(project.kind).toBe(kind)
    const plan = all.find(({ name }) => name === 'plans/first.md')?.text ?? ''
    const document = read(plan, 'plans/first.md')
    const measured = document.plan.gates.flatMap(({ criteria }) =>
      criteria.flatMap(({ check }) => (check?.kind === 'command' ? check.command : [])),
    )
    const tasks = document.plan.tasks.map(({ command }) => command)
    expect(check(document)).toEqual([])
    expect(tasks).not.toContain(null)
    expect(new Set([...tasks, ...measured])).toEqual(new Set(allows))
    expect(allows.filter((one) => !one.startsWith('ls '))).toEqual(commands)
    const { text: configuration = '' } = all.find(({ name }) => name === 'goap.config.json') ?? {}
    expect((await parseConfiguration(configuration, 'x')).permissions.allow).toEqual(allows)
  },
)

test('a Node project runs its real scripts', async () => {
  const scripts = { test: "node -e \"console.log('tested')\"", build: "node -e \"require('fs').writeFileSync('built','')\"" } // prettier-ignore
  const folder = repository({ 'package.json': JSON.stringify({ scripts }) })
  await inFolder(folder, ['init'])
  const done = await inFolder(folder, ['execute', 'plans/first.md'])
  expect(done).toMatchObject({ code: 0, out: expect.stringContaining('✓ `npm test`') })
  expect(existsSync(join(folder, 'built'))).toBe(true)
})

test('what Claude Code is taught names only calls that exist, and agents are known to goap', async () => {
  const folder = repository()
  const { files } = starterOf(folder, { claude: true })
  const root = program(processIo(), () => {})
  const pages = files.filter(({ name }) => name.startsWith('.claude/'))
  expect(pages.map(({ name }) => name)).toEqual(['.claude/commands/goap.md', '.claude/skills/goap/SKILL.md']) // prettier-ignore
  const calls = pages.flatMap(({ name, text }) => callsIn(name, text))
  expect(calls.flatMap((call) => wrongWith(call, root) ?? [])).toEqual([])
  expect(new Set(calls.map(({ words }) => words[0]))).toEqual(
    new Set(['check', 'explain', 'next', 'why', 'execute', 'resume', 'status', 'log', 'help']),
  )
  await inFolder(folder, ['init', '--claude'])
  expect((await inFolder(folder, ['doctor'])).out).toContain('3 defined: implementer, reviewer, tester') // prettier-ignore
})

test('at a terminal it asks first, and makes nothing without a yes', async () => {
  const folder = repository()
  const answered = (answer: string): Promise<Said> => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true })
    let out = ''
    const stdout = Object.assign(new PassThrough(), { isTTY: true })
    stdout.on('data', (part: Buffer) => (out += part.toString()))
    stdin.write(answer)
    return inFolder(folder, ['init'], { stdin, stdout }).then((said) => ({ ...said, out }))
  }
  expect((await answered('n\n')).out).toContain('Nothing was made.')
  expect(existsSync(join(folder, 'plans'))).toBe(false)
  expect((await answered('\n')).out).not.toContain('Nothing was made.')
  expect(existsSync(join(folder, 'plans/first.md'))).toBe(true)
})

test('workspace/unfit-folder: a home folder is no project, unless one insists', async () => {
  const folder = folderWith({})
  const home = { environment: { GOAP_HOME: join(folder, '.home'), HOME: folder, PATH: process.env['PATH'] } } // prettier-ignore
  expect(await inFolder(folder, ['init'], home)).toMatchObject({ code: 2, err: expect.stringContaining('workspace/unfit-folder') }) // prettier-ignore
  expect(existsSync(join(folder, 'plans'))).toBe(false)
  expect(await inFolder(folder, ['init', '--force'], home)).toMatchObject({ code: 0 })
})

test('in a folder of a repository the whole repository is prepared, with --force just the folder', async () => {
  const folder = repository({ 'sub/x.txt': '' })
  const inside = join(folder, 'sub')
  expect((await inFolder(inside, ['init'])).out).toContain('goap execute ../plans/first.md')
  expect(existsSync(join(folder, 'goap.config.json'))).toBe(true)
  await inFolder(inside, ['init', '--force'])
  expect(existsSync(join(inside, 'goap.config.json'))).toBe(true)
})

test('a folder that cannot be written is told', async () => {
  const folder = repository()
  writeFileSync(join(folder, 'agents'), 'a file')
  expect(await inFolder(folder, ['init'])).toMatchObject({ code: 2, err: expect.stringContaining('workspace/not-writable') }) // prettier-ignore
})

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { folderWith } from '../workspace/folder.ts'
import { bundled } from './bundled.ts'

const plan = '# Plan: P\n\n## Phase 1: Make — it\n\n- [ ] A1: Say it: `echo one`\n- [ ] A2: Wait\n  - Depends on: A9\n' // prettier-ignore
const fence = '# Plan: F\n\n- [ ] A1: Say it\n\n```goap\ntasks:\n  A1: { repeat: idempotent, resources: [r] }\n```\n' // prettier-ignore
const goal = '---\ngoap: goal\n---\n\n# G\n\n## Goal\n\n- done\n\n## Actions\n\n### Action: Do it\n\n- Effects: done\n- Prompt: Do it.\n' // prettier-ignore
const agent = '---\nname: a\nexecutor: shell\ncommand: echo a\n---\n'
const hook = `import { registerHooks } from 'node:module'
const seen = new Set()
registerHooks({ load: (url, context, next) => (seen.add(url), next(url, context)) })
process.on('exit', () => process.stderr.write([...seen].join('\\n')))`

/** The modules that a call loads. */
function loadedBy(folder: string, ...words: string[]): readonly string[] {
  return loadedFrom('.', folder, ...words)
}

function loadedFrom(root: string, folder: string, ...words: string[]): readonly string[] {
  const file = join(folderWith({ 'hook.mjs': hook }), 'hook.mjs')
  const call = ['--import', pathToFileURL(file).href, resolve(root, 'bin/goap.js'), ...words]
  const { stderr } = spawnSync(process.execPath, call, { cwd: folder, encoding: 'utf8' })
  return stderr.split('\n')
}

function packageOf(name: string): { readonly version: string } {
  return JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'))
}

test('a check loads nothing that only runs, drawings, configurations and agents need', () => {
  const loaded = loadedBy(folderWith({ 'plan.md': plan }), 'check', 'plan.md')
  const packages = loaded.flatMap(
    (url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [],
  )
  const own = new Set(packages.filter((name) => !name.startsWith('@bruits/')))
  expect(own).toEqual(new Set(['commander', 'ignore', 'satteri']))
  const rooms = new Set(loaded.flatMap((url) => /\/src\/(\w+)\//.exec(url)?.[1] ?? []))
  expect([...rooms]).toEqual(expect.arrayContaining(['cli', 'documents', 'workspace']))
  for (const room of ['engine', 'journal', 'sqlite', 'gates']) expect(rooms).not.toContain(room)
  expect(loaded).not.toContain('node:crypto')
})

test('planning a goal document and printing its plan needs neither yaml nor zod nor graphology', () => {
  const folder = folderWith({ 'goal.md': goal })
  const loaded = loadedBy(folder, 'plan', 'goal.md', '--no-observe')
  expect(loaded).toContainEqual(expect.stringContaining('/planner/'))
  expect(loaded.filter((url) => /\/(?:yaml|zod|graphology)\//.test(url))).toEqual([])
})

test('a plan whose gate has criteria that only its fence says is proven without yaml and zod too', () => {
  const loaded = loadedBy('.', 'plan', 'goals/release.md', '--no-observe')
  expect(loaded).toContainEqual(expect.stringContaining('/documents/print/carried.ts'))
  expect(loaded.filter((url) => /\/(?:yaml|zod|graphology)\//.test(url))).toEqual([])
})

test('a run without scripts loads nothing that runs scripts, and a check in a project nothing of the sandbox', () => {
  const folder = folderWith({
    'plan.md': '# Plan: P\n\n- [ ] A1: Say it: `echo one`\n',
    'goap.config.json': '{}',
    'agents/a.md': agent,
  })
  const run = loadedBy(folder, 'execute', 'plan.md', '--allow', 'echo *')
  expect(run).toContainEqual(expect.stringContaining('/engine/perform.ts'))
  const scripts =
    /\/src\/sandbox\/(?:metered(?!\/open\.ts)|quickjs|process|v8|apart|guest|typescript)\/|\/src\/wasm\/|quickjs|isolated-vm/
  expect(run.filter((url) => scripts.test(url))).toEqual([])
  const check = loadedBy(folder, 'check', 'plan.md')
  expect(check.filter((url) => url.includes('/src/sandbox/'))).toEqual([])
})

test('the version is told before commands and their grammar are loaded', () => {
  const loaded = loadedBy('.', '--version')
  expect(loaded.length).toBeLessThan(25)
  expect(loaded.filter((url) => /commander|\/documents\/|child_process/.test(url))).toEqual([])
})

test('a check in a project loads what the package carries, not the packages themselves', () => {
  const folder = folderWith({
    'plan.md': plan,
    'goap.config.json': '{ "check": {} }',
    'agents/a.md': agent,
    'usual/plan.md': plan,
    'usual/goap.config.json': '{ "concurrency": 8 }',
    'usual/agents/a.md': '---\nname: a\ndescription: Does what is to be done.\n---\n',
  })
  const root = bundled(join(folder, 'package'))
  const loaded = loadedFrom(root, folder, 'check', 'plan.md')
  const carried = loaded.flatMap((url) => /\/dist\/(base\/\w+\.js)/.exec(url)?.[1] ?? [])
  expect(new Set(carried)).toEqual(new Set(['base/yaml.js', 'base/zod.js']))
  expect(loaded.filter((url) => /node_modules\/(?:yaml|zod|satteri\/dist)\//.test(url))).toEqual([])
  const usual = loadedFrom(root, join(folder, 'usual'), 'check', 'plan.md')
  expect(usual.filter((url) => /\/dist\/base\//.test(url))).toEqual([])
  expect(usual.filter((url) => url.startsWith('file:')).length).toBeLessThan(30)
})

test('planning loads nothing of Node that starts processes, talks to others or keeps times', () => {
  const folder = folderWith({ 'goal.md': goal })
  const root = bundled(join(folder, 'package'))
  const hook = folderWith({ 'hook.mjs': "process.on('exit', () => process.getBuiltinModule('node:fs').writeSync(2, process.moduleLoadList.join('\\n')))" }) // prettier-ignore
  const words = ['--import', pathToFileURL(join(hook, 'hook.mjs')).href, join(root, 'bin/goap.js'), 'plan', 'goal.md', '--no-observe'] // prettier-ignore
  const { stderr, status } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' })
  expect(status).toBe(0)
  const all = stderr.split('\n').flatMap((line) => /^NativeModule (.*)$/.exec(line)?.[1] ?? [])
  expect(all).toContain('fs')
  for (const name of [
    'child_process',
    'perf_hooks',
    'crypto',
    'internal/fs/promises',
    'net',
    'tty',
    'timers/promises',
  ])
    expect(all).not.toContain(name)
})

test('where the part of the parser for this platform is not the usual one, its own loader finds it', () => {
  const folder = folderWith({ 'plan.md': plan })
  const root = bundled(join(folder, 'package'))
  const chunks = join(root, 'dist/chunks')
  const files = readdirSync(chunks).map((name) => join(chunks, name))
  const [file = ''] = files.filter((name) => readFileSync(name, 'utf8').includes('@bruits/'))
  const { version } = packageOf('satteri')
  writeFileSync(file, readFileSync(file, 'utf8').replace(`=== "${version}"`, '=== "0.0.0"'))
  const loaded = loadedFrom(root, folder, 'check', 'plan.md')
  expect(loaded).toContainEqual(expect.stringMatching(/\/satteri\/index\.js$/))
  expect(loadedFrom(bundled(join(folder, 'other')), folder, 'check', 'plan.md').join()).not.toContain('/satteri/') // prettier-ignore
})

test('the bundled package finds little: it carries what commands need of packages, and imports no module of Node', () => {
  const folder = folderWith({ 'goal.md': goal })
  const root = bundled(join(folder, 'package'))
  const loaded = loadedFrom(root, folder, 'plan', 'goal.md', '--no-observe')
  expect(loaded.filter((url) => /\/node_modules\/(?!@bruits\/)/.test(url))).toEqual([])
  expect(loaded.filter((url) => url.startsWith('file:')).length).toBeLessThan(11)
  const own = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
  const scripts = own.filter((file) => file.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(50)
  for (const file of scripts) {
    const code = readFileSync(join(root, 'dist', file), 'utf8')
    expect(code, file).not.toMatch(/^import .* from "node:/m)
    expect(code, file).not.toMatch(/[^\0-\x7f]/)
  }
  // What plans and checks call is compiled with its file, and nothing else is.
  const code = scripts.map((file) => readFileSync(join(root, 'dist', file), 'utf8')).join('\n')
  for (const called of ['readGoal', 'groundTask', 'check', 'findTitleTokens'])
    expect(code).toMatch(new RegExp(`^var ${called} = \\(function\\(`, 'm'))
  expect(code).toMatch(
    /class Command extends EventEmitter \{ static \{ Object\.assign\(this\.prototype/,
  )
  for (const other of ['readPddl', 'explainNoPlan', 'importPlan'])
    expect(code).toMatch(new RegExp(`^function ${other}\\(`, 'm'))
})

test('one command takes what another has left in the compile cache', () => {
  const folder = folderWith({ 'plan.md': plan, 'goal.md': goal })
  const root = bundled(join(folder, 'package'))
  const told = (...words: string[]): string => {
    // Without a compile cache vitest measures coverage.
    const environment = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache'), NODE_DEBUG_NATIVE: 'COMPILE_CACHE', NODE_DISABLE_COMPILE_CACHE: undefined } // prettier-ignore
    const call = [resolve(root, 'bin/goap.js'), ...words]
    const { stdout, stderr } = spawnSync(process.execPath, call, { cwd: folder, encoding: 'utf8', env: environment }) // prettier-ignore
    return stdout + stderr
  }
  const commands = [['check', 'plan.md'], ['plan', 'goal.md', '--no-observe'], ['execute', 'plan.md', '--dry-run'], ['next', 'plan.md']] // prettier-ignore
  for (const words of commands) told(...words)
  for (const words of commands) {
    const all = told(...words)
    expect(all).toContain('documents-')
    expect(all).toContain('was accepted')
    expect(all, words.join(' ')).not.toContain('was rejected')
  }
})

// Some thirty processes, one after the other.
test('the bundled package does what the sources do', { timeout: 120_000 }, () => {
  const folder = folderWith({
    'plan.md': plan,
    'fence.md': fence,
    'project/plan.md': plan,
    'project/goap.config.json': '{ "permissions": { "allow": ["echo *"] } }',
    'project/agents/a.md': agent,
    'project/agents/b.md': '---\nname: b\nlimits: { concurrency: none }\n---\n',
    'wrong/plan.md': plan,
    'wrong/goap.config.json': '{ "permissions": { "allow": "echo" } }',
  })
  const root = bundled(join(folder, 'package'))
  for (const [where, ...words] of [
    ['.', '--version'],
    ['.', 'check', 'plan.md'],
    ['.', 'check', 'fence.md'],
    ['.', 'fmt', 'fence.md'],
    ['.', 'graph', 'plan.md', '--format', 'svg'],
    ['.', 'help', 'permissions'],
    ['.', 'explain', 'cycle'],
    ['.', 'execute', 'plan.md', '--dry-run', '--despite-errors'],
    ['.', 'doctor'],
    ['project', 'check', 'plan.md'],
    ['project', 'agents'],
    ['project', 'doctor'],
    ['wrong', 'execute', 'plan.md', '--dry-run'],
  ] as const) {
    const [built, source] = [root, resolve('.')].map((from) => {
      const call = [join(from, 'bin/goap.js'), ...words]
      const { stdout, stderr, status } = spawnSync(process.execPath, call, { cwd: join(folder, where), encoding: 'utf8' }) // prettier-ignore
      return { said: stdout + stderr, status }
    })
    expect(built?.said, words.join(' ')).not.toBe('')
    expect(built, words.join(' ')).toEqual(source)
  }
  const script = `import { read } from 'goap-engine'\nimport { graph } from 'goap-engine/graph'\nconsole.log(graph([read(${JSON.stringify(plan)}, 'p.md').plan]).nodes.length)` // prettier-ignore
  const user = join(folder, 'user')
  mkdirSync(join(user, 'node_modules'), { recursive: true })
  symlinkSync(root, join(user, 'node_modules/goap-engine'))
  writeFileSync(join(user, 'use.mjs'), script)
  expect(execFileSync(process.execPath, ['use.mjs'], { cwd: user, encoding: 'utf8' })).toMatch(/^\d+\n$/) // prettier-ignore
})

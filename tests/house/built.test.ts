import { spawnSync } from 'node:child_process'
import {
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../workspace/folder.ts'

/** A clone as `npm ci` leaves it. */
function clone(): string {
  const root = join(folderWith({}), 'clone')
  for (const part of ['bin', 'src', 'docs', 'package.json', 'rolldown.config.ts', 'tsconfig.json'])
    cpSync(part, join(root, part), { recursive: true })
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
  expect(run(root, 'bin/build.js', '--prepare')).toEqual({ said: '', status: 0 })
  return root
}

function run(root: string, ...words: readonly string[]): { said: string; status: number | null } {
  const env = { ...process.env, GOAP_SOURCES: '' }
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8', env }) // prettier-ignore
  return { said: stdout + stderr, status }
}

/** From which folder a call starts. */
function runs(root: string): string | undefined {
  const code = `import { registerHooks } from 'node:module'\nregisterHooks({ load: (url, context, next) => (console.log(url), next(url, context)) })` // prettier-ignore
  const { said, status } = run(root, '--import', `data:text/javascript,${encodeURIComponent(code)}`, 'bin/goap.js', '--version') // prettier-ignore
  expect(status).toBe(0)
  return /\/(src|dist)\/cli\/main\.[jt]s/.exec(said)?.[1]
}

/** Changes a file as unnoticeably as can be: as long as before, and with the same date. */
function edit(file: string): void {
  const { atime, mtime } = statSync(file)
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[a-z]/, 'x'))
  utimesSync(file, atime, mtime)
}

test('a clone starts from the bundle of its sources, and any edit counts at once', () => {
  const root = clone()
  expect(runs(root)).toBe('dist')
  edit(join(root, 'src/model/goal.ts'))
  expect(runs(root)).toBe('src')
  expect(run(root, 'bin/build.js', '--prepare')).toEqual({ said: '', status: 0 })
  expect(runs(root)).toBe('dist')
  rmSync(join(root, 'src/planner/outcome.ts'))
  expect(runs(root)).toBe('src')
})

test('a build leaves alone what it finds as it has to be, and takes away what nothing has made', () => {
  const root = clone()
  const files = (): readonly string[] =>
    readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .toSorted()
  const state = (): readonly unknown[] =>
    files().map((file) => [file, statSync(join(root, 'dist', file)).ctimeMs])
  const before = state()
  expect(before.length).toBeGreaterThan(50)
  for (const file of ['chunks/old.js', 'base/index.d.ts', 'base/gone.d.ts'])
    writeFileSync(join(root, 'dist', file), '')
  expect(run(root, 'bin/build.js')).toEqual({ said: '', status: 0 })
  expect(state()).toEqual(before)
  const declared = readdirSync(join(root, 'dist/base')).filter((file) => file.endsWith('.d.ts'))
  expect(declared).toEqual(['index.d.ts'])
  writeFileSync(join(root, 'src/cli/version.ts'), `export const more = 1\n${readFileSync(join(root, 'src/cli/version.ts'), 'utf8')}`) // prettier-ignore
  expect(run(root, 'bin/build.js')).toEqual({ said: '', status: 0 })
  expect(runs(root)).toBe('dist')
  expect(readdirSync(root).filter((name) => name.startsWith('.dist'))).toEqual([])
})

test('a bundle that is not whole is not taken', () => {
  const root = clone()
  const proof = join(root, 'dist/built-from.json')
  const whole = readFileSync(proof)
  writeFileSync(proof, whole.subarray(0, 2000))
  expect(runs(root)).toBe('src')
  writeFileSync(proof, whole)
  expect(runs(root)).toBe('dist')
  rmSync(join(root, 'dist/base/yaml.js'))
  expect(runs(root)).toBe('src')
})

test('a clone of which nothing can be bundled is installed all the same, and says so', () => {
  const root = clone()
  writeFileSync(join(root, 'src/engine/hash.ts'), 'export const broken = (')
  const { said, status } = run(root, 'bin/build.js', '--prepare')
  expect(said).toContain('goap will start from its sources')
  expect(status).toBe(0)
  expect(runs(root)).toBe('src')
  expect(run(root, 'bin/build.js').status).toBe(1)
})

import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Json } from '../../src/base/index.ts'
import { fileView, type FileViewOptions } from '../../src/workspace/index.ts'
import { pathPattern } from '../../src/workspace/path-patterns.ts'

function folder(all: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(tmpdir(), 'goap-view-'))
  afterAll(() => rmSync(made, { recursive: true }))
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(made, name)), { recursive: true })
    writeFileSync(join(made, name), text)
  }
  return made
}

const outside = folder({ 'secret.txt': 'outside' })
const root = folder({
  'README.md': 'read me',
  'src/a.ts': 'a',
  'src/deep/b.ts': 'b',
  'docs/c.md': 'c',
  '.env': 'KEY=1',
  '.env.example': 'KEY=',
  'src/.env.local': 'KEY=2',
  'keys/server.pem': 'pem',
  'config/secrets.yaml': 'a: b',
  '.git/config': 'token',
  '.goap/state.json': '{}',
  'node_modules/x/index.js': 'x',
  'large.txt': 'x'.repeat(2000),
})
symlinkSync(join(outside, 'secret.txt'), join(root, 'src/out.ts'))
symlinkSync('../../../etc/passwd', join(root, 'src/up.ts'))
symlinkSync(outside, join(root, 'src/folder'))
symlinkSync('a.ts', join(root, 'src/in.ts'))
symlinkSync('../.env', join(root, 'src/env.ts'))
symlinkSync('../docs/c.md', join(root, 'src/c.ts'))
symlinkSync('loop.ts', join(root, 'src/loop.ts'))

function files(options: FileViewOptions = {}) {
  const tools = fileView(root, options)
  const use = (name: string) => (argument: string): Json | undefined => {
    const { signal } = new AbortController()
    const answer = tools.find((tool) => tool.name === `files.${name}`)?.call(argument, { signal })
    if (answer instanceof Promise) throw new Error('files answer at once')
    return answer
  } // prettier-ignore
  return { read: use('read'), list: use('list') }
}

test('files are read by their paths from the workspace', () => {
  expect(files().read('src/deep/b.ts')).toBe('b')
  expect(files().read('./README.md')).toBe('read me')
  expect(files().read('src/in.ts')).toBe('a')
  expect(files().read('.env.example')).toBe('KEY=')
})

test.each([
  '../outside.txt', '/etc/passwd', 'src/../README.md', 'src//a.ts', 'src/', String.raw`src\a.ts`, 'C:/a.ts', 'a\0b',
  'src/out.ts', 'src/up.ts', 'src/folder/secret.txt', 'src/env.ts', 'src/loop.ts',
  '.env', 'src/.env.local', 'keys/server.pem', 'config/secrets.yaml', '.git/config', '.GIT/config', '.goap/state.json',
  'node_modules/x/index.js',
])('%j is not to be read, and nothing tells whether it is there', (path) => {
  expect(() => files().read(path)).toThrow(`"${path}" is not among the files that this script may read`) // prettier-ignore
}) // prettier-ignore

test.each(['src/none.ts', 'src', 'none/a.ts'])('"%s" is no file', (path) => {
  expect(() => files().read(path)).toThrow(`there is no file "${path}"`)
})

test('only what the patterns allow is read and listed, also behind links', () => {
  const src = files({ patterns: ['src/**/*.ts', 'docs/'] })
  expect(src.read('src/a.ts')).toBe('a')
  expect(src.read('src/c.ts')).toBe('c')
  expect(() => src.read('README.md')).toThrow('not among the files')
  expect(() => files({ patterns: ['src/**'] }).read('src/c.ts')).toThrow('not among the files')
  expect(src.list('**')).toEqual(['docs/c.md', 'src/a.ts', 'src/deep/b.ts'])
  expect(src.list('src/*')).toEqual(['src/a.ts'])
  expect(src.list('*.md')).toEqual([])
})

test('a list has all that may be seen, sorted, without links and secrets', () => {
  expect(files().list('**')).toEqual(['.env.example', 'README.md', 'docs/c.md', 'large.txt', 'src/a.ts', 'src/deep/b.ts']) // prettier-ignore
})

test('a file that is too large, and a list that is too long, are refused', () => {
  expect(() => files({ maximumBytes: 1000 }).read('large.txt')).toThrow('"large.txt" has 2000 bytes, more than the 1000 that a script may read') // prettier-ignore
  expect(() => files({ maximumPaths: 2 }).list('**')).toThrow('more than 2 files match; name fewer')
})

test('what is no regular file is none', () => {
  mkdirSync(join(root, 'odd'), { recursive: true })
  writeFileSync(join(root, 'odd/one.txt'), '1')
  linkSync(join(root, 'odd/one.txt'), join(root, 'odd/two.txt'))
  expect(files({ patterns: ['odd/**'] }).read('odd/two.txt')).toBe('1')
  expect(() => files({ patterns: ['odd/**', 'odd'] }).read('odd')).toThrow('there is no file')
})

test.each([
  ['**', 'a/b', true],
  ['src/**', 'src/a', true],
  ['src/**', 'src', true],
  ['src/**', 'srcs/a', false],
  ['src/*.ts', 'src/a.ts', true],
  ['src/*.ts', 'src/b/a.ts', false],
  ['**/a.ts', 'a.ts', true],
  ['**/a?.ts', 'x/y/ab.ts', true],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['docs/', 'docs/x/y', true],
  ['./docs/*', 'docs/x', true],
  ['a', 'b', false],
])('the pattern %s and the path %s: %s', (pattern, path, holds) => {
  expect(pathPattern(pattern).matches(path)).toBe(holds)
})

test('a folder above a path that matches may always match below', () => {
  const step = fc.constantFrom('a', 'b', 'ab', '.x')
  const part = fc.constantFrom('a', '*', '**', '?', 'a*', '.x')
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.array(step, { minLength: 1, maxLength: 6 }), (pattern, path) => {
      const one = pathPattern(pattern.join('/'))
      fc.pre(one.matches(path.join('/')))
      for (let depth = 1; depth < path.length; depth++)
        expect(one.mayMatchBelow(path.slice(0, depth).join('/'))).toBe(true)
    }),
  ) // prettier-ignore
})

test('no pattern takes long', () => {
  const path = 'a/'.repeat(2000) + 'b'
  expect(pathPattern(`${'**/*a*/'.repeat(40)}c`).matches(path)).toBe(false)
})

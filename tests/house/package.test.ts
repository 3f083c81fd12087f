import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lockedPackages, packageJson } from './package-file.ts'

const manifest = packageJson()
const doors = Object.entries(manifest.exports).flatMap(([name, door]) =>
  typeof door === 'string' ? [] : [[name, door] as const],
)

test.each(doors)('the export %s has a source that can be imported', async (_name, door) => {
  const source = door.default.replace(/^\.\/dist\/(.*)\.js$/, 'src/$1.ts')
  expect(door.types).toBe(door.default.replace(/\.js$/, '.d.ts'))
  const module: object = await import(`../../${source}`)
  expect(Object.keys(module)).not.toEqual([])
})

test('whatever is to be packed exists, or is made by the build', () => {
  const missing = manifest.files.filter((file) => !/^!?dist/.test(file) && !existsSync(file))
  expect(missing).toEqual([])
  expect(Object.values(manifest.bin).filter((file) => !existsSync(file))).toEqual([])
  expect(manifest.license).toBe('MIT')
})

test('the newest entry of the changelog is for the version of the package', () => {
  const [, version] = /^## (\d+\.\d+\.\d+)/m.exec(readFileSync('CHANGELOG.md', 'utf8')) ?? []
  expect(version).toBe(manifest.version)
})

test('the lock file names no host', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"')
})

test('the lock file has the packages of every platform, so that npm ci works on all of them', () => {
  const all = lockedPackages()
  const names = new Set(all.map(({ name }) => name))
  expect(all.flatMap(({ optional }) => optional).filter((name) => !names.has(name))).toEqual([])
})

test('every script of package.json that the pages name exists', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'STYLE.md', 'RUNBOOK.md', 'ARCHITECTURE.md']
  const named = pages.flatMap((page) => [
    ...readFileSync(page, 'utf8').matchAll(/npm run ([\w:]+)/g),
  ])
  expect(named.length).toBeGreaterThan(2)
  const unknown = named.map(([, name = '']) => name).filter((name) => !(name in manifest.scripts))
  expect(unknown).toEqual([])
})

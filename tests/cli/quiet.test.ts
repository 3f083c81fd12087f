import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the command line keeps Node 22 from calling its SQLite an experiment, and from nothing else', () => {
  const file = join(import.meta.dirname, '../../src/cli/quiet.ts')
  const script = `
    const { hushSqlite } = await import(${JSON.stringify(file)})
    const sqlite = 'SQLite is an experimental feature and might change at any time'
    hushSqlite()
    process.on('warning', ({ name, message, code }) => console.log([name, message, code].join('|')))
    process.emitWarning(sqlite, 'ExperimentalWarning')
    process.emitWarning(sqlite, 'Warning')
    process.emitWarning('Another is an experimental feature', 'ExperimentalWarning')
    process.emitWarning('old', { type: 'DeprecationWarning', code: 'DEP1' })
    process.emitWarning(new Error('as an error'))`
  const words = ['--no-warnings', '--input-type=module', '-e', script]
  expect(execFileSync(process.execPath, words, { encoding: 'utf8' }).trim().split('\n')).toEqual([
    'Warning|SQLite is an experimental feature and might change at any time|',
    'ExperimentalWarning|Another is an experimental feature|',
    'DeprecationWarning|old|DEP1',
    'Error|as an error|',
  ])
})

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { workspaceFiles, type Look } from '../../src/gates/index.ts'
import { folderWith } from '../workspace/folder.ts'

const signal = new AbortController().signal
const look = (folder: string, path: string): Promise<Look> =>
  workspaceFiles(folder).look(path, signal)
const outside = { found: 'unknown', reason: 'leads out of the workspace' }

test('a file is told with its size, its hash and its text; a folder as a folder', async () => {
  const folder = folderWith({ 'docs/a.md': 'Grüße\n' })
  expect(await look(folder, 'docs/a.md')).toEqual({
    found: 'file',
    bytes: 8,
    hash: createHash('sha256').update('Grüße\n').digest('hex'),
    text: 'Grüße\n',
  })
  expect(await look(folder, 'docs/')).toEqual({ found: 'folder' })
  expect(await look(folder, '.')).toEqual({ found: 'folder' })
  expect(await look(folder, 'docs/b.md')).toEqual({ found: 'nothing' })
  expect(await look(folder, 'docs/a.md/b')).toEqual({ found: 'nothing' })
})

test('no path leads out of the workspace', async () => {
  const folder = folderWith({ 'inner/docs/a.md': 'a', 'secret.md': 's' })
  const inner = join(folder, 'inner')
  for (const path of [
    '../secret.md',
    'docs/../../secret.md',
    join(folder, 'secret.md'),
    '/etc/passwd',
    'C:/x',
  ])
    // prettier-ignore
    expect([path, await look(inner, path)]).toEqual([path, outside])
  expect(await look(inner, 'a\0b')).toMatchObject({ found: 'unknown' })
})

test('no symbolic link leads out of the workspace, whether or not something is there', async () => {
  const folder = folderWith({ 'inner/a.md': 'a', 'secret/s.md': 's' })
  const inner = join(folder, 'inner')
  symlinkSync('../secret/s.md', join(inner, 'file'))
  symlinkSync('../secret', join(inner, 'folder'))
  symlinkSync(join(folder, 'secret'), join(inner, 'absolute'))
  symlinkSync('../nothing', join(inner, 'dangling'))
  symlinkSync('folder/s.md', join(inner, 'twice'))
  for (const path of ['file', 'folder/s.md', 'folder/none', 'absolute/s.md', 'dangling', 'twice'])
    expect([path, await look(inner, path)]).toEqual([path, outside])
})

test('symbolic links within the workspace are followed, and circles are not', async () => {
  const folder = folderWith({ 'docs/a.md': 'a' })
  symlinkSync('docs', join(folder, 'link'))
  symlinkSync(join(folder, 'docs'), join(folder, 'absolute'))
  symlinkSync('round', join(folder, 'round'))
  expect(await look(folder, 'link/a.md')).toMatchObject({ found: 'file', text: 'a' })
  expect(await look(folder, 'absolute/a.md')).toMatchObject({ found: 'file', text: 'a' })
  expect(await look(folder, 'round')).toEqual({ found: 'unknown', reason: 'is a circle of symbolic links' }) // prettier-ignore
})

test('the workspace itself may be reached by a symbolic link', async () => {
  const folder = folderWith({ 'real/a.md': 'a' })
  symlinkSync('real', join(folder, 'workspace'))
  expect(await look(join(folder, 'workspace'), 'a.md')).toMatchObject({ found: 'file' })
})

test('a pipe is not waited for, and of a large file there is no text', async () => {
  const folder = folderWith({ 'large.txt': 'x'.repeat(5000) })
  execFileSync('mkfifo', [join(folder, 'pipe')])
  expect(await look(folder, 'pipe')).toEqual({ found: 'unknown', reason: 'is no regular file' })
  const files = workspaceFiles(folder, { maximumText: 4999 })
  expect(await files.look('large.txt', signal)).toMatchObject({ bytes: 5000, text: null })
})

test.skipIf(process.getuid?.() === 0)('what may not be read is unknown', async () => {
  const folder = folderWith({})
  writeFileSync(join(folder, 'a.md'), 'a')
  chmodSync(join(folder, 'a.md'), 0)
  expect(await look(folder, 'a.md')).toEqual({ found: 'unknown', reason: 'cannot be read' })
})

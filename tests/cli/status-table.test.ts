import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { goap } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'goap-status-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'plans'))
writeFileSync(join(folder, 'goap.config.json'), '{}')
writeFileSync(join(folder, 'plans', 'a b.md'), '# Dig [deep] | wide\n\n- [x] One\n- [ ] Two\n')
writeFileSync(join(folder, 'plans', 'z.md'), '# Rest\n\n- [x] Sleep\n')
const readme = join(folder, 'README.md')

test('a table of the plans is kept between the markers, and no other byte changes', async () => {
  const head = Buffer.from([0xef, 0xbb, 0xbf, 0x23, 0x20, 0xff, 0x0d, 0x0a])
  const tail = Buffer.from('\r\nThe end.  \r\n')
  const marked = Buffer.from('<!-- goap:status -->old<!-- /goap:status -->')
  writeFileSync(readme, Buffer.concat([head, marked, tail]))
  expect(await goap(folder, ['status', '--write', 'README.md'])).toMatchObject({ code: 0 })
  const after = readFileSync(readme)
  expect(after.subarray(0, head.length)).toEqual(head)
  expect(after.subarray(-tail.length)).toEqual(tail)
  expect(after.toString('latin1').split('\r\n').slice(1, -3).join('\n')).toContain(
    [
      '| Plan | State | Tasks done | Of these |',
      '|---|---|---|---|',
      '| [Dig \\[deep\\] \\| wide](plans/a%20b.md) | ð\x9f\x94\x84 in progress | 1/2 | 1 claimed |',
      '| [Rest](plans/z.md) | â\x9c\x85 done | 1/1 | 1 claimed |',
    ].join('\n'),
  )
})

test('a table that is right already is left as it is', async () => {
  const before = readFileSync(readme)
  const said = await goap(folder, ['status', 'plans', '--write', 'README.md'])
  expect(said.err).toContain('says it already')
  expect(readFileSync(readme)).toEqual(before)
})

test('a file without markers is left alone, and the error shows them', async () => {
  writeFileSync(join(folder, 'NOTES.md'), '# Notes\n')
  const said = await goap(folder, ['status', '--write', 'NOTES.md'])
  expect(said.code).toBe(2)
  expect(said.err).toContain('workspace/no-markers')
  expect(said.err).toContain('<!-- goap:status -->')
  expect(readFileSync(join(folder, 'NOTES.md'), 'utf8')).toBe('# Notes\n')
  expect((await goap(folder, ['status', '--write', 'none.md'])).err).toContain(
    'workspace/not-readable',
  )
})

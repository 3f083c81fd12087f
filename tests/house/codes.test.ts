import { expect, test } from 'vitest'
import { plain } from '../../src/commands/index.ts'
import { execute, read } from '../../src/index.ts'
import { executeDocuments, loadDocument } from '../../src/workspace/index.ts'
import { goap } from '../cli/run.ts'
import { folderWith } from '../workspace/folder.ts'

test('commands/outside-workspace: a command may not leave the workspace', async () => {
  const signal = new AbortController().signal
  const run = plain({ workspace: folderWith({ 'a.md': '' }) }).run(
    { script: 'true', directory: '..' },
    signal,
  )
  await expect(run).rejects.toMatchObject({ code: 'commands/outside-workspace' })
})

test('run/no-question: nothing is answered that was not asked', async () => {
  const { plan } = read('# Plan: P\n\n## Tasks\n\n- [ ] T1: Wait\n- [ ] T2: Wait\n', 'p.md')
  await using run = execute(plan)
  await expect(run.answer('p.md#none', 'done', 'ann')).rejects.toMatchObject({
    code: 'run/no-question',
  })
})

test('run/document-errors: a document with errors is not executed', async () => {
  const text = '# Plan: P\n\n**Task A1**: One\n- Dependencies: A9\n'
  const file = { name: 'p.md', path: 'p.md', named: true }
  const loaded = loadDocument(file, new TextEncoder().encode(text))
  await expect(executeDocuments([loaded], {} as never)).rejects.toMatchObject({
    code: 'run/document-errors',
  })
})

test('cli/bad-option: an option says what it can be', async () => {
  const folder = folderWith({ 'p.md': '# Plan: P\n\n- [ ] T1: Do it\n' })
  const said = await goap(folder, ['graph', 'p.md', '--format', 'png'])
  expect(said).toMatchObject({ code: 2, err: expect.stringContaining('cli/bad-option') })
})

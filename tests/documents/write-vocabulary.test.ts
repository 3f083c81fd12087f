import { expect, test } from 'vitest'
import { ownerKey, read, writeBack, type WantedStatus } from '../../src/documents/index.ts'

/** The document with one task brought to a status. */
function brought(text: string, key: string, status: WantedStatus): string {
  const document = read(text, 'plan.md')
  const { bytes, refused } = writeBack(
    document,
    new Map([[ownerKey({ kind: 'task', key }), status]]),
  )
  expect(refused).toEqual([])
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

const table = (...rows: string[]): string =>
  `# Plan: T\n\n## Tasks\n\n| ID | Task | Status |\n|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join('')}`

test.each<[string, string, WantedStatus, string]>([
  ['the word of the column', 'Done', 'done', 'Done'],
  ['a word as it is written elsewhere', 'In progress', 'running', 'In progress'],
  ['a word of the document in the case of the token', 'COMPLETED', 'done', 'Completed'],
])('%s', (_what, other, status, expected) => {
  const text = table('A1 | Dig | Pending', `A2 | Lay | ${other}`)
  expect(brought(text, 'a1', status)).toBe(text.replace('Dig | Pending', `Dig | ${expected}`))
})

test('a word that says more than that it is done is not borrowed, unless the document says nothing else', () => {
  const once = table('A1 | Dig | Pending', 'A2 | Lay | Merged')
  expect(brought(once, 'a1', 'done')).toContain('| Dig | Complete |')
  const always = table('A1 | Dig | Planned', 'A2 | Lay | Implemented', 'A3 | Go | Implemented')
  expect(brought(always, 'a1', 'done')).toContain('| Dig | Implemented |')
  const mixed = table('A1 | Dig | Planned', 'A2 | Lay | Implemented', 'A3 | Go | Shipped')
  expect(brought(mixed, 'a1', 'done')).toContain('| Dig | Complete |')
})

test('what criteria say is not said of tasks', () => {
  const text = `${table('A1 | Dig | Pending')}\n## Quality Gates\n\n| Gate | Command | Status |\n|---|---|---|\n| It builds | \`make\` | PASSED |\n| It runs | \`make run\` | PASSED |\n`
  expect(brought(text, 'a1', 'done')).toBe(text.replace('| Dig | Pending |', '| Dig | Complete |'))
})

test('the emoji of the document is used, and the usual one where that would not be read', () => {
  const checks = table('A1 | Dig | ⏳ Pending', 'A2 | Lay | ✔️ Done')
  expect(brought(checks, 'a1', 'done')).toBe(checks.replace('⏳ Pending', '✔️ Done'))
  // A circle that stands alone in a cell is a severity, not a status.
  const circles = table('A1 | Dig | ⏳', 'A2 | Lay | 🟡 In Progress')
  expect(brought(circles, 'a1', 'running')).toBe(circles.replace('| ⏳ |', '| 🔄 |'))
})

test('a share grows to the whole, and stays as it is until then', () => {
  const text = table('A1 | Dig | 45%', 'A2 | Lay | 60% complete')
  expect(brought(text, 'a1', 'done')).toBe(text.replace('45%', '100%'))
  expect(brought(text, 'a2', 'done')).toBe(text.replace('60% complete', '100% complete'))
  expect(brought(text, 'a1', 'failed')).toBe(text)
})

test('what the document holds back waits as it says, until it runs', () => {
  const text = table('A1 | Dig | ⏸️ Blocked', 'A2 | Lay | Pending')
  expect(brought(text, 'a1', 'pending')).toBe(text)
  expect(brought(text, 'a1', 'done')).toBe(text.replace('⏸️ Blocked', '✅ Complete'))
})

test('a half-ticked box becomes a whole one or an empty one', () => {
  const text = '# Plan: B\n\n## Tasks\n\n- [/] A1: Dig\n- [x] A2: Lay\n'
  expect(brought(text, 'a1', 'running')).toBe(text)
  expect(brought(text, 'a1', 'failed')).toBe(text.replace('[/]', '[ ]'))
  expect(brought(text, 'a1', 'done')).toBe(text.replace('[/]', '[x]'))
})

test.each(['macintosh', 'windows-1252', 'latin-1'])(
  'tokens are misread as the others of the document are: %s',
  (encoding) => {
    const decoder = new TextDecoder(encoding === 'latin-1' ? 'utf-8' : encoding)
    const misread = (good: string): string =>
      [...new TextEncoder().encode(good)]
        .map((byte) =>
          encoding === 'latin-1' ? String.fromCharCode(byte) : decoder.decode(Uint8Array.of(byte)),
        )
        .join('')
    const text = misread(table('A1 | Dig → it | ⏳ Pending', 'A2 | Lay → it | 🟡 Started'))
    expect(brought(text, 'a1', 'done')).toBe(
      text.replace(misread('⏳ Pending'), misread('✅ Complete')),
    )
    expect(brought(text, 'a1', 'running')).toBe(
      text.replace(misread('⏳ Pending'), misread('🟡 Started')),
    )
  },
)

test('in a document of which a part was misread each token is written as its neighbours are', () => {
  const text = table('A1 | Dig ‚Üí it | ‚è≥ Pending', 'A2 | Lay ‚Üí it | ✅ Done')
  expect(brought(text, 'a1', 'done')).toBe(text.replace('‚è≥ Pending', '‚úÖ Done'))
})

test('a box before a word is brought along, in the way of the document', () => {
  const task = (id: string, status: string): string => `### Task ${id}: Dig ${id}\n\n- **Status**: ${status}\n\n` // prettier-ignore
  const text = `# Plan\n\n${task('1.1', '[x] complete')}${task('1.2', '[>] in-progress')}${task('1.3', '[ ] pending')}`
  const last = '[ ] pending'
  expect(brought(text, '1.3', 'done')).toBe(text.replace(last, '[x] complete'))
  expect(brought(text, '1.3', 'running')).toBe(text.replace(last, '[>] in-progress'))
  expect(brought(text, '1.2', 'pending')).toBe(text.replace('[>] in-progress', last))
  const boxes = '- [ ] **A1**: Dig\n- [ ] **A2**: Lay\n'
  expect(brought(boxes, 'a1', 'running')).toBe(boxes)
})

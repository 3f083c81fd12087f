import { expect, test } from 'vitest'
import { read } from '../../src/index.ts'
import { answersAsker, parseAnswers } from '../../src/workspace/index.ts'

const one = read(
  `# Plan: One

## Phase 1: Work

- [ ] **1.1**: Look
- [ ] **1.10**: Look again
- [ ] **B2**: Write the notes

### Quality Gate: Release

- [ ] It reads well

## Phase 2: More

- [ ] **C1**: Rest
`,
  'one.md',
).plan
const two = read('# Plan: Two\n\n- [ ] **B2**: Rest\n- [ ] **D1**: Sing\n', 'two.md').plan
const parse = (text: string, plans = [one]) => parseAnswers(text, 'answers.yaml', plans)

function thrownBy(call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    return error
  }
}

test('tasks are named by id, key or title; ids stay as they are written', () => {
  const { given } = parse('1.1: failed\n1.10: done\none.md#b2: done\nc1:\n')
  expect([...given]).toEqual([
    ['one.md#1.1', 'failed'],
    ['one.md#1.10', 'done'],
    ['one.md#b2', 'done'],
  ])
  expect([...parse('{"write the notes": "done"}').given.keys()]).toEqual(['one.md#b2'])
  expect(parse('').given.size).toBe(0)
})

test.each([
  ['B22: done', '1:1: no task is called "B22"', 'Did you mean "B2"?'],
  [
    '\n\nWrite the note: done',
    '3:1: no task is called "Write the note"',
    'Did you mean "Write the notes"?',
  ],
  ['gates:\n  Relase: approve', '2:3: no gate is called "Relase"', ''],
  ['gates:\n  "*": yes', '2:3: the answer for gate "*" is none of', 'Write one of them'],
  ['gates:\n  "*": { choice: reject, because: x }', 'is none of', ''],
  ['B2: done\nWrite the notes: failed', '2:1: "Write the notes" is answered twice', ''],
  ['- done', '1:1: names with answers are expected here', ''],
  ['B2: [done', '1:10: Flow sequence', ''],
  ['B2: *done', 'done', ''],
])('%j is refused with its place', (text, message, hint) => {
  expect(thrownBy(() => parse(text))).toMatchObject({
    code: 'workspace/bad-answers',
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  })
})

test('a name that several tasks have is refused with their keys', () => {
  expect(() => parse('B2: done', [one, two])).toThrow('2 tasks are called "B2"')
  expect([...parse('two.md#b2: done', [one, two]).given.keys()]).toEqual(['two.md#b2'])
  expect(() => parse('rest: done', [one, two])).toThrow('2 tasks are called "rest"')
})

const signal = new AbortController().signal
const question = (subject: string, choices: readonly string[], id = 'performed') =>
  ({ kind: 'question', subject, question: id, text: '?', choices }) as const

test('an asker gives what was answered before, and by whom', async () => {
  const notes: string[] = []
  const gate = one.gates[0]?.key ?? ''
  const text = `1.1: Done\nB2: maybe\n"*": failed\ngates:\n  ${gate}: { choice: reject, note: too slow }\n  "*": approve\n` // prettier-ignore
  const asker = answersAsker(parse(text), (note) => notes.push(note))
  const ask = (subject: string, choices: readonly string[], id?: string) =>
    asker.question(question(subject, choices, id), signal)
  expect(asker.by).toBe('answers.yaml')
  expect(await ask('one.md#1.1', ['done', 'failed'])).toBe('done')
  expect(await ask('one.md#c1', ['done', 'failed'])).toBe('failed')
  expect(await ask('one.md#c1', [])).toBe('failed')
  expect(await ask('one.md#b2', ['done', 'failed'])).toBeNull()
  expect(notes).toEqual(['answers.yaml: "maybe" is no answer for one.md#b2: done, failed'])
  expect(await ask(`one.md#gate/${gate}`, ['approve', 'reject'])).toEqual({ choice: 'reject', note: 'too slow' }) // prettier-ignore
  expect(await ask('one.md#gate/other', ['approve', 'reject'])).toBe('approve')
})

test('an answer that sends work back is given once, or it would come back for ever', async () => {
  const gate = one.gates[0]?.key ?? ''
  const asker = answersAsker(
    parse(`gates: { ${gate}: { choice: changes, note: shorter } }`),
    () => {},
  )
  const asked = question(`one.md#gate/${gate}`, ['approve', 'reject', 'changes'], 'approve')
  expect(await asker.question(asked, signal)).toEqual({ choice: 'changes', note: 'shorter' })
  expect(await asker.question(asked, signal)).toBeNull()
})

test('an answer for all that a question does not offer is passed over', async () => {
  const asker = answersAsker(parse('"*": done'), (note) => expect.unreachable(note))
  expect(await asker.question(question('one.md#c1', ['run', 'skip']), signal)).toBeNull()
})

test('whether something happened that must not happen twice is no matter for an answer for all', async () => {
  const asker = answersAsker(parse('"*": done\n1.1: done'), () => {})
  const choices = ['done', 'failed', 'again']
  expect(await asker.question(question('one.md#c1', choices, 'reconcile'), signal)).toBeNull()
  expect(await asker.question(question('one.md#1.1', choices, 'reconcile'), signal)).toBe('done')
})

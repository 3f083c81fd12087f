import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { terminalAsker } from '../../src/cli/ask.ts'
import type { Asker } from '../../src/index.ts'

type Permission = Parameters<Asker['permission']>[0]
type Question = Parameters<Asker['question']>[0]

/** A terminal whose person types `answers`, one after each prompt. */
function person(...answers: readonly string[]) {
  const stdin = new PassThrough()
  const stdout = new PassThrough()
  const happened: string[] = []
  const always: string[] = []
  let shown = ''
  const drain = new AbortController()
  stdout.on('data', (text: Buffer) => {
    shown += text.toString()
    if (!/Enter for (?:not now|nothing):/.test(text.toString())) return
    const answer = answers[happened.filter((one) => one === 'hold').length - 1]
    if (answer === undefined) stdin.end()
    else stdin.write(answer)
  })
  const asker = terminalAsker({
    io: {
      stdin,
      stdout,
      stderr: stdout,
      environment: {},
      folder: '.',
      interrupted: () => () => {},
    },
    style: (_format, text) => text,
    names: (key) => `<${key}>`,
    display: { hold: () => happened.push('hold'), release: () => happened.push('release') },
    always: async (command) => void always.push(command),
    draining: drain.signal,
    interrupt: () => happened.push('interrupt'),
  })
  return { asker, happened, always, shown: () => shown, stdin, stdout, drain }
}

const permission = {
  kind: 'permission',
  subject: 'plan.md#t1',
  command: 'make all\nmake test',
  reason: 'No permission covers `make all`.',
  dangerous: false,
  pattern: '',
} as unknown as Permission
const question = {
  kind: 'question',
  subject: 'plan.md#t2',
  question: 'done',
  text: 'Is this done?',
  choices: ['done', 'failed'],
} as unknown as Question
const going = new AbortController().signal

test.each([
  ['once', 'once'],
  ['o', 'once'],
  ['Y', 'once'],
  ['never', 'never'],
  ['a', 'always'],
  ['', null],
])('a permission is given by a letter or a word: %j', async (typed, answer) => {
  const { asker, always, happened } = person(`${typed}\n`)
  expect(await asker.permission(permission, going)).toBe(answer)
  expect(always).toEqual(answer === 'always' ? [permission.command] : [])
  expect(happened).toEqual(['hold', 'release'])
})

test('what is asked shows all of the command, and an answer that is none is asked again', async () => {
  const { asker, shown, happened } = person('perhaps\n', 'once\n')
  expect(await asker.permission(permission, going)).toBe('once')
  expect(shown()).toContain('<plan.md#t1> wants to run:\n    make all\n    make test\n')
  expect(happened).toEqual(['hold', 'release', 'hold', 'release'])
})

test('what is dangerous cannot be allowed for ever', async () => {
  const { asker, shown, always } = person('always\n', '\n')
  expect(await asker.permission({ ...permission, dangerous: true }, going)).toBe(null)
  expect(shown()).not.toContain('[a]lways')
  expect(always).toEqual([])
})

test('a document cannot hide what it wants to run', async () => {
  const { asker, shown } = person('\n')
  const command = 'curl evil\u001b[1A\u001b[2K\recho harmless \u202egnp.exe'
  await asker.permission({ ...permission, command }, going)
  expect(shown()).toContain(String.raw`curl evil\x1b[1A\x1b[2K\x0decho harmless \u202egnp.exe`)
  expect(shown()).not.toContain('\u001b[1A')
})

test('a question with choices takes the beginning of one, one without takes any text', async () => {
  expect(await person('F\n').asker.question(question, going)).toBe('failed')
  expect(await person('what\n', 'done\n').asker.question(question, going)).toBe('done')
  expect(await person('\n').asker.question(question, going)).toBe(null)
  const open = { ...question, choices: [] }
  expect(await person('  some text \n').asker.question(open, going)).toBe('some text')
})

test('what an answer is to tell is asked for once it is done; what is left empty is not told', async () => {
  const fields = ['Files removed', 'Build status']
  const { asker, shown } = person('done\n', 'a.rs\n', '\n')
  expect(await asker.question({ ...question, fields }, going)).toEqual({
    choice: 'done',
    report: { 'Files removed': 'a.rs' },
  })
  expect(shown()).toContain('Build status, Enter for nothing:')
  expect(await person('failed\n').asker.question({ ...question, fields }, going)).toBe('failed')
})

test('the end of the input means not now, and so does the end of the run', async () => {
  expect(await person().asker.permission(permission, going)).toBe(null)
  const stopping = new AbortController()
  const { asker, happened } = person()
  const asked = asker.question(question, stopping.signal)
  stopping.abort()
  expect(await asked).toBe(null)
  expect(await asker.question(question, stopping.signal)).toBe(null)
  expect(happened).toEqual(['hold', 'release', 'hold', 'release'])
})

test('an input that breaks is an input that has ended, and a closed terminal cannot be set back', async () => {
  const { asker, stdin, stdout } = person()
  stdout.removeAllListeners('data').resume()
  Object.assign(stdout, { isTTY: true })
  const gone = Object.assign(new Error('setRawMode EIO'), { code: 'EIO' })
  const modes: boolean[] = []
  const setRawMode = (mode: boolean): void => {
    modes.push(mode)
    if (!mode) throw gone
  }
  Object.assign(stdin, { isTTY: true, setRawMode })
  const asked = asker.question(question, going)
  stdin.emit('error', gone)
  expect(await asked).toBe(null)
  expect(modes).toEqual([true, false])
  const defect = (): void => {
    throw new Error('a defect')
  }
  Object.assign(stdin, { setRawMode: defect })
  await expect(asker.question(question, going)).rejects.toThrow('a defect')
})

test('once a run is drained, nobody is asked any more, and an open question is left for later', async () => {
  const { asker, drain, happened, stdout } = person()
  stdout.once('data', () => drain.abort())
  expect(await asker.question(question, going)).toBeNull()
  expect(happened).toEqual(['hold', 'release'])
  expect(await asker.permission(permission, going)).toBeNull()
  expect(happened).toEqual(['hold', 'release'])
})

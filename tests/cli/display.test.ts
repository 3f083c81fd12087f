import { PassThrough } from 'node:stream'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jsonDisplay } from '../../src/cli/report/display.ts'
import { live } from '../../src/cli/report/live.ts'
import { namesOf, plainLines, seconds } from '../../src/cli/report/plain.ts'
import { summaryLines } from '../../src/cli/report/summary.ts'
import { columns } from '../../src/documents/index.ts'
import type { Report } from '../../src/index.ts'
import type { Happening, RunEvent } from '../../src/model/index.ts'
import { plan, task } from '../engine/plans.ts'
import { folderWith } from '../workspace/folder.ts'
import { goap } from './run.ts'

const plainStyle = (_format: unknown, text: string): string => text
const evil = 'evil\u001b[2J title'
const names = namesOf([plan([{ ...task('a'), title: evil }, task('b')])])

let seq = 0
function event(happening: Happening): RunEvent {
  return { run: 'r', seq: seq++, at: 0, ...happening }
}

const started = (key: string): RunEvent =>
  event({
    type: 'task.started',
    task: `plan.md#${key}`,
    round: 0,
    attempt: 1,
    agent: 'shell',
    key: '',
    command: null,
    allowed: null,
  })

function terminal(width: number, rows = 24) {
  let text = ''
  const out = { columns: width, rows, write: (more: string) => (text += more) }
  const shown = live({
    out,
    style: plainStyle,
    names,
    columns,
    now: () => 0,
    every: () => () => {},
  })
  const take = (): string => {
    const before = text
    text = ''
    return before
  }
  return { out, shown, take }
}

test('no line of the block is wider than the terminal, whatever script it is written in', () => {
  const { shown, take } = terminal(24)
  shown.take(started('日本語のとても長い題名がここにあります'))
  shown.take(started('b'))
  for (const line of take().split('\n').slice(0, 2)) expect(columns(line)).toBeLessThan(24)
})

test('the block takes away as many rows as it has in a terminal that has become narrower', () => {
  const { out, shown, take } = terminal(80)
  shown.take(started('a'))
  expect(take()).not.toContain('\u001b')
  out.columns = 30
  shown.say('a line')
  // One row for the task, two for the foot of 57 columns.
  expect(take().startsWith('\r\u001b[3A\u001b[0Ja line\n')).toBe(true)
  shown.say('another')
  expect(take().startsWith('\r\u001b[2A')).toBe(true)
})

test('a low terminal shows fewer tasks', () => {
  const { shown, take } = terminal(80, 5)
  for (const key of ['a', 'b', 'c', 'd']) shown.take(started(key))
  expect(take().split('\n').at(-3)).toBe('  … and 2 more')
})

test('what happened before counts, and what a killed process left does not run', () => {
  const { shown, take } = terminal(80)
  const run = { spec: '', generation: 0, documents: ['plan.md'], permissions: '', gates: 0 }
  shown.past(event({ type: 'run.started', tasks: 3, ...run }))
  shown.past(started('a'))
  shown.past(event({ type: 'task.skipped', task: 'plan.md#c', reason: 'x', satisfied: true }))
  expect(take()).toBe('')
  shown.take(event({ type: 'run.resumed', by: 'x' }))
  expect(take()).toBe('Run r was not finished: it goes on.\n')
  shown.take(started('b'))
  expect(take()).toContain('1 of 3 tasks ended')
  shown.settled(['plan.md#d', 'plan.md#c'])
  shown.take(event({ type: 'task.progressed', task: 'plan.md#b', note: 'half' }))
  expect(take()).toContain('2 of 3 tasks ended')
  shown.close()
  take()
  shown.close()
  expect(take()).toBe('')
})

test('lines that came during a question are shown when the run ends in it', () => {
  const { shown, take } = terminal(80)
  shown.hold()
  shown.say('meanwhile')
  expect(take()).toBe('')
  shown.close()
  expect(take()).toBe('meanwhile\n')
})

test('nothing that a document or a command says controls the terminal', () => {
  const evidence = [
    {
      kind: 'command',
      command: '',
      exit: 1,
      signal: null,
      duration: 1,
      tail: 'out\u001b]0;title\u0007put\u001b[31m red\u001b[0m\n',
      hash: '',
      bytes: 1,
      truncated: false,
      confinement: 'plain',
    },
  ] as const
  const usage = { duration: 1 }
  const failed = { kind: 'failed', reason: evil, transient: false, evidence, usage } as const
  const subject = 'plan.md#a'
  const round = 0
  const happenings: Happening[] = [
    { type: 'task.progressed', task: subject, note: evil },
    { type: 'task.retried', task: subject, round, cause: 'failed', reason: evil, due: 0 },
    { type: 'task.skipped', task: subject, reason: evil, satisfied: false },
    { type: 'task.finished', task: subject, round, attempt: 1, outcome: failed, definition: '' },
    { type: 'gate.skipped', gate: subject, reason: evil },
    { type: 'question.asked', subject, question: '', text: evil, choices: [] },
    { type: 'permission.given', subject, command: '', decision: 'never', by: evil },
    { type: 'signal.received', signal: '', kind: 'cancel', payload: null, by: evil },
    {
      type: 'permission.requested',
      subject,
      command: `${evil}\nsecond`,
      reason: '',
      dangerous: false,
      denied: false,
      pattern: '',
    },
    {
      type: 'gate.finished',
      gate: subject,
      round,
      verdict: 'failed',
      criteria: [{ key: 'k', text: evil, verdict: 'failed', reason: evil, evidence }],
      blocking: true,
      duration: 1,
    },
  ]
  for (const happening of happenings) {
    const said = plainLines(event(happening), names, plainStyle).join('\n')
    expect(said).toContain(String.raw`evil\x1b[2J title`)
    // oxlint-disable-next-line no-control-regex -- what a terminal obeys are control characters
    expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
  }
})

const waiting: Report['waiting'] = [
  {
    subject: 'p.md#a',
    kind: 'permission',
    text: 'no',
    command: 'make',
    pattern: 'make',
    dangerous: false,
    denied: false,
  },
  {
    subject: 'p.md#b',
    kind: 'permission',
    text: 'no',
    command: "echo 'x'",
    pattern: "echo 'x'",
    dangerous: false,
    denied: false,
  },
  {
    subject: 'p.md#c',
    kind: 'permission',
    text: 'no',
    command: 'rm -rf x',
    pattern: 'rm -rf x',
    dangerous: true,
    denied: false,
  },
  {
    subject: 'p.md#d',
    kind: 'permission',
    text: evil,
    command: evil,
    pattern: evil,
    dangerous: true,
    denied: false,
  },
]

test('the summary says with which options all that waits may run, each dangerous thing by itself', () => {
  const report = {
    run: 'r',
    outcome: 'waiting',
    counts: {},
    tasks: [],
    gates: [],
    waiting,
  } as unknown as Report
  const lines = summaryLines(report, plainStyle)
  expect(lines).toContain(
    String.raw`Allow it with: goap resume r --allow 'make' --allow 'echo '\''x'\'''`,
  )
  expect(lines).toContain("Allow what is dangerous with: goap resume r --allow 'rm -rf x'")
  // What cannot be seen must not be copied.
  expect(lines.filter((line) => line.includes('--allow'))).toHaveLength(2)
  expect(lines.join('\n')).not.toContain('\u001b')
})

test('times are short', () => {
  expect([0, 59_940, 59_960, 125_000, 5_400_000].map(seconds)).toEqual([
    '0.0 s',
    '59.9 s',
    '1 min 0 s',
    '2 min 5 s',
    '1 h 30 min',
  ])
})

test('what is said beside JSON goes to the standard error', () => {
  let out = ''
  let err = ''
  const shown = jsonDisplay({
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    stdin: new PassThrough(),
    environment: {},
    folder: '.',
    interrupted: () => () => {},
  })
  shown.past(started('a'))
  shown.hold()
  shown.say('a note')
  shown.release()
  shown.take(started('a'))
  shown.close()
  expect(err).toBe('a note\n')
  expect(out.trim().split('\n')).toHaveLength(1)
})

const asking = `# Plan: Ask

## Tasks

- [ ] T1: Make it: \`echo made\`
- [ ] T2: Look at it
`

test('at a terminal the questions are put, answered, and remembered', async () => {
  const folder = folderWith({ 'goap.config.json': '{}', 'plan.md': asking })
  const answers = ['always\n', 'done\n']
  const at = () => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true })
    let out = ''
    const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80 })
    let seen = 0
    stdout.on('data', (data: Buffer) => {
      out += data.toString()
      const prompts = out.split('not now:').length - 1
      // readline draws a prompt more than once: an answer is typed when a new question stands.
      const questions = out.split('‖').length - 1
      if (prompts === 0 || questions <= seen) return
      seen = questions
      stdin.write(answers.shift() ?? '\n')
    })
    return { stdin, stdout, out: () => out }
  }
  const first = at()
  const said = await goap(folder, ['execute', 'plan.md', '--no-color'], first)
  expect(said).toMatchObject({ code: 0, err: '' })
  expect(first.out()).toContain('T1 Make it wants to run:')
  expect(first.out()).toContain('2 done')
  expect(readFileSync(join(folder, '.home/trust.json'), 'utf8')).toContain('echo made')
  writeFileSync(join(folder, 'plan.md'), asking)
  const again = await goap(folder, ['execute', 'plan.md', '--again', 'T1'])
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('1 done, 1 proven') })
})

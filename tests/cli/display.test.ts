import { PassThrough } from 'node:stream'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { live } from '../../src/cli/report/live.ts'
import { logLines } from '../../src/cli/report/log.ts'
import { namesOf, plainLines, seconds } from '../../src/cli/report/plain.ts'
import { jsonDisplay } from '../../src/cli/report/reporters/lines.ts'
import { summaryLines } from '../../src/cli/report/summary.ts'
import { columns, graphemes } from '../../src/base/index.ts'
import { remark } from '../../src/observe/index.ts'
import type { Report } from '../../src/index.ts'
import type { Happening, RunEvent } from '../../src/model/index.ts'
import { plan, task } from '../engine/plans.ts'
import { folderWith } from '../workspace/folder.ts'
import { happenings } from './happenings.ts'
import { goap } from './run.ts'

const clean = { text: (text: string) => text, all: <T>(told: T): T => told }
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

const two = plan([task('a'), task('b'), task('c')])

/** The live view in a terminal of that size; `take` gives what was written since, with the sequences left out. */
function terminal(width: number, rows = 24) {
  let text = ''
  let draw = (): void => {}
  const out = { columns: width, rows, write: (more: string) => (text += more) }
  const shown = live({
    out,
    style: plainStyle,
    names,
    clean,
    measure: { columns, graphemes },
    summary: {},
    now: () => 0,
    every: (tick) => {
      draw = tick
      return () => {}
    },
  })
  shown.begin({ run: 'r', plans: [two], standings: {} })
  const raw = (): string => {
    draw()
    const before = text
    text = ''
    return before
  }
  // oxlint-disable-next-line no-control-regex -- what a terminal is told are control characters
  const take = (): string => raw().replace(/\u001b\[\d*[A-Z]|\r/g, '')
  return { out, shown, take, raw }
}

test('no line of the block is wider than the terminal, whatever script it is written in', () => {
  const { shown, take } = terminal(24)
  shown.take(started('日本語のとても長い題名がここにあります'))
  shown.take(started('b'))
  const lines = take().trimEnd().split('\n')
  expect(lines).toHaveLength(4)
  for (const line of lines) expect(columns(line)).toBeLessThan(24)
})

test('the block takes away as many rows as it has in a terminal that has become narrower', () => {
  const { out, shown, take, raw } = terminal(80)
  shown.take(started('a'))
  const [, totals = '', times = ''] = take().split('\n')
  out.columns = 30
  shown.say('a line')
  // One row for the task, and as many as the two lines of figures need now.
  const rows = 1 + Math.ceil(columns(totals) / 30) + Math.ceil(columns(times) / 30)
  expect(rows).toBeGreaterThan(3)
  expect(raw().startsWith(`\r\u001b[${rows}A\u001b[Ja line\n`)).toBe(true)
  shown.say('another')
  expect(raw().startsWith('\r\u001b[3A')).toBe(true)
})

test('a low terminal shows fewer tasks, and the line of the cursor and one of the log stay free', () => {
  const { shown, take } = terminal(80, 7)
  for (const key of ['a', 'b', 'c', 'd', 'e']) shown.take(started(key))
  const lines = take().trimEnd().split('\n')
  expect(lines).toHaveLength(5)
  expect(lines[2]).toBe('  … and 3 more')
})

test('what happened before counts, and what a killed process left does not run', () => {
  const { shown, take } = terminal(80)
  shown.past(event(happenings('x')['run.started']))
  shown.past(started('a'))
  shown.past(event({ type: 'task.skipped', task: 'plan.md#c', reason: 'x', satisfied: true }))
  expect(take()).toBe('')
  shown.take(event({ type: 'run.resumed', by: 'x' }))
  const resumed = take()
  expect(resumed).toContain('Run r was not finished: it goes on.\n')
  expect(resumed).toContain('1 of 3 tasks ended · 0 running')
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

/** What the summary tells, or is told by another event of the same moment. */
const silent = new Set([
  'run.finished',
  'phase.finished',
  'task.ready',
  'task.saved',
  'gate.started',
  'permission.decided',
])

test.each(Object.values(happenings('said')))('$type has its line', (happening) => {
  const one = event(happening)
  const options = { names, style: plainStyle, remark, isWhole: false, detailed: false }
  expect(logLines(one, options)).not.toEqual([])
  expect(plainLines(one, names, plainStyle).length > 0).toBe(!silent.has(happening.type))
})

test('an event of a kind that is not known is told as it is', () => {
  const one = {
    run: 'r',
    seq: 1,
    at: 0,
    type: 'moon.seen',
    task: 'plan.md#b',
    phase: 'full',
    by: 'jo',
  }
  const options = { names, style: plainStyle, remark, isWhole: true, detailed: false }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a newer goap has written it
  expect(logLines(one as unknown as RunEvent, options)).toEqual([
    'moon.seen  b Task b  phase: full  by jo',
  ])
})

test.each(Object.values(happenings(evil)))(
  'nothing that is said in $type controls the terminal',
  (happening) => {
    for (const detailed of [true, false]) {
      const options = { names, style: plainStyle, remark, isWhole: false, detailed }
      const said = logLines(event(happening), options).join('\n')
      // oxlint-disable-next-line no-control-regex -- what a terminal obeys are control characters
      expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
    }
  },
)

test('what a failed command printed is shown without its colours, and cannot name the window', () => {
  const tail = 'out\u001b]0;title\u0007put\u001b[31m red\u001b[0m\n'
  const { 'task.finished': ended } = happenings('x')
  const evidence = ended.outcome.evidence.map((one) => ({ ...one, tail }))
  const said = plainLines(
    event({ ...ended, outcome: { ...ended.outcome, evidence } }),
    names,
    plainStyle,
  )
  expect(said.at(-1)).toBe('    │ output red')
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
    documents: ['p.md'],
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

test('what is said beside JSON does not stand between the events', () => {
  let out = ''
  let err = ''
  const shown = jsonDisplay(
    { write: (text) => (out += text) },
    (line) => (err += `${line}\n`),
    clean,
  )
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

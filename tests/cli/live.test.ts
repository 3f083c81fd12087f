import { expect, test } from 'vitest'
import { columns, graphemes } from '../../src/base/index.ts'
import { live } from '../../src/cli/report/live.ts'
import { aheadOf, graph } from '../../src/graph/index.ts'
import { namesOf } from '../../src/cli/report/plain.ts'
import type { Happening, RunEvent } from '../../src/model/index.ts'
import { gate, plan, task } from '../engine/plans.ts'

const names = namesOf([plan([task('a'), task('b')])])
const plainStyle = (_format: unknown, text: string): string => text

// oxlint-disable no-control-regex -- what a terminal is told are control characters

/** A terminal that understands what the live view writes: lines, cursor up, clear to the end of the line and below. */
function terminal(width = 60, rows = 24) {
  const lines: string[] = ['']
  let at = 0
  let column = 0
  return {
    columns: width,
    rows,
    write(text: string) {
      for (const part of text.split(/(\u001b\[\d*[AJK]|[\n\r])/)) {
        const up = /^\u001b\[(\d+)A$/.exec(part)
        if (up) at = Math.max(0, at - Number(up[1]))
        else if (part === '\r') column = 0
        else if (part === '\n') [at, column] = [at + 1, 0]
        else if (part === '\u001b[J') lines.splice(at, Infinity, (lines[at] ?? '').slice(0, column))
        else if (part === '\u001b[K') lines[at] = (lines[at] ?? '').slice(0, column)
        else {
          const line = lines[at] ?? ''
          lines[at] = line.slice(0, column) + part + line.slice(column + part.length)
          column += part.length
        }
        while (lines.length <= at) lines.push('')
      }
    },
    screen: () => lines.filter((line) => line !== ''),
  }
}

let seq = 0
function event(happening: Happening, at = 0): RunEvent {
  return { run: 'r', seq: seq++, at, ...happening }
}

const start = (key: string): Happening => ({
  type: 'task.started',
  task: `plan.md#${key}`,
  round: 0,
  attempt: 1,
  agent: 'shell',
  key: '',
  command: null,
  allowed: null,
})
const done = (key: string, kind: 'succeeded' | 'failed' = 'succeeded'): Happening => {
  const rest = { evidence: [], usage: { duration: 1500 } }
  const outcome =
    kind === 'succeeded'
      ? ({ kind, outputs: {}, ...rest } as const)
      : ({ kind, reason: 'exit code 1', transient: false, ...rest } as const)
  return {
    type: 'task.finished',
    task: `plan.md#${key}`,
    round: 0,
    attempt: 1,
    outcome,
    definition: '',
  }
}
const judged = (verdict: 'passed' | 'failed'): Happening => ({
  type: 'gate.finished',
  gate: 'plan.md#gate/g',
  round: 0,
  verdict,
  criteria: [],
  blocking: verdict === 'failed',
  duration: 1,
})
const began: Happening = {
  type: 'run.started',
  spec: '',
  generation: 0,
  documents: ['plan.md'],
  permissions: '',
  tasks: 2,
  gates: 0,
}

const clean = { text: (text: string) => text, all: <T>(told: T): T => told }

function view(width?: number, rows?: number) {
  const out = terminal(width, rows)
  let now = 0
  let tick = (): void => {}
  const shown = live({
    out,
    style: plainStyle,
    names,
    clean,
    measure: { columns, graphemes },
    summary: {},
    now: () => now,
    ahead: ({ plans }) => aheadOf(graph(plans)),
    every: (draw) => {
      tick = draw
      return () => {}
    },
  })
  /** Time passes, as far as the next drawing and those that come without anything new. */
  function pass(time: number): string[] {
    now += time
    for (let count = 0; count < 6; count++) tick()
    return out.screen()
  }
  return { out, shown, pass }
}

const two = plan([task('a'), task('b')])
const begun = { run: 'r', plans: [two], standings: {} }

test('what runs stands at the foot with its time, and what has ended scrolls above it', () => {
  const { out, shown, pass } = view(80)
  shown.begin(begun)
  shown.take(event(began))
  shown.take(event(start('a')))
  shown.take(event(start('b')))
  expect(pass(2000)).toEqual([
    'Run r: 2 tasks, 0 gates in plan.md',
    expect.stringMatching(/^▸. a Task a {2}2 s$/),
    expect.stringMatching(/^▸. b Task b {2}2 s$/),
    expect.stringContaining('0 of 2 tasks ended · 2 running'),
    expect.stringContaining('2 s · Ctrl-C'),
  ])
  shown.take(event(done('a')))
  shown.take(event(done('b', 'failed')))
  expect(pass(0)).toEqual([
    'Run r: 2 tasks, 0 gates in plan.md',
    '✓ a Task a  1.5 s',
    '✗ b Task b: exit code 1',
    '✗ b Task b: exit code 1',
    expect.stringContaining('2 of 2 tasks ended · 1 failed · 0 running'),
    expect.stringContaining('critical path 100 % done'),
  ])
  shown.close()
  expect(out.screen()).toEqual([
    'Run r: 2 tasks, 0 gates in plan.md',
    '✓ a Task a  1.5 s',
    '✗ b Task b: exit code 1',
  ])
})

test('a question has the terminal to itself, and nothing is lost meanwhile', () => {
  const { out, shown, pass } = view()
  shown.begin(begun)
  shown.take(event(began))
  shown.take(event(start('a')))
  pass(0)
  shown.hold()
  const before = out.screen()
  shown.take(event(done('a')))
  expect(pass(5000)).toEqual(before)
  shown.release()
  expect(out.screen()).toContain('✓ a Task a  1.5 s')
})

test('a narrow terminal cuts lines instead of wrapping them, and many tasks are summed up', () => {
  const { shown, pass } = view(24)
  shown.begin(begun)
  shown.take(event(began))
  for (let index = 0; index < 12; index++) shown.take(event(start(`long-name-of-a-task-${index}`)))
  const block = pass(0).slice(1)
  expect(block).toHaveLength(10)
  expect(block.at(-3)).toBe('  … and 5 more')
  for (const line of block) expect(columns(line)).toBeLessThan(24)
})

test('of 500 tasks that end at once the log says how many, and the block stays within the terminal', () => {
  const many = Array.from({ length: 500 }, (_, index) => `t${index}`)
  const { out, shown, pass } = view(80, 24)
  shown.begin({ ...begun, plans: [plan(many.map((key) => task(key)))] })
  for (const key of many) shown.take(event(start(key)))
  const block = pass(0)
  expect(block).toHaveLength(10)
  expect(block[7]).toBe('  … and 493 more')
  for (const key of many.slice(100)) shown.take(event(done(key)))
  const lines = pass(0)
  expect(lines[0]).toMatch(/^✓ 400 tasks done: .*…$/)
  expect(lines).toHaveLength(11)
  for (const line of lines) expect(columns(line)).toBeLessThan(80)
  shown.close()
  expect(out.screen()).toHaveLength(1)
})

test('a terminal that changes its size in the middle is drawn anew', () => {
  const { out, shown, pass } = view(80, 24)
  shown.begin(begun)
  for (let index = 0; index < 12; index++) shown.take(event(start(`task-${index}`)))
  expect(pass(0)).toHaveLength(10)
  out.rows = 6
  expect(pass(0)).toEqual([
    expect.stringContaining('▸'),
    '  … and 11 more',
    expect.stringContaining('12 running'),
    expect.stringContaining('Ctrl-C'),
  ])
})

test('a next round takes back what had ended, and what failed', () => {
  const { shown, pass } = view(80)
  shown.begin({ ...begun, plans: [{ ...two, gates: [gate('g', [])] }] })
  shown.take(event(start('a')))
  shown.take(event(done('a', 'failed')))
  shown.take(event(judged('failed')))
  expect(pass(0).join('\n')).toContain('1 of 2 tasks ended · 2 failed')
  const nodes = ['plan.md#a', 'plan.md#gate/g']
  shown.take(event({ type: 'round.opened', subject: 'plan.md#a', nodes, reason: 'asked for', note: null, by: 'jo' })) // prettier-ignore
  const again = pass(0).join('\n')
  expect(again).toContain('↻ a Task a: asked for')
  expect(again).toContain('0 of 2 tasks ended · 0 running · gates 0 of 1 passed')
  shown.take(event(judged('passed')))
  expect(pass(0).join('\n')).toContain('gates 1 of 1 passed')
})

test('what the document states for a failure runs in the block, as does what undoes it', () => {
  const { shown, pass } = view(80)
  const subject = 'plan.md#a'
  const outcome = { kind: 'succeeded', outputs: {}, evidence: [], usage: { duration: 1 } } as const
  shown.begin(begun)
  shown.take(event(done('b')))
  shown.take(event(done('a', 'failed')))
  shown.take(event({ type: 'remedy.started', subject, trigger: 'the build fails', contingency: 0, reason: '' })) // prettier-ignore
  expect(pass(0).join('\n')).toContain('1 running')
  shown.take(event({ type: 'remedy.finished', subject, decision: 'rolled-back', reason: 'stated', by: 'engine' })) // prettier-ignore
  expect(pass(0).join('\n')).toContain('0 running')
  shown.take(event({ type: 'rollback.started', subject, reason: 'stated', tasks: ['plan.md#b'] }))
  expect(pass(0).join('\n')).toContain('2 of 2 tasks ended · 1 failed · 1 running')
  shown.take(event({ type: 'task.compensated', task: 'plan.md#b', outcome }))
  expect(pass(0).join('\n')).toContain('1 of 2 tasks ended · 1 failed · 0 running')
})

test('the next generation of a plan counts anew, from what stands', () => {
  const { shown, pass } = view()
  shown.begin(begun)
  shown.take(event(done('a')))
  pass(0)
  const three = plan([task('a'), task('b'), task('c')])
  const standings = { 'plan.md#a': { kind: 'proven', reason: '' } } as const
  shown.begin({ run: 'r', plans: [three], standings })
  shown.past(event(done('a')))
  shown.past(event(start('b')))
  shown.take(event({ type: 'run.replanned', spec: '', generation: 1, reason: '', by: 'jo' }))
  expect(pass(0).join('\n')).toContain('1 of 3 tasks ended · 0 running')
})

test('tasks that were not chosen do not count', () => {
  const { shown, pass } = view()
  const standings = { 'plan.md#b': { kind: 'left-out', reason: 'not chosen' } } as const
  shown.begin({ ...begun, standings })
  shown.take(event(start('a')))
  expect(pass(0).join('\n')).toContain('0 of 1 tasks ended')
  shown.take(event(done('a')))
  expect(pass(0).join('\n')).toContain('critical path 100 % done')
})

test('the time that is left is told from how fast it went, and only when there is something to tell from', () => {
  const { shown, pass } = view(100)
  shown.begin({ ...begun, plans: [plan([task('a'), task('b', { needs: ['a'] })])] })
  shown.take(event(start('a')))
  expect(pass(10_000).join('\n')).not.toContain('left')
  shown.take(event(done('a')))
  shown.take(event(start('b'), 10_000))
  expect(pass(0).join('\n')).toContain('critical path 50 % done · 10 s, about 10 s left')
})

import { expect, test } from 'vitest'
import { live } from '../../src/cli/report/live.ts'
import { namesOf } from '../../src/cli/report/plain.ts'
import type { Happening, RunEvent } from '../../src/model/index.ts'
import { plan, task } from '../engine/plans.ts'

const names = namesOf([plan([task('a'), task('b')])])
const plainStyle = (_format: unknown, text: string): string => text

// oxlint-disable no-control-regex -- what a terminal is told are control characters

/** A terminal that understands what the live view writes: lines, cursor up, clear below. */
function terminal(columns = 60) {
  const lines: string[] = ['']
  return {
    columns,
    write(text: string) {
      for (const part of text.split(/(\u001b\[\d+A|\u001b\[0J|\n)/)) {
        const up = /^\u001b\[(\d+)A$/.exec(part)
        if (up) lines.splice(Math.max(0, lines.length - 1 - Number(up[1])), Infinity, '')
        else if (part === '\n') lines.push('')
        else if (part !== '\u001b[0J') lines[lines.length - 1] += part
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
const began: Happening = {
  type: 'run.started',
  spec: '',
  generation: 0,
  documents: ['plan.md'],
  permissions: '',
  tasks: 2,
  gates: 0,
}

function view(columns?: number) {
  const out = terminal(columns)
  let now = 0
  let tick = (): void => {}
  const shown = live({
    out,
    style: plainStyle,
    names,
    now: () => now,
    every: (draw) => {
      tick = draw
      return () => {}
    },
  })
  return { out, shown, pass: (time: number) => ((now += time), tick()) }
}

test('what runs stands at the foot with its time, and what has ended scrolls above it', () => {
  const { out, shown, pass } = view()
  shown.take(event(began))
  shown.take(event(start('a')))
  shown.take(event(start('b')))
  pass(2000)
  expect(out.screen()).toEqual([
    'Run r: 2 tasks, 0 gates in plan.md',
    expect.stringContaining('a Task a  2.0 s'),
    expect.stringContaining('b Task b  2.0 s'),
    expect.stringContaining('0 of 2 tasks ended'),
  ])
  shown.take(event(done('a')))
  shown.take(event(done('b', 'failed')))
  shown.close()
  expect(out.screen()).toEqual([
    'Run r: 2 tasks, 0 gates in plan.md',
    '✓ a Task a  1.5 s',
    '✗ b Task b: exit code 1',
  ])
})

test('a question has the terminal to itself, and nothing is lost meanwhile', () => {
  const { out, shown, pass } = view()
  shown.take(event(began))
  shown.take(event(start('a')))
  shown.hold()
  const before = out.screen()
  shown.take(event(done('a')))
  pass(5000)
  expect(out.screen()).toEqual(before)
  shown.release()
  expect(out.screen()).toContain('✓ a Task a  1.5 s')
})

test('a narrow terminal cuts lines instead of wrapping them, and many tasks are summed up', () => {
  const { out, shown } = view(24)
  shown.take(event(began))
  for (let index = 0; index < 12; index++) shown.take(event(start(`long-name-of-a-task-${index}`)))
  const block = out.screen().slice(1)
  expect(block).toHaveLength(10)
  expect(block.at(-2)).toBe('  … and 4 more')
  for (const line of block) expect(line.length).toBeLessThan(24)
})

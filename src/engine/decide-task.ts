import type { Json } from '../base/index.ts'
import type { Outcome, RunEvent, TaskKey } from '../model/index.ts'
import { beginRemedy, remedyFor } from './decide-failure.ts'
import { emit, positionOf, replace, taskState, underway, type Draft } from './draft.ts'
import type { OpenRequest, TaskState } from './state.ts'
import { taskLife, type TaskEvent } from './task.machine.ts'

export function taskReady(work: Draft, task: TaskKey, round: number): void {
  advance(work, task, 'ready', (state) => ({ ...state, round, due: 0, reason: '' }))
}

export function taskStarted(work: Draft, task: TaskKey, attempt: number): void {
  advance(work, task, 'start', (state) => ({ ...state, attempt }))
}

export function taskSaved(work: Draft, task: TaskKey, value: Json): void {
  const position = positionOf(work.state, task)
  replace(work, position, { ...taskState(work, position), saved: value })
}

export function taskRetried(
  work: Draft,
  { task, cause, reason, due }: Extract<RunEvent, { type: 'task.retried' }>,
): void {
  const more = cause === 'failed' ? 1 : 0
  advance(work, task, 'retry', (state) => ({ ...state, failures: state.failures + more, reason, due })) // prettier-ignore
}

const ends = { succeeded: 'succeed', failed: 'fail', cancelled: 'abort' } as const

export function taskFinished(work: Draft, task: TaskKey, outcome: Outcome, seq: number): void {
  const position = positionOf(work.state, task)
  if (outcome.kind === 'failed') {
    const contingency = remedyFor(work, position, outcome.reason, [])
    if (contingency !== null) {
      advance(work, task, 'remedy', (state) => ({ ...state, reason: outcome.reason }))
      return beginRemedy(work, position, contingency, outcome.reason)
    }
  }
  advance(work, task, ends[outcome.kind], (state) => ({
    ...state,
    ended: seq,
    settled: outcome.kind === 'succeeded' ? 'good' : 'bad',
    outputs: outcome.kind === 'succeeded' ? outcome.outputs : {},
    reason: outcome.kind === 'succeeded' ? '' : outcome.reason,
  }))
}

export function taskSkipped(work: Draft, task: TaskKey, reason: string, satisfied: boolean): void {
  advance(work, task, 'skip', (state) => ({
    ...state,
    settled: satisfied ? 'good' : 'bad',
    reason,
  }))
}

/** The task waits for an answer or a permission. */
export function taskHeld(work: Draft, task: TaskKey, request: OpenRequest): void {
  const reason = request.kind === 'question' ? request.text : request.reason
  advance(work, task, 'hold', (state) => ({ ...state, reason }))
}

/** The next step of the task's contingency. */
export function taskRemedy(work: Draft, task: TaskKey): void {
  advance(work, task, 'remedy', (state) => state)
}

/** No contingency helps: the task has failed. */
export function taskBad(work: Draft, task: TaskKey, reason: string): void {
  advance(work, task, 'fail', (state) => ({ ...state, settled: 'bad', reason }))
}

/** What the task waited for has come. */
export function taskReleased(work: Draft, task: TaskKey): void {
  const { round, remedying } = taskState(work, positionOf(work.state, task))
  if (remedying) return taskRemedy(work, task)
  emit(work, { type: 'task.ready', task, round })
}

function advance(
  work: Draft,
  task: TaskKey,
  event: TaskEvent,
  next: (state: TaskState) => TaskState,
): void {
  const position = positionOf(work.state, task)
  const state = taskState(work, position)
  const step = taskLife.step(state.life, event)
  if (!step) throw new Error(`task "${task}" is ${state.life} and cannot ${event}`)
  const remedying = step.life === 'remedying' || (state.remedying && step.life === 'waiting')
  replace(work, position, { ...next(state), life: step.life, remedying })
  if (step.life === 'running' && state.life !== 'running') underway(work, 1)
  if (state.life === 'running' && step.life !== 'running') underway(work, -1)
  for (const action of step.actions) act(work, task, action)
}

function act(work: Draft, task: TaskKey, action: string): void {
  if (action === 'perform') work.commands.push({ type: 'perform', task })
  if (action === 'remedy') work.commands.push({ type: 'remedy', subject: task })
  if (action === 'ask') work.commands.push({ type: 'ask', subject: task })
  if (action === 'wake') {
    const { due } = taskState(work, positionOf(work.state, task))
    work.commands.push({ type: 'wake', task, due })
  }
}

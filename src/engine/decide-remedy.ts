import { at } from '../base/index.ts'
import { splitKey, taskKey, type RunEvent, type TaskKey } from '../model/index.ts'
import { gateBad, gateRemedy } from './decide-gate.ts'
import { roundOf } from './decide-round.ts'
import { taskBad, taskRemedy } from './decide-task.ts'
import { change, emit, keysOf, nodeState, positionOf, type Draft } from './draft.ts'
import { stepsOf, type RemedyStep } from './remedy/index.ts'
import { approvalAnswer } from './approval.ts'
import type { GivenAnswer, Remedy, RunState } from './state.ts'

// What the document states for a failure, carried out.
//
//   M1. What failed is not settled while its contingency runs: nothing is skipped for it, and nothing that rests on it begins.
//   M2. A subject gets at most `remedies` contingencies; after the last it has failed.
//   M3. Undoing runs the compensations of what this run did in the document, last first; it ends the run as failed.

export function remedyStarted(
  work: Draft,
  { subject, contingency, reason }: Extract<RunEvent, { type: 'remedy.started' }>,
): void {
  const count = (work.state.remedies.get(subject)?.count ?? 0) + 1
  setRemedy(work, subject, { contingency, step: 0, count, reason })
}

function setRemedy(work: Draft, subject: string, remedy: Remedy): void {
  change(work, { remedies: new Map(work.state.remedies).set(subject, remedy) })
}

/** The steps of the remedy that runs for a subject. */
export function stepsFor(state: RunState, subject: string): readonly RemedyStep[] {
  const { plan } = state.graph.nodes[positionOf(state, subject)] ?? {}
  const remedy = state.remedies.get(subject)
  const contingency = remedy && plan?.contingencies[remedy.contingency]
  return contingency && plan ? stepsOf(contingency, plan.agents) : []
}

/** A step has ended: the next one, or the end when it failed. */
export function remedyStepped(
  work: Draft,
  { subject, outcome, action }: Extract<RunEvent, { type: 'remedy.stepped' }>,
): void {
  const remedy = work.state.remedies.get(subject)
  if (!remedy) throw new Error(`"${subject}" has no remedy`)
  setRemedy(work, subject, { ...remedy, step: remedy.step + 1 })
  if (outcome.kind === 'succeeded') return again(work, subject)
  const reason = `${remedy.reason}; then "${action}": ${outcome.reason}`
  emit(work, { type: 'remedy.finished', subject, decision: 'given-up', reason, by: 'engine' })
}

function again(work: Draft, subject: string): void {
  if (isTask(work, subject)) taskRemedy(work, subject)
  else gateRemedy(work, subject)
}

function isTask(work: Draft, subject: string): boolean {
  return nodeState(work, positionOf(work.state, subject)).kind === 'task'
}

export function remedyFinished(
  work: Draft,
  { subject, decision, reason, by }: Extract<RunEvent, { type: 'remedy.finished' }>,
): void {
  const position = positionOf(work.state, subject)
  switch (decision) {
    case 'again': {
      const nodes = keysOf(work.state, roundOf(work.state, [position], false))
      const note = work.state.remedies.get(subject)?.reason ?? null
      return emit(work, { type: 'round.opened', subject, nodes, reason, note, by })
    }
    case 'deferred':
      if (isTask(work, subject))
        return emit(work, { type: 'task.skipped', task: subject, reason, satisfied: false })
      return emit(work, { type: 'gate.skipped', gate: subject, reason })
    case 'given-up':
      return bad(work, subject, reason)
    case 'rolled-back':
      bad(work, subject, reason)
      return emit(work, {
        type: 'rollback.started',
        subject,
        reason,
        tasks: undone(work.state, subject),
      })
  }
}

function bad(work: Draft, subject: string, reason: string): void {
  if (isTask(work, subject)) taskBad(work, subject, reason)
  else gateBad(work, subject, reason)
}

/** What this run did in the subject's document and can undo, last first. */
function undone({ graph, nodes }: RunState, subject: string): readonly TaskKey[] {
  const { document } = splitKey(subject)
  return graph.nodes
    .flatMap(({ task, plan }, position) => {
      const state = at(nodes, position)
      const isDone = state.kind === 'task' && state.life === 'succeeded'
      return isDone && task?.compensation !== undefined && plan.document === document
        ? [{ key: taskKey(document, task.key), ended: state.ended }]
        : []
    })
    .toSorted((left, right) => right.ended - left.ended)
    .map(({ key }) => key)
}

/** The id of the question that a step puts to a person. */
export function remedyQuestion({ count, step }: Remedy): string {
  return `${prefix}${count}/${step}`
}

const prefix = 'remedy/'

export function isRemedyQuestion(question: string): boolean {
  return question.startsWith(prefix)
}

/** What a person decided about a failure. `roll back` is only offered where something can be undone. */
export const remedyChoices = ['done, run it again', 'go on with the next step', 'defer', 'give up', 'roll back'] as const // prettier-ignore

/** Takes a person's decision. */
export function remedyAnswered(work: Draft, subject: string, { value, by }: GivenAnswer): void {
  const { choice, note } = approvalAnswer(value)
  const text = note ?? choice
  const reason = work.state.remedies.get(subject)?.reason ?? ''
  const finish = (decision: 'again' | 'deferred' | 'given-up' | 'rolled-back'): void =>
    emit(work, {
      type: 'remedy.finished',
      subject,
      decision,
      reason: decision === 'given-up' ? reason : text,
      by,
    })
  if (choice === 'defer') return finish('deferred')
  if (choice === 'give up') return finish('given-up')
  if (choice === 'roll back') return finish('rolled-back')
  if (choice === 'go on with the next step') {
    const evidence = [{ kind: 'statement', by, text } as const]
    const outcome = { kind: 'succeeded', outputs: {}, evidence, usage: { duration: 0 } } as const
    return emit(work, { type: 'remedy.stepped', subject, action: 'asked a person', outcome })
  }
  return finish('again')
}

import { at } from '../base/index.ts'
import type { Happening, RunEvent } from '../model/index.ts'
import { approval, approvalAnswer } from './approval.ts'
import { commandName } from './conceal.ts'
import type { EngineCommand } from './command.ts'
import { change, draft, emit, keysOf, nodeState, positionOf, type Draft } from './draft.ts'
import {
  gateFinished,
  gateHeld,
  gateReleased,
  gateSkipped,
  gateStarted,
  gateWaived,
} from './decide-gate.ts'
import {
  believeEffects,
  forgetObserved,
  observed,
  rememberEnd,
  rememberStart,
} from './decide-fact.ts'
import { phaseFinished, phaseStarted } from './decide-phase.ts'
import { replanned } from './decide-replan.ts'
import { roundOpened } from './decide-round.ts'
import {
  isRemedyQuestion,
  remedyAnswered,
  remedyFinished,
  remedyStarted,
  remedyStepped,
} from './decide-remedy.ts'
import { signalReceived } from './decide-signal.ts'
import {
  taskFinished,
  taskHeld,
  taskReady,
  taskReleased,
  taskRetried,
  taskSaved,
  taskSkipped,
  taskStarted,
} from './decide-task.ts'
import { runLife, type RunLife, type RunLifeEvent } from './run.machine.ts'
import { spread, stand } from './settle.ts'
import {
  answerKey,
  awaitsReplan,
  type GivenAnswer,
  type OpenRequest,
  type RunState,
} from './state.ts'

// The core: from a state and an event to the next state and what is to be done. No clock, no chance, no input or output.
//
//   D1. The same events give the same state, whatever the commands' fate: restore is a fold that drops the commands.
//   D2. A task becomes ready only when every need has ended well; a task with a need that ended badly is skipped.
//   D3. Every event of a run passes here in the order of `seq`; what a state cannot take is a defect and throws.
//   D4. After `cancel` nothing becomes ready; the run ends when nothing runs any more.

/** What an event leads to. */
export interface Decision {
  readonly state: RunState
  readonly commands: readonly EngineCommand[]
}

/** Takes the next event of the run. Throws a plain Error when the event cannot follow the state: a defect. */
export function decide(state: RunState, event: RunEvent): Decision {
  if (event.seq !== state.seq)
    throw new Error(`event ${event.seq} of run ${state.run} cannot follow ${state.seq - 1}`)
  const work = draft({ ...state, seq: state.seq + 1 })
  take(work, event)
  if (!ends.has(work.state.life)) spread(work)
  conclude(work, state)
  return { state: work.state, commands: work.commands }
}

/** Lives in which nothing begins any more. */
const ends: ReadonlySet<RunLife> = new Set<RunLife>(['cancelling', 'stopping', 'undoing'])

function take(work: Draft, event: RunEvent): void {
  switch (event.type) {
    case 'run.started':
      live(work, 'start')
      change(work, { generation: event.generation })
      return stand(work)
    case 'run.replanned':
      return replanned(work, event)
    case 'run.paused':
      return live(work, 'pause')
    case 'run.resumed':
      forgetObserved(work)
      return live(work, 'resume')
    case 'run.finished':
      return live(work, ending[event.outcome])
    case 'phase.started':
      return phaseStarted(work, event.phase)
    case 'phase.finished':
      return phaseFinished(work, event.phase, event.outcome)
    case 'task.ready':
      return taskReady(work, event.task, event.round)
    case 'task.started':
      rememberStart(work, positionOf(work.state, event.task))
      return taskStarted(work, event.task, event.attempt)
    case 'task.saved':
      return taskSaved(work, event.task, event.value)
    case 'task.retried':
      return taskRetried(work, event)
    case 'task.finished':
      rememberEnd(work, positionOf(work.state, event.task), event.outcome)
      if (event.outcome.kind === 'succeeded')
        believeEffects(work, positionOf(work.state, event.task))
      return taskFinished(work, event.task, event.outcome, event.seq)
    case 'task.skipped':
      return taskSkipped(work, event.task, event.reason, event.satisfied)
    case 'gate.started':
      return gateStarted(work, event.gate)
    case 'gate.finished':
      return gateFinished(work, event.gate, event.verdict, event.criteria, event.blocking)
    case 'gate.skipped':
      return gateSkipped(work, event.gate, event.reason, event.satisfied ?? false)
    case 'fact.observed':
      return observed(work, event.name, event.value)
    case 'permission.requested':
      return hold(work, event.subject, { kind: 'permission', ...picked(event) })
    case 'permission.given':
      return permitted(work, event.subject, commandName(event), event.decision)
    case 'question.asked': {
      const { subject, question, text, choices, fields } = event
      const answers = new Map(work.state.answers)
      // An answer holds until the same is asked again.
      if (answers.delete(answerKey(subject, question))) change(work, { answers })
      const more = fields === undefined ? {} : { fields }
      return hold(work, subject, { kind: 'question', subject, question, text, choices, ...more })
    }
    case 'question.answered':
      return answered(work, event.subject, event.question, { value: event.answer, by: event.by })
    case 'remedy.started':
      return remedyStarted(work, event)
    case 'remedy.stepped':
      return remedyStepped(work, event)
    case 'remedy.finished':
      return remedyFinished(work, event)
    case 'rollback.started':
      change(work, { undoing: event.tasks })
      return live(work, 'undo')
    case 'task.compensated':
      return change(work, { undoing: (work.state.undoing ?? []).slice(1) })
    case 'gate.waived':
      return gateWaived(work, event.gate, event.by, event.why)
    case 'round.opened':
      live(work, 'reopen')
      return roundOpened(work, event)
    case 'run.stopping':
      return live(work, 'halt')
    case 'signal.received':
      return event.kind === 'cancel' && runLife.step(work.state.life, 'cancel')
        ? live(work, 'cancel')
        : signalReceived(work, event)
    case 'permission.decided':
    case 'signal.refused':
    case 'task.progressed':
      return undefined
  }
}

const ending = { succeeded: 'succeed', failed: 'fail', cancelled: 'end' } as const

type PermissionRequested = Extract<RunEvent, { type: 'permission.requested' }>

function picked({
  subject,
  command,
  reason,
  dangerous,
  pattern,
  denied,
  digest,
}: PermissionRequested): Omit<Extract<OpenRequest, { kind: 'permission' }>, 'kind'> {
  const name = digest === undefined ? {} : { digest }
  return { subject, command, reason, dangerous, pattern, denied, ...name }
}

function live(work: Draft, cause: RunLifeEvent): void {
  const step = runLife.step(work.state.life, cause)
  if (!step) throw new Error(`run ${work.state.run} is ${work.state.life} and cannot ${cause}`)
  change(work, { life: step.life })
  if (step.actions.includes('stop')) work.commands.push({ type: 'stop' })
}

function hold(work: Draft, subject: string, request: OpenRequest): void {
  change(work, { requests: new Map(work.state.requests).set(subject, request) })
  if (isGate(work, subject)) gateHeld(work, subject, request)
  else taskHeld(work, subject, request)
}

function permitted(
  work: Draft,
  subject: string,
  command: string,
  decision: 'once' | 'always' | 'never',
): void {
  if (decision === 'never') return
  const grants = [...(work.state.grants.get(subject) ?? []), command]
  change(work, { grants: new Map(work.state.grants).set(subject, grants) })
  release(work, subject)
}

function answered(work: Draft, subject: string, question: string, answer: GivenAnswer): void {
  const answers = new Map(work.state.answers)
  change(work, { answers: answers.set(answerKey(subject, question), answer) })
  if (isRemedyQuestion(question)) {
    const requests = new Map(work.state.requests)
    requests.delete(subject)
    change(work, { requests })
    return remedyAnswered(work, subject, answer)
  }
  if (question === approval && approvalAnswer(answer.value).choice === 'changes')
    return pushBack(work, subject, answer)
  if (question === 'unblock' && answer.value === 'skip')
    emit(work, {
      type: 'task.skipped',
      task: subject,
      reason: `${answer.by} skipped it`,
      satisfied: true,
    })
  else release(work, subject)
}

/** The work that a gate judges goes back with what the person said, and the gate comes again after it. */
function pushBack(work: Draft, gate: string, { value, by }: GivenAnswer): void {
  const { state } = work
  const position = positionOf(state, gate)
  const judged = (state.graph.needs[position] ?? []).filter((need) => {
    const node = at(state.nodes, need)
    return node.kind === 'task' && node.settled === 'good' && node.life !== 'stood'
  })
  const { note } = approvalAnswer(value)
  const nodes = keysOf(
    state,
    [...judged, position].toSorted((left, right) => left - right),
  )
  emit(work, { type: 'round.opened', subject: gate, nodes, reason: 'changes were asked for', note, by }) // prettier-ignore
}

function release(work: Draft, subject: string): void {
  const requests = new Map(work.state.requests)
  requests.delete(subject)
  change(work, { requests })
  if (isGate(work, subject)) gateReleased(work, subject)
  else taskReleased(work, subject)
}

function isGate(work: Draft, key: string): boolean {
  const position = work.state.graph.position.get(key)
  return position !== undefined && work.state.graph.nodes[position]?.kind === 'gate'
}

/** Ends the run when nothing is left to do (D4). Only an event that changed something can end it. */
function conclude(work: Draft, before: RunState): void {
  const { state } = work
  if (ends.has(state.life)) {
    const moved =
      before.life !== state.life || before.underway > 0 || before.undoing !== state.undoing
    if (state.underway > 0 || !moved) return
    const [next] = state.life === 'undoing' ? (state.undoing ?? []) : []
    if (next !== undefined) work.commands.push({ type: 'compensate', task: next })
    else emit(work, lastOf(state))
    return
  }
  if ((state.life === 'running' || state.life === 'paused') && failsFast(work))
    return emit(work, { type: 'run.stopping', reason: 'a failure ends the run' })
  const finished = state.life === 'running' && state.open === 0
  if (!finished || (before.life === 'running' && before.open === 0)) return
  if (awaitsReplan(state)) {
    work.commands.push({ type: 'replan' })
    return
  }
  emit(work, {
    type: 'run.finished',
    outcome: state.bad === 0 ? 'succeeded' : 'failed',
    reason: state.bad === 0 ? 'all is done' : 'not all could be done',
  })
}

function lastOf({ life }: RunState): Happening {
  return life === 'cancelling'
    ? { type: 'run.finished', outcome: 'cancelled', reason: 'cancelled' }
    : {
        type: 'run.finished',
        outcome: 'failed',
        reason: life === 'undoing' ? 'rolled back' : 'a failure ended the run',
      }
}

function failsFast(work: Draft): boolean {
  if (work.state.spec.policy !== 'fail-fast') return false
  return work.ended.some((position) => {
    const { life, settled } = nodeState(work, position)
    return settled === 'bad' && life !== 'skipped'
  })
}

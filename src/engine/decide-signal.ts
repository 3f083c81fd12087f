import { at, isObject, type Json } from '../base/index.ts'
import type { RunEvent } from '../model/index.ts'
import { approvalAnswer, approve } from './approval.ts'
import { roundOf } from './decide-round.ts'
import { emit, keysOf, type Draft } from './draft.ts'
import type { NodeState, OpenRequest, RunState } from './state.ts'

// What people ask of a run from outside. Each becomes an event, or is refused with the reason.

type Received = Extract<RunEvent, { type: 'signal.received' }>

/** Takes a signal other than `cancel`. */
export function signalReceived(work: Draft, event: Received): void {
  const reason = refusal(work, event)
  if (reason !== null) emit(work, { type: 'signal.refused', signal: event.signal, reason })
}

/** Carries the signal out. The reason when it cannot be. */
function refusal(work: Draft, { kind, payload, by }: Received): string | null {
  const { subject, fields } = read(payload)
  switch (kind) {
    case 'pause':
      if (work.state.life !== 'running') return `the run is ${work.state.life}`
      emit(work, { type: 'run.paused', reason: 'requested', by })
      return null
    case 'retry':
      return retry(work, subject, fields['downstream'] === true, textOf(fields['note']), by)
    case 'waive':
      return waive(work, subject, textOf(fields['why']) ?? '', by)
    case 'answer':
      return answer(work, subject, fields['value'] ?? null, by)
    case 'approve':
      return approved(work, subject, fields['reject'] === true, textOf(fields['note']), by)
    default:
      return `there is no signal "${kind}"`
  }
}

function read(payload: Json): {
  readonly subject: string
  readonly fields: { readonly [name: string]: Json | undefined }
} {
  const fields = isObject(payload) ? payload : {}
  return { subject: textOf(fields['subject']) ?? '', fields }
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}

/** The state of a task or gate by its key. */
function found(state: RunState, subject: string): { at: number; node: NodeState } | null {
  const position = state.graph.position.get(subject)
  if (position === undefined) return null
  const one = at(state.nodes, position)
  return one.kind === 'task' || one.kind === 'gate' ? { at: position, node: one } : null
}

const underWay: ReadonlySet<string> = new Set(['running', 'open', 'remedying'])

function retry(
  work: Draft,
  subject: string,
  downstream: boolean,
  note: string | null,
  by: string,
): string | null {
  const { state } = work
  const one = found(state, subject)
  if (!one) return `there is no task or gate "${subject}"`
  if (state.life !== 'running' && state.life !== 'paused' && state.life !== 'failed' && state.life !== 'succeeded')
    return `the run is ${state.life}` // prettier-ignore
  if (underWay.has(one.node.life)) return 'it is under way'
  if (one.node.settled === 'open' && one.node.life !== 'waiting' && one.node.life !== 'backing')
    return 'it has not run yet'
  const needs = state.graph.needs[one.at] ?? []
  const bad = needs.find((need) => at(state.nodes, need).settled === 'bad')
  if (bad !== undefined) return `"${state.graph.nodes[bad]?.key ?? ''}", which it needs, has not ended well` // prettier-ignore
  const positions = roundOf(state, [one.at], downstream)
  const busy = downstream && (state.graph.dependents[one.at] ?? []).find((each) => underWay.has(at(state.nodes, each).life)) // prettier-ignore
  if (typeof busy === 'number') return `"${state.graph.nodes[busy]?.key ?? ''}", which rests on it, is under way` // prettier-ignore
  emit(work, { type: 'round.opened', subject, nodes: keysOf(state, positions), reason: 'asked for', note, by }) // prettier-ignore
  return null
}

function waive(work: Draft, subject: string, why: string, by: string): string | null {
  const { state } = work
  const one = found(state, subject)
  if (one?.node.kind !== 'gate') return `there is no gate "${subject}"`
  if (one.node.life === 'passed' || one.node.life === 'waived') return `it is ${one.node.life}`
  if (why.trim() === '') return 'a waiver needs a reason'
  if (state.life === 'cancelled' || state.life === 'cancelling') return `the run is ${state.life}`
  const wasBad = one.node.settled === 'bad'
  emit(work, { type: 'gate.waived', gate: subject, by, why })
  if (!wasBad) return null
  const positions = roundOf(state, [one.at], false).filter((position) => position !== one.at)
  const open = { nodes: keysOf(state, positions), reason: 'its gate was waived', note: null, by }
  if (positions.length > 0) emit(work, { type: 'round.opened', subject, ...open })
  return null
}

function answer(work: Draft, subject: string, value: Json, by: string): string | null {
  const open = work.state.requests.get(subject)
  if (!open) return 'it asks nothing'
  if (open.kind === 'permission') return permit(work, open, value, by)
  const { question, choices } = open
  const said = approvalAnswer(value)
  if (choices.length > 0 && !choices.includes(said.choice))
    return `"${said.choice}" is none of: ${choices.join(', ')}`
  emit(work, { type: 'question.answered', subject, question, answer: value, by })
  return null
}

function permit(
  work: Draft,
  { subject, command, digest, denied }: Extract<OpenRequest, { kind: 'permission' }>,
  value: Json,
  by: string,
): string | null {
  if (denied) return 'a deny pattern of the configuration forbids the command'
  if (value !== 'once' && value !== 'never')
    return `${JSON.stringify(value)} is none of: once, never`
  const name = digest === undefined ? {} : { digest }
  emit(work, { type: 'permission.given', subject, command, ...name, decision: value, by })
  return null
}

function approved(
  work: Draft,
  subject: string,
  reject: boolean,
  note: string | null,
  by: string,
): string | null {
  const open = work.state.requests.get(subject)
  if (!open) return 'it waits for nobody'
  if (open.kind === 'permission') return permit(work, open, reject ? 'never' : 'once', by)
  const value = approve(open, reject, note)
  if (value === null) return `it asks "${open.text}"; answer with one of: ${open.choices.join(', ') || 'free text'}` // prettier-ignore
  emit(work, { type: 'question.answered', subject, question: open.question, answer: value, by })
  return null
}

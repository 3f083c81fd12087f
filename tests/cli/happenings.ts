import type { EventType, Evidence, Happening, Outcome } from '../../src/model/index.ts'

const hash = 'a'.repeat(64)
const task = 'plan.md#a'
const gate = 'plan.md#gate/g'
const phase = 'plan.md#phase/p'
const round = 0
const by = 'jo'

/** What a command printed that failed; what is said of it is in every text. */
export function printed(said: string): Evidence {
  return {
    kind: 'command',
    command: said,
    exit: 1,
    signal: null,
    duration: 1,
    tail: `${said}\n`,
    hash,
    bytes: 1,
    truncated: false,
    confinement: 'plain',
  }
}

/** One event of every kind that there is; `said` stands wherever a person, a document or a command has a say. */
export function happenings(said: string): { readonly [T in EventType]: OfType<T> } {
  const evidence = [printed(said)]
  const usage = { duration: 1 }
  const failed: Outcome = { kind: 'failed', reason: said, transient: false, evidence, usage }
  const subject = task
  return {
    'run.started': {
      type: 'run.started',
      spec: hash,
      generation: 0,
      documents: [said],
      permissions: hash,
      tasks: 2,
      gates: 1,
    },
    'run.replanned': {
      type: 'run.replanned',
      spec: hash,
      generation: 1,
      reason: said,
      failed: [said],
      by: said,
    },
    'run.paused': { type: 'run.paused', reason: 'requested', by: said },
    'run.resumed': { type: 'run.resumed', by: said },
    'run.stopping': { type: 'run.stopping', reason: said },
    'run.finished': { type: 'run.finished', outcome: 'failed', reason: said },
    'phase.started': { type: 'phase.started', phase },
    'phase.finished': { type: 'phase.finished', phase, outcome: 'failed' },
    'task.ready': { type: 'task.ready', task, round },
    'task.started': {
      type: 'task.started',
      task,
      round,
      attempt: 1,
      agent: 'shell',
      key: 'r/0/a/0',
      command: said,
      allowed: said,
    },
    'task.progressed': { type: 'task.progressed', task, note: said },
    'task.saved': { type: 'task.saved', task, value: said },
    'task.retried': { type: 'task.retried', task, round, cause: 'failed', reason: said, due: 0 },
    'task.finished': { type: 'task.finished', task, round, attempt: 1, outcome: failed, definition: hash }, // prettier-ignore
    'task.skipped': { type: 'task.skipped', task, reason: said, satisfied: false },
    'gate.started': { type: 'gate.started', gate, round },
    'gate.finished': {
      type: 'gate.finished',
      gate,
      round,
      verdict: 'failed',
      criteria: [{ key: 'k', text: said, verdict: 'failed', reason: said, evidence }],
      blocking: false,
      duration: 1,
    },
    'gate.skipped': { type: 'gate.skipped', gate, reason: said },
    'gate.waived': { type: 'gate.waived', gate, by: said, why: said },
    'round.opened': { type: 'round.opened', subject, nodes: [task, gate], reason: said, note: said, by: said }, // prettier-ignore
    'remedy.started': { type: 'remedy.started', subject, trigger: said, contingency: 0, reason: said }, // prettier-ignore
    'remedy.stepped': { type: 'remedy.stepped', subject, action: said, outcome: failed },
    'remedy.finished': { type: 'remedy.finished', subject, decision: 'given-up', reason: said, by: said }, // prettier-ignore
    'rollback.started': { type: 'rollback.started', subject, reason: said, tasks: [task] },
    'task.compensated': { type: 'task.compensated', task, outcome: failed },
    'fact.observed': { type: 'fact.observed', name: 'coverage', value: said, evidence: printed(said) }, // prettier-ignore
    'permission.requested': {
      type: 'permission.requested',
      subject,
      command: `${said}\nsecond`,
      reason: said,
      dangerous: false,
      pattern: said,
      denied: false,
    },
    'permission.decided': { type: 'permission.decided', subject, command: said, allowed: false, reason: said }, // prettier-ignore
    'permission.given': { type: 'permission.given', subject, command: said, decision: 'never', by: said }, // prettier-ignore
    'question.asked': { type: 'question.asked', subject, question: 'q', text: said, choices: [said] }, // prettier-ignore
    'question.answered': { type: 'question.answered', subject, question: 'q', answer: { choice: 'no', note: said }, by }, // prettier-ignore
    'signal.received': { type: 'signal.received', signal: 's', kind: 'retry', payload: { subject, note: said }, by: said }, // prettier-ignore
    'signal.refused': { type: 'signal.refused', signal: 's', reason: said },
  }
}

type OfType<T extends EventType> = Extract<Happening, { readonly type: T }>

import { createHash } from 'node:crypto'
import { redactField, redactJson } from '../commands/index.ts'
import type { Evidence, Happening, Outcome } from '../model/index.ts'

/** The text with its secrets hidden. */
export type Conceal = (text: string) => string

/**
 * A happening as it may be kept and shown: what agents, commands and persons said has no secrets in it. Keys, hashes and what the
 * plan itself says stay as they are, since the run is found again by them.
 */
export function concealed(happening: Happening, conceal: Conceal): Happening {
  switch (happening.type) {
    case 'task.started': {
      const { command, allowed } = happening
      return { ...happening, command: command && conceal(command), allowed: allowed && conceal(allowed) } // prettier-ignore
    }
    case 'task.progressed':
      return { ...happening, note: conceal(happening.note) }
    case 'task.saved':
      return { ...happening, value: redactJson(happening.value, conceal) }
    case 'task.finished':
    case 'task.compensated':
    case 'remedy.stepped':
      return { ...happening, outcome: outcomeOf(happening.outcome, conceal) }
    case 'task.retried':
    case 'task.skipped':
    case 'gate.skipped':
    case 'remedy.started':
    case 'remedy.finished':
    case 'rollback.started':
      return { ...happening, reason: conceal(happening.reason) }
    case 'gate.finished': {
      const criteria = happening.criteria.map((one) => ({
        ...one,
        reason: conceal(one.reason),
        ...(one.measured === undefined ? {} : { measured: conceal(one.measured) }),
        evidence: one.evidence.map((each) => evidenceOf(each, conceal)),
      }))
      return { ...happening, criteria }
    }
    case 'gate.waived':
      return { ...happening, why: conceal(happening.why) }
    case 'round.opened':
      return { ...happening, note: happening.note && conceal(happening.note) }
    case 'fact.observed': {
      const { evidence } = happening
      return { ...happening, evidence: evidence && evidenceOf(evidence, conceal) }
    }
    case 'permission.requested': {
      const { command, pattern, reason } = happening
      const shown = { command: conceal(command), pattern: conceal(pattern), reason: conceal(reason) } // prettier-ignore
      return { ...happening, ...shown, ...named(command, shown.command) }
    }
    case 'permission.decided': {
      const shown = conceal(happening.command)
      const reason = conceal(happening.reason)
      return { ...happening, command: shown, reason, ...named(happening.command, shown) }
    }
    case 'permission.given': {
      const command = conceal(happening.command)
      return { ...happening, command, ...named(happening.command, command) }
    }
    case 'question.asked':
      return { ...happening, text: conceal(happening.text) }
    case 'question.answered':
      return { ...happening, answer: redactJson(happening.answer, conceal) }
    case 'signal.received':
      return { ...happening, payload: redactJson(happening.payload, conceal) }
    case 'signal.refused':
      return { ...happening, reason: conceal(happening.reason) }
    default:
      return happening
  }
}

/** What stands for a command among those that were allowed: the command, or the hash of one that is not kept as it is. */
export function commandName({ command, digest }: Named): string {
  return digest ?? command
}

interface Named {
  readonly command: string
  /** SHA-256, hexadecimal. */
  readonly digest?: string
}

/** SHA-256 of a command, hexadecimal. */
export function commandDigest(command: string): string {
  return createHash('sha256').update(command).digest('hex')
}

/** By what a command is known that is not shown as it is. What is concealed already keeps its name. */
function named(command: string, shown: string): { readonly digest?: string } {
  return command === shown ? {} : { digest: commandDigest(command) }
}

function outcomeOf(outcome: Outcome, conceal: Conceal): Outcome {
  const evidence = outcome.evidence.map((one) => evidenceOf(one, conceal))
  if (outcome.kind !== 'succeeded') return { ...outcome, reason: conceal(outcome.reason), evidence }
  const outputs = Object.entries(outcome.outputs).map(
    ([name, value]) => [conceal(name), redactField(name, value, conceal)] as const,
  )
  return { ...outcome, outputs: Object.fromEntries(outputs), evidence }
}

function evidenceOf(evidence: Evidence, conceal: Conceal): Evidence {
  switch (evidence.kind) {
    case 'command':
      return { ...evidence, command: conceal(evidence.command), tail: conceal(evidence.tail) }
    case 'script': {
      const { value, error, tail } = evidence
      return {
        ...evidence,
        ...(value === undefined ? {} : { value: redactJson(value, conceal) }),
        error: error && { ...error, message: conceal(error.message) },
        tail: conceal(tail),
      }
    }
    case 'statement':
      return { ...evidence, text: conceal(evidence.text) }
    default:
      return evidence
  }
}

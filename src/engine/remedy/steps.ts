import type { Contingency } from '../../model/index.ts'

/** One thing that a contingency states is to be done. */
export type RemedyStep =
  /** Runs a command of the document: a switch, a revert, a fix. */
  | { readonly kind: 'command'; readonly text: string; readonly command: string }
  /** Gives the work to an agent that the document names. */
  | { readonly kind: 'agent'; readonly text: string; readonly agent: string }
  /** Runs what failed again. */
  | { readonly kind: 'again'; readonly text: string }
  /** Leaves what failed for later. */
  | { readonly kind: 'defer'; readonly text: string }
  /** Undoes what was done. */
  | { readonly kind: 'rollback'; readonly text: string }
  /** Everything else is for a person. */
  | { readonly kind: 'person'; readonly text: string }

/**
 * What a contingency's actions ask for, in their order: words of a plan's author as something that an engine can do. What it cannot
 * do goes to a person, several such actions in one question. A rollback ends with undoing what was done.
 */
export function stepsOf(
  { actions, kind }: Contingency,
  agents: readonly string[],
): readonly RemedyStep[] {
  const all = actions.flatMap((action) => clausesOf(action)).map((text) => stepOf(text, agents))
  const last = all.at(-1)
  if (kind === 'rollback' && last?.kind !== 'rollback')
    all.push({ kind: 'rollback', text: 'Roll back' })
  return joined(all)
}

/** `A investigates, B fixes`: one clause for each; a list of things after one verb stays together. */
function clausesOf(action: string): readonly string[] {
  const parts = action
    .split(/\s*(?:;|→|->|=>|,\s+then\b|\bthen\b)\s*/)
    .flatMap((part) =>
      part.split(
        /,\s+(?=(?:\S+\s){0,2}(?:agent|retry|re-?run|defer|roll|revert|fixes|escalate)\b)/i,
      ),
    )
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

function stepOf(text: string, agents: readonly string[]): RemedyStep {
  const command = commandIn(text)
  if (command !== null) return { kind: 'command', text, command }
  if (/\b(?:re-?run|re-?try|run\b.*\bagain|try again|repeat)\b/i.test(text))
    return { kind: 'again', text }
  const agent = agentIn(text, agents)
  if (agent !== null) return { kind: 'agent', text, agent }
  if (/\b(?:defer|postpone|skip|leave (?:it )?for later|move to (?:the )?backlog)\b/i.test(text))
    return { kind: 'defer', text }
  if (/\broll(?:ing)? ?back\b|^revert\b/i.test(text)) return { kind: 'rollback', text }
  return { kind: 'person', text }
}

/** A text in back-ticks that begins like a command: a word, then arguments, and no `key: value`. */
function commandIn(text: string): string | null {
  const found = /`([^`]+)`/.exec(text)?.[1]?.trim()
  if (found === undefined || /^[\w.-]+\s*[:=]/.test(found)) return null
  return /^(?:\.{0,2}\/[\w./-]+|[a-z][\w.-]*)(?:\s+\S.*)$/.test(found) ? found : null
}

function agentIn(text: string, agents: readonly string[]): string | null {
  const folded = ` ${fold(text)} `
  return agents.find((name) => folded.includes(` ${fold(name)} `)) ?? null
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
}

/** Neighbours that are for a person become one. */
function joined(steps: readonly RemedyStep[]): readonly RemedyStep[] {
  const result: RemedyStep[] = []
  for (const step of steps) {
    const before = result.at(-1)
    if (step.kind === 'person' && before?.kind === 'person')
      result[result.length - 1] = { kind: 'person', text: `${before.text}; ${step.text}` }
    else result.push(step)
  }
  return result
}

import { boundsOf, candidates } from '../agents/index.ts'
import { decidePermission, type Happening, type PermissionDecision } from '../model/index.ts'
import { commandDigest } from './conceal.ts'
import type { Settings } from './options.ts'
import type { RunState } from './state.ts'

/**
 * Whether a command may run for a task or gate: by the permissions of this invocation, or by what somebody granted in this run, within
 * the bounds of the task's agents.
 */
export function permit(
  state: RunState,
  settings: Settings,
  subject: string,
  command: string,
): PermissionDecision {
  const bound = boundFor(state, settings, subject, command)
  if (bound) return bound
  const decision = decidePermission(command, settings.permissions)
  if (!decision.allowed && !decision.denied && isGranted(state, subject, command))
    return { allowed: true, by: 'granted in this run' }
  return decision
}

function isGranted({ grants }: RunState, subject: string, command: string): boolean {
  const given = grants.get(subject)
  return given !== undefined && (given.includes(command) || given.includes(commandDigest(command)))
}

/** Why the task's agents may not run the command, whoever allows it; null: they may. */
function boundFor(
  { graph }: RunState,
  { agents, defaultAgent }: Settings,
  subject: string,
  command: string,
): PermissionDecision | null {
  const position = graph.position.get(subject)
  const task = position === undefined ? undefined : graph.nodes[position]?.task
  if (!task) return null
  for (const { allow, deny } of boundsOf(command, task, candidates(task, agents, defaultAgent))) {
    const all = allow.length === 0 ? 'no bound' : null
    const decision = decidePermission(command, { allow, deny, all })
    if (decision.allowed || (!decision.denied && all !== null)) continue
    const reason = decision.denied ? decision.reason : `It is beyond what ${allow[0]?.source ?? 'the agent'} allows the agent: ${decision.reason}` // prettier-ignore
    return { ...decision, denied: true, reason }
  }
  return null
}

/** The decision about a command, for the journal. */
export function decided(subject: string, command: string, decision: PermissionDecision): Happening {
  const reason = decision.allowed ? decision.by : decision.reason
  return { type: 'permission.decided', subject, command, allowed: decision.allowed, reason }
}

/** The request for a command that is not allowed. */
export function request(
  subject: string,
  command: string,
  decision: Extract<PermissionDecision, { allowed: false }>,
): Happening {
  const { reason, dangerous, pattern, denied } = decision
  return { type: 'permission.requested', subject, command, reason, dangerous, pattern, denied }
}

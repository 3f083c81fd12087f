import { boundsOf, candidates, type Agent } from '../agents/index.ts'
import {
  decidePermission,
  permissionsFor,
  type Happening,
  type PermissionDecision,
  type Task,
} from '../model/index.ts'
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
  performer: Performer = performerOf(state, settings, subject),
): PermissionDecision {
  const bound = boundFor(performer, command)
  if (bound) return bound
  const decision = decisionFor(state, settings, { subject, command }, performer)
  if (!decision.allowed && !decision.denied && isGranted(state, subject, command))
    return { allowed: true, by: 'granted in this run' }
  return decision
}

function isGranted({ grants }: RunState, subject: string, command: string): boolean {
  const given = grants.get(subject)
  return given !== undefined && (given.includes(command) || given.includes(commandDigest(command)))
}

/** Whose command it is. */
export interface Performer {
  /** Null: nobody's, as a gate's. */
  readonly task: Task | null
  /** Those that may perform the task. */
  readonly agents: readonly Agent[]
}

function performerOf(
  { graph }: RunState,
  { agents, defaultAgent }: Settings,
  subject: string,
): Performer {
  const task = graph.nodes[graph.position.get(subject) ?? -1]?.task ?? null
  return { task, agents: task ? candidates(task, agents, defaultAgent) : [] }
}

/** By the permissions that count for the document and for each agent that may perform the task: all must allow it. */
function decisionFor(
  { graph }: RunState,
  { permissions }: Settings,
  { subject, command }: { readonly subject: string; readonly command: string },
  { task, agents }: Performer,
): PermissionDecision {
  const document = graph.nodes[graph.position.get(subject) ?? -1]?.document ?? ''
  const decide = (agent: string | null): PermissionDecision =>
    decidePermission(command, permissionsFor(permissions, { document, agent }))
  const [first, ...others] = agents.map(({ name }) => name)
  const decision = decide(first ?? task?.agent ?? null)
  const all = [decision, ...others.map(decide)]
  return (
    all.find((one) => !one.allowed && one.denied) ?? all.find((one) => !one.allowed) ?? decision
  )
}

/** Why the task's agents may not run the command, whoever allows it; null: they may. */
function boundFor({ task, agents }: Performer, command: string): PermissionDecision | null {
  if (!task) return null
  for (const { allow, deny } of boundsOf(command, task, agents)) {
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

import { decidePermission, type Happening, type PermissionDecision } from '../model/index.ts'
import type { Settings } from './options.ts'
import type { RunState } from './state.ts'

/** Whether a command may run for a task or gate: by the permissions of this invocation, or by what somebody granted in this run. */
export function permit(
  state: RunState,
  { permissions }: Settings,
  subject: string,
  command: string,
): PermissionDecision {
  const decision = decidePermission(command, permissions)
  if (!decision.allowed && !decision.denied && state.grants.get(subject)?.includes(command))
    return { allowed: true, by: 'granted in this run' }
  return decision
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

import type { Timestamp } from '../base/index.ts'
import type { RunEvent } from '../model/index.ts'

/** A decision whether a command may run. */
export interface PermissionEntry {
  readonly at: Timestamp
  /** Of the event. */
  readonly seq: number
  /** The task or gate. */
  readonly subject: string
  /** Redacted. */
  readonly command: string
  /** SHA-256 of a command that is not kept as it is; null: it is. */
  readonly digest: string | null
  /** `waits`: nothing allowed it yet; `denied`: a pattern forbids it. */
  readonly decision: 'allowed' | 'waits' | 'denied'
  /** What or who allowed it, or why it may not run. */
  readonly reason: string
}

/** Every decision about a permission that a run made or was told, in their order. */
export function permissionAudit(events: Iterable<RunEvent>): readonly PermissionEntry[] {
  return Array.from(events).flatMap((event) => entryOf(event) ?? [])
}

function entryOf(event: RunEvent): PermissionEntry | null {
  const { at, seq } = event
  switch (event.type) {
    case 'task.started': {
      const { task: subject, command, allowed } = event
      if (command === null || allowed === null) return null
      return { at, seq, subject, command, digest: null, decision: 'allowed', reason: allowed }
    }
    case 'permission.requested': {
      const { subject, command, digest = null, denied, reason } = event
      return { at, seq, subject, command, digest, decision: denied ? 'denied' : 'waits', reason }
    }
    case 'permission.decided': {
      const { subject, command, digest = null, allowed, reason } = event
      return { at, seq, subject, command, digest, decision: allowed ? 'allowed' : 'denied', reason }
    }
    case 'permission.given': {
      const { subject, command, digest = null, by } = event
      const decision = event.decision === 'never' ? 'denied' : 'allowed'
      return { at, seq, subject, command, digest, decision, reason: `${by}: ${event.decision}` }
    }
    default:
      return null
  }
}

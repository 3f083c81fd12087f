import { agentKey } from '../agent-name.ts'
import type { PermissionPattern, Permissions } from './decide.ts'
import { matches } from './glob.ts'

/** What a pattern counts for. Absent parts mean: for all. */
export interface PermissionScope {
  /** A glob over documents, as a run names them. */
  readonly document?: string
  readonly agent?: string
}

/** The permissions as they count for a document's commands, and for an agent's tasks; null: for no agent's. */
export function permissionsFor(
  permissions: Permissions,
  where: { readonly document: string; readonly agent: string | null },
): Permissions {
  const { allow, deny, all } = permissions
  if (![...allow, ...deny].some(({ only }) => only)) return permissions
  const counts = ({ only }: PermissionPattern): boolean => !only || covers(only, where)
  return { allow: allow.filter(counts), deny: deny.filter(counts), all }
}

function covers(
  only: PermissionScope,
  { document, agent }: { readonly document: string; readonly agent: string | null },
): boolean {
  if (only.document !== undefined && !matches(only.document, document)) return false
  return only.agent === undefined || (agent !== null && agentKey(only.agent) === agentKey(agent))
}

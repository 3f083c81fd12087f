import { agentKey } from '../agent-name.ts'
import { matches } from './glob.ts'

/** A glob over the simple commands of a script, and where it was given, such as `--allow npm test` or `goap.config.json`. */
export interface PermissionPattern {
  readonly pattern: string
  readonly source: string
  /** Where it counts, see `permissionsFor`. Default: everywhere. */
  readonly only?: PermissionScope
}

/** What commands may run. */
export interface Permissions {
  readonly allow: readonly PermissionPattern[]
  /** Wins over everything. */
  readonly deny: readonly PermissionPattern[]
  /** Who allowed everything that is not dangerous, such as `--yes`; null when nobody did. */
  readonly all: string | null
}

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

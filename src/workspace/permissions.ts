import { basename } from 'node:path'
import type { PermissionPattern, PermissionScope, Permissions } from '../model/index.ts'
import type { Configuration } from './configuration.ts'
import type { Workspace } from './find-workspace.ts'
import { alwaysAllowed, trustOf } from './trust.ts'

export interface PermissionFlags {
  /** Patterns of `--allow`. */
  readonly allow: readonly string[]
  /** `--yes`: everything that is not dangerous. */
  readonly yes: boolean
}

export interface LoadedPermissions {
  readonly permissions: Permissions
  /** Why the configuration's own permissions do not count, when they do not. */
  readonly note: string | null
}

/** Puts together what may run: flags, what was always allowed, and the configuration where it is trusted. Denials always count. */
export async function loadPermissions(
  workspace: Workspace,
  { permissions: { allow, deny, agents, documents }, text }: Configuration,
  flags: PermissionFlags,
): Promise<LoadedPermissions> {
  const file = workspace.configuration === null ? '' : basename(workspace.configuration)
  const scoped = [
    ...Object.entries(agents).map(([agent, rules]) => ({ ...rules, only: { agent } })),
    ...Object.entries(documents).map(([document, rules]) => ({ ...rules, only: { document } })),
  ]
  const { trusted, reason } = [allow, ...scoped.map((one) => one.allow)].some(
    ({ length }) => length > 0,
  )
    ? await trustOf(workspace, text)
    : { trusted: true, reason: '' }
  const always = await alwaysAllowed(workspace)
  const by = `${file} (${reason})`
  const counted = trusted ? [...patterns(allow, by), ...scoped.flatMap((one) => patterns(one.allow, by, one.only))] : [] // prettier-ignore
  return {
    permissions: {
      allow: [
        ...flags.allow.map((pattern) => ({ pattern, source: `--allow ${pattern}` })),
        ...always.map((command) => ({ pattern: exactly(command), source: 'always allowed' })),
        ...counted,
      ],
      deny: [
        ...patterns(deny, file),
        ...scoped.flatMap((one) => patterns(one.deny, file, one.only)),
      ],
      all: flags.yes ? '--yes' : null,
    },
    note: trusted
      ? null
      : `The permissions of ${file} do not count: ${reason}. Look at it, then \`goap trust\`.`,
  }
}

function patterns(
  all: readonly string[],
  source: string,
  only?: PermissionScope,
): readonly PermissionPattern[] {
  if (!only) return all.map((pattern) => ({ pattern, source }))
  const where = only.agent === undefined ? only.document : `agent ${only.agent}`
  return all.map((pattern) => ({ pattern, source: `${source} for ${where}`, only }))
}

/**
 * A pattern that allows only the whole script equal to it (T2): no command begins with a line break, so as a glob it matches
 * none, and a comparison with the whole script leaves breaks at its ends out.
 */
function exactly(command: string): string {
  return /[*?]/.test(command) ? `\n${command}` : command
}

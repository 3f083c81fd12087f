import { basename } from 'node:path'
import type { Permissions } from '../model/index.ts'
import type { Configuration } from './configuration.ts'
import type { Workspace } from './find-workspace.ts'
import { alwaysAllowed, trustedBecause } from './trust.ts'

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
  { permissions: { allow, deny } }: Configuration,
  flags: PermissionFlags,
): Promise<LoadedPermissions> {
  const file = workspace.configuration === null ? '' : basename(workspace.configuration)
  const because = allow.length > 0 ? await trustedBecause(workspace) : null
  const trusted = because === null ? [] : allow
  return {
    permissions: {
      allow: [
        ...flags.allow.map((pattern) => ({ pattern, source: `--allow ${pattern}` })),
        ...alwaysAllowed(workspace).map((pattern) => ({ pattern, source: 'always allowed' })),
        ...trusted.map((pattern) => ({ pattern, source: `${file} (${because})` })),
      ],
      deny: deny.map((pattern) => ({ pattern, source: file })),
      all: flags.yes ? '--yes' : null,
    },
    note:
      allow.length > 0 && because === null
        ? `The permissions of ${file} do not count: the file is not as committed. Look at it, then \`goap trust\`.`
        : null,
  }
}

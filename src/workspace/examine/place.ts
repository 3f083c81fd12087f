import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { GoapError } from '../../base/index.ts'
import { readConfiguration, type Configuration } from '../configuration.ts'
import { fileSystemOf } from '../file-system.ts'
import type { Workspace } from '../find-workspace.ts'
import { trustOf } from '../trust.ts'
import { note, ok, wrong, type Condition } from './finding.ts'

/** Which folder counts, and why. */
export function workspaceFound({ root, configuration }: Workspace, folder: string): Condition {
  const where = root === folder ? 'this folder' : root
  if (configuration !== null)
    return ok('workspace', `${where}, since ${basename(configuration)} is there`)
  if (existsSync(join(root, '.git')))
    return ok('workspace', `${where}, since the git repository begins there`)
  return note('workspace', `${where}: there is no configuration and no git repository around it`, '`goap init` prepares it') // prettier-ignore
}

/** Whether the configuration can be read, and whether its permissions count. */
export async function configurationState(workspace: Workspace): Promise<readonly Condition[]> {
  if (workspace.configuration === null)
    return [
      note(
        'configuration',
        'none: everything has its default, and every command is asked about',
        '`goap init` makes one',
      ),
    ]
  const name = basename(workspace.configuration)
  try {
    const configuration = await readConfiguration(workspace.configuration)
    return [ok('configuration', `${name} is valid`), await permissionState(workspace, configuration)] // prettier-ignore
  } catch (error) {
    if (!(error instanceof GoapError)) throw error
    return [wrong('configuration', 'error', error.message, error.hint)]
  }
}

async function permissionState(
  workspace: Workspace,
  { permissions, text }: Configuration,
): Promise<Condition> {
  const { allow, deny } = permissions
  const count = `${allow.length} ${allow.length === 1 ? 'pattern allows' : 'patterns allow'}, ${deny.length} ${deny.length === 1 ? 'denies' : 'deny'}` // prettier-ignore
  if (allow.length === 0) return note('permissions', `${count}: every command is asked about`)
  const { trusted, reason } = await trustOf(workspace, text)
  return trusted
    ? ok('permissions', `${count}; they count (${reason})`)
    : wrong('permissions', 'warning', `${count}, but what is allowed does not count: ${reason}`, 'look at it, then commit it or use `goap trust`', 'waiting') // prettier-ignore
}

/** Where the journal lies: whether it can be written, and whether SQLite can rely on the file system. */
export function stateFolder({ state }: Workspace): readonly Condition[] {
  const there = nearestThere(state)
  const found: Condition[] = []
  if (!canWrite(there))
    found.push(wrong('state', 'error', `${there} cannot be written, so no run can be recorded`, 'change its rights, or choose another folder with `--state` or GOAP_STATE')) // prettier-ignore
  const kind = fileSystemOf(there)
  if (kind !== null && remote.test(kind))
    found.push(wrong('state', 'warning', `${state} lies on a network file system (${kind}), where locks of SQLite are not reliable`, 'choose a folder of this machine with `--state` or GOAP_STATE')) // prettier-ignore
  const free = freeBytes(there)
  if (free !== null && free < 50 * 1024 * 1024)
    found.push(wrong('state', 'warning', `${Math.floor(free / 1024 / 1024)} MiB are free where the journal lies`, 'make room: a run stops when an event cannot be committed')) // prettier-ignore
  return found.length > 0 ? found : [ok('state', `${state}${kind === null ? '' : ` (${kind})`}`)]
}

const remote = /^(?:nfs|nfs4|cifs|smb\d?|smbfs|fuse\.(?:sshfs|glusterfs|ceph|s3fs|rclone)|afs|afpfs|ceph|glusterfs|lustre|beegfs|gpfs|ocfs2|davfs|9p|vboxsf|prl_fs)$/ // prettier-ignore

function freeBytes(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  } catch {
    return null
  }
}

function nearestThere(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestThere(dirname(path))
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

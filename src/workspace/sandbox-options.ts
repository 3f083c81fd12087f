import { basename } from 'node:path'
import type { SandboxOptions } from '../sandbox/index.ts'
import type { Configuration } from './configuration.ts'
import type { Workspace } from './find-workspace.ts'
import { trustOf } from './trust.ts'

/** What a call says of the sandbox itself. */
export interface SandboxFlags {
  /** The name of a backend. */
  readonly backend?: string
  /** How the option is called in messages. Default `backend`. */
  readonly backendOption?: string
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** How a workspace's sandbox is opened, and why something that its configuration says does not count. */
export interface LoadedSandboxOptions {
  readonly options: SandboxOptions & Required<Pick<SandboxOptions, 'backend' | 'chosenBy'>>
  readonly note: string | null
}

/**
 * Puts together how the sandbox of a workspace is opened: the call's own word first, then `MCP_SANDBOX_BACKEND`, then the
 * configuration. That weaker isolation may stand in counts only where the configuration is trusted, like its permissions. Rejects with
 * `sandbox/unknown-backend`.
 */
export async function loadSandboxOptions(
  workspace: Workspace,
  { sandbox, text }: Configuration,
  flags: SandboxFlags = {},
): Promise<LoadedSandboxOptions> {
  const { chosenBackend } = await import('../sandbox/index.ts')
  const { backend, by } = chosenBackend({
    option: flags.backend,
    optionName: flags.backendOption ?? 'backend',
    environment: flags.environment ?? process.env,
    configured: sandbox.backend,
  })
  const options = { ...sandbox, backend, chosenBy: by }
  if (sandbox.allowWeaker !== true) return { options, note: null }
  const { trusted, reason } = await trustOf(workspace, text)
  if (trusted) return { options, note: null }
  const file = workspace.configuration === null ? '' : basename(workspace.configuration)
  return {
    options: { ...options, allowWeaker: false },
    note: `"sandbox.allowWeaker" of ${file} does not count: ${reason}. Look at it, then \`goap trust\`.`,
  }
}

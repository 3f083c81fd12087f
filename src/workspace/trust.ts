import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { GoapError } from '../base/index.ts'
import { plain } from '../commands/index.ts'
import type { Workspace } from './find-workspace.ts'

/** What the user trusts, by workspace. Kept outside every workspace, so that no agent working there can widen it. */
const schema = z.object({
  workspaces: z.record(
    z.string(),
    z.object({
      /** SHA-256 of the configuration file that is trusted. */
      configuration: z.string().nullable().default(null),
      /** Commands that were always allowed at the terminal. */
      always: z.array(z.string()).default([]),
    }),
  ),
})
type Trust = z.infer<typeof schema>

function trustFile({ home }: Workspace): string {
  return join(home, 'trust.json')
}

function readTrust(workspace: Workspace): Trust {
  const file = trustFile(workspace)
  if (!existsSync(file)) return { workspaces: {} }
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new GoapError('workspace/bad-configuration', `${file} cannot be read.`, {
      hint: 'Remove it and use `goap trust` again.',
      cause,
    })
  }
}

function changeTrust(
  workspace: Workspace,
  change: (before: Trust['workspaces'][string]) => Trust['workspaces'][string],
): void {
  const { workspaces } = readTrust(workspace)
  const before = workspaces[workspace.root] ?? { configuration: null, always: [] }
  const file = trustFile(workspace)
  const next = { workspaces: { ...workspaces, [workspace.root]: change(before) } }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** Trusts the configuration file as it is now. Throws `workspace/missing-file` when there is none. */
export function trust(workspace: Workspace): void {
  const configuration = digest(configurationFile(workspace))
  changeTrust(workspace, (before) => ({ ...before, configuration }))
}

/** Trusts nothing of the workspace any more: neither its configuration nor what was always allowed. */
export function revokeTrust(workspace: Workspace): void {
  changeTrust(workspace, () => ({ configuration: null, always: [] }))
}

/** Remembers that a command is always allowed in this workspace. */
export function allowAlways(workspace: Workspace, command: string): void {
  changeTrust(workspace, (before) => ({
    ...before,
    always: [...new Set([...before.always, command])],
  }))
}

/** Commands that were always allowed in this workspace. */
export function alwaysAllowed(workspace: Workspace): readonly string[] {
  return readTrust(workspace).workspaces[workspace.root]?.always ?? []
}

/**
 * Why the permissions of the configuration file count: it is as committed, or `goap trust` said so. Null: they do not count. An
 * agent that works in the workspace can change the file, but not these.
 */
export async function trustedBecause(workspace: Workspace): Promise<string | null> {
  const file = configurationFile(workspace)
  if (readTrust(workspace).workspaces[workspace.root]?.configuration === digest(file))
    return 'goap trust'
  return (await isCommitted(workspace, file)) ? 'committed' : null
}

/** Whether git has the file in HEAD as it is now. `safe.directory`: git would otherwise say nothing where the owner differs. */
async function isCommitted({ root }: Workspace, file: string): Promise<boolean> {
  const git = "git -c safe.directory='*' -c core.fsmonitor=false"
  const name = `'./${basename(file)}'`
  const script = `test "$(${git} rev-parse --verify --quiet HEAD:${name})" = "$(${git} hash-object --no-filters ${name})"`
  const never = new AbortController().signal
  const { exit } = await plain({ workspace: root }).run({ script, timeout: 10_000 }, never)
  return exit === 0
}

function configurationFile({ configuration, root }: Workspace): string {
  if (configuration !== null) return configuration
  throw new GoapError(
    'workspace/missing-file',
    `${root} has no goap.config.json or goap.config.yaml.`,
    {
      hint: 'There is nothing to trust; `--allow PATTERN` allows commands for one run.',
    },
  )
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { z as Z } from 'zod'
import { GoapError, once, zod } from '../base/index.ts'
import type { Workspace } from './find-workspace.ts'

const schema = once(() => {
  const z = zod()
  const trusted = z.object({
    /** SHA-256 of the configuration file that is trusted. */
    configuration: z.string().nullable().default(null),
    /** Commands that were always allowed at the terminal. */
    always: z.array(z.string()).default([]),
    /** Where the repository was when goap first ran a command here; null: there was none. Absent: none ran yet. */
    repository: z.string().nullable().optional(),
  })
  return z.object({ workspaces: z.record(z.string(), trusted) })
})

type All = Z.infer<ReturnType<typeof schema>>

/** What the user trusts of one workspace. */
export type Trusted = All['workspaces'][string]

const nothing: Trusted = { configuration: null, always: [] }

/** What is trusted of the workspace. Throws `workspace/bad-configuration` when the file of the user's folder is damaged. */
export function readTrusted(workspace: Workspace): Trusted {
  return readAll(workspace).workspaces[workspace.root] ?? nothing
}

/** The repository that was remembered for the workspace, or else for the nearest one above it, where a command could write here too. */
export function rememberedRepository(workspace: Workspace): string | null | undefined {
  const { workspaces } = readAll(workspace)
  for (let root = workspace.root; ; root = dirname(root)) {
    const repository = workspaces[root]?.repository
    if (repository !== undefined || root === dirname(root)) return repository
  }
}

/** Changes what is trusted of the workspace, one process after the other. Only the user can read the file. */
export async function changeTrusted(
  workspace: Workspace,
  change: (before: Trusted) => Trusted,
): Promise<void> {
  mkdirSync(workspace.home, { recursive: true, mode: 0o700 })
  const { openDatabase } = await import('../sqlite/index.ts')
  // An empty database as the lock: whoever dies in between leaves nothing locked, and nobody waits for ever.
  using lock = openDatabase(join(workspace.home, 'trust.lock'), { migrations: [], application })
  await lock.group(() => write(workspace, change))
}

/** Says that the lock is goap's: "Goat". */
const application = 0x476f6174

function write(workspace: Workspace, change: (before: Trusted) => Trusted): void {
  const { workspaces } = readAll(workspace)
  const changed = change(workspaces[workspace.root] ?? nothing)
  const all = { workspaces: { ...workspaces, [workspace.root]: changed } }
  const file = trustFile(workspace)
  const temporary = `${file}.${crypto.randomUUID()}`
  writeFileSync(temporary, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(temporary, file)
}

function readAll(workspace: Workspace): All {
  const file = trustFile(workspace)
  if (!existsSync(file)) return { workspaces: {} }
  try {
    return schema().parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new GoapError('workspace/bad-configuration', `${file} cannot be read.`, {
      hint: 'Remove it and use `goap trust` again.',
      cause,
    })
  }
}

function trustFile({ home }: Workspace): string {
  return join(home, 'trust.json')
}

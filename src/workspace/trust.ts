import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { GoapError } from '../base/index.ts'
import type { Workspace } from './find-workspace.ts'
import { repositoryOf } from './repository.ts'

// What the user trusts lies in the user's own folder, so that no agent that works in the workspace can widen it.
//
//   T1. What is trusted is the text that was read, never the file as it is a moment later.
//   T2. A command that was always allowed is allowed as it stands; its `*` and `?` are characters, not wildcards.
//   T3. Asking git runs nothing that the repository's own configuration names.
//   T4. What is committed counts only in the repository that was there before any command ran: a command may lay another, in which
//       all is committed that it likes, where there is none yet, between the workspace and the one above it, or in the place of a link.

/** Trusts the configuration: `text` as it was read, by default as it is now. Throws `workspace/missing-file` when there is none. */
export async function trust(workspace: Workspace, text?: string): Promise<void> {
  const file = configurationFile(workspace)
  const configuration = await digest('sha256', text ?? readFileSync(file, 'utf8'))
  const { changeTrusted } = await import('./trust-file.ts')
  const repository = repositoryOf(workspace.root)
  await changeTrusted(workspace, (before) => ({ ...before, configuration, repository }))
}

/** Remembers the repository of the workspace, before the first command runs in it. */
export async function rememberRepository(workspace: Workspace): Promise<void> {
  const { changeTrusted, rememberedRepository } = await import('./trust-file.ts')
  if (rememberedRepository(workspace) !== undefined) return
  const repository = repositoryOf(workspace.root)
  await changeTrusted(workspace, (before) => ({ repository, ...before }))
}

/** Trusts nothing of the workspace any more: neither its configuration nor what was always allowed. */
export async function revokeTrust(workspace: Workspace): Promise<void> {
  const { changeTrusted } = await import('./trust-file.ts')
  await changeTrusted(workspace, (before) => ({ ...before, configuration: null, always: [] }))
}

/** Remembers that a command is always allowed in this workspace. */
export async function allowAlways(workspace: Workspace, command: string): Promise<void> {
  const { changeTrusted } = await import('./trust-file.ts')
  await changeTrusted(workspace, (before) => ({
    ...before,
    always: [...new Set([...before.always, command])],
  }))
}

/** Commands that were always allowed in this workspace. */
export async function alwaysAllowed(workspace: Workspace): Promise<readonly string[]> {
  const { readTrusted } = await import('./trust-file.ts')
  return readTrusted(workspace).always
}

/** Whether the permissions of a configuration count, and why or why not. */
export interface TrustDecision {
  readonly trusted: boolean
  /** `goap trust` or `committed`; otherwise what is the matter with the file. */
  readonly reason: string
}

/** Decides about the text of a configuration: it counts when it is as committed, or when `goap trust` said so. */
export async function trustOf(workspace: Workspace, text: string): Promise<TrustDecision> {
  const { readTrusted, rememberedRepository } = await import('./trust-file.ts')
  const repository = rememberedRepository(workspace)
  if (readTrusted(workspace).configuration === (await digest('sha256', text)))
    return { trusted: true, reason: 'goap trust' }
  if (repository !== undefined && repository !== repositoryOf(workspace.root))
    return { trusted: false, reason: otherRepository }
  return committed(workspace, text)
}

const otherRepository = 'its repository is not the one in which goap ran the first command here'
const notCommitted = 3
const noGit = 4

/** Whether HEAD has the file with this text. */
async function committed(workspace: Workspace, text: string): Promise<TrustDecision> {
  const { ownEnvironment, plain } = await import('../commands/index.ts')
  const blob = `blob ${Buffer.byteLength(text)}\0${text}`
  const hashes = `${await digest('sha1', blob)}|${await digest('sha256', blob)}`
  // `safe.directory`: git would otherwise say nothing where the owner differs.
  const git = "git -c safe.directory='*' -c core.fsmonitor=false"
  const script = [
    `${git} rev-parse --git-dir >/dev/null 2>&1 || exit ${noGit}`,
    `case "$(${git} rev-parse --verify --quiet 'HEAD:./${basename(configurationFile(workspace))}')" in`,
    `  '') exit ${notCommitted} ;; ${hashes}) exit 0 ;; *) exit 1 ;;`,
    'esac',
  ].join('\n')
  // T3: a partial clone that lacks an object would otherwise fetch it, by a command of the repository's choice.
  const environment = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' }
  const never = new AbortController().signal
  const { root } = workspace
  const commands = plain({ workspace: root, environment: ownEnvironment(root) })
  const { exit } = await commands.run({ script, environment, timeout: 10_000 }, never)
  return { trusted: exit === 0, reason: reasons[exit ?? -1] ?? 'git cannot say what is committed' }
}

const reasons: Readonly<Record<number, string>> = {
  0: 'committed',
  1: 'it is not as committed',
  [notCommitted]: 'it is not committed',
  [noGit]: 'there is no git repository that it is committed to',
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

async function digest(algorithm: 'sha1' | 'sha256', text: string): Promise<string> {
  const { createHash } = await import('node:crypto')
  return createHash(algorithm).update(text).digest('hex')
}

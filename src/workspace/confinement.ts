import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { once } from '../base/index.ts'
import type { Command, Commands, Confine, NoBubblewrap, Reach } from '../commands/index.ts'
import { decidePermission } from '../model/index.ts'
import type { Configuration } from './configuration.ts'
import { agentFolders } from './find-agents.ts'
import { configurations, type Workspace } from './find-workspace.ts'
import { rememberRepository, trustOf } from './trust.ts'

/** How the commands of a workspace are confined. */
export interface Confinement {
  /** Null: by the origin of each command, `require` but for those of documents, which are `prefer`. */
  readonly confine: Confine | null
  /** Which commands have the network: all, none, or those that one of these patterns allows. */
  readonly network: boolean | readonly string[]
  /** Files and folders that they may read beside the workspace, absolute. */
  readonly read: readonly string[]
  /** Folders that they may write beside the workspace, absolute. */
  readonly write: readonly string[]
}

export interface ConfinementFlags {
  /** `--confine`. */
  readonly confine?: Confine
  /** `--network`. */
  readonly network?: boolean
}

export const defaultConfinement: Confinement = {
  confine: null,
  network: false,
  read: [],
  write: [],
}

export interface LoadedConfinement {
  readonly confinement: Confinement
  /** Why what the configuration says of confinement does not count, when it does not. */
  readonly note: string | null
}

/**
 * Puts together how commands are confined: flags, and the configuration where it is trusted. That it requires confinement counts in any
 * case.
 */
export async function loadConfinement(
  workspace: Workspace,
  { confine: said, text }: Pick<Configuration, 'confine' | 'text'>,
  flags: ConfinementFlags,
): Promise<LoadedConfinement> {
  const widens = (said.level !== undefined && said.level !== 'require') || said.network !== false || said.read.length + said.write.length > 0 // prettier-ignore
  const { trusted, reason } = widens ? await trustOf(workspace, text) : { trusted: true, reason: '' } // prettier-ignore
  const counted = trusted ? said : { network: false, read: [], write: [] }
  const level = flags.confine ?? (said.level === 'require' ? said.level : counted.level)
  const absolute = (path: string): string => absolutePath(workspace.root, path)
  return {
    confinement: {
      confine: level ?? null,
      network: flags.network === true || counted.network,
      read: counted.read.map(absolute),
      write: counted.write.map(absolute),
    },
    note: trusted
      ? null
      : `What the configuration says of confinement does not count: ${reason}. Look at it, then \`goap trust\`.`,
  }
}

/** From the workspace, or from the home: `~/.npm`. */
function absolutePath(root: string, path: string): string {
  return path === '~' || path.startsWith('~/')
    ? join(homedir(), path.slice(2))
    : resolve(root, path)
}

/** What the commands of a workspace rest on. */
export interface CommandPlace {
  readonly workspace: Workspace
  readonly configuration: Pick<Configuration, 'environment'>
  readonly secrets: readonly string[]
  /** Default: by the origin of each command, and without the network. */
  readonly confinement?: Confinement
  /** Told once, when the first command that should rather be confined runs without. */
  readonly unconfined?: (why: NoBubblewrap) => void
}

/**
 * How the commands of documents and agents are run in a workspace. Rejects `commands/not-confined` where all of them must be confined
 * and cannot be.
 */
export async function workspaceCommands({
  workspace,
  configuration,
  secrets,
  confinement = defaultConfinement,
  unconfined,
}: CommandPlace): Promise<Commands> {
  const { confined, confinementIn, notConfined } = await import('../commands/index.ts')
  const { confine } = confinement
  const state = confine === 'require' ? await confinementIn(workspace.root) : null
  if (state?.works === false) throw notConfined(state)
  const commands = confined({
    workspace: workspace.root,
    allowEnvironment: configuration.environment,
    secrets,
    reach: reachIn(workspace, confinement),
    ...(confine === null ? {} : { confine }),
    ...(unconfined ? { unconfined } : {}),
  })
  // Where the user's own folder cannot be written nothing is remembered, and nobody is kept from running commands.
  const remembered = once(async () => rememberRepository(workspace).catch(() => {}))
  return {
    async run(command, signal, options) {
      await remembered()
      return commands.run(command, signal, options)
    },
  }
}

/** What commands may reach beside the workspace, and what of it they may not change, since goap itself goes by it. */
function reachIn(
  { root, state, home }: Workspace,
  { network, read, write }: Confinement,
): (command: Command) => Reach {
  const guarded = [...[...configurations, ...agentFolders].map((name) => join(root, name)), state, home] // prettier-ignore
  return ({ script }) => ({
    readable: read,
    writable: write,
    guarded,
    network: typeof network === 'boolean' ? network : isAllowed(script, network),
  })
}

function isAllowed(script: string, patterns: readonly string[]): boolean {
  const allow = patterns.map((pattern) => ({ pattern, source: 'confine.network' }))
  return decidePermission(script, { allow, deny: [], all: null }).allowed
}

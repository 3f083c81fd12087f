import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** Where a project lies and where goap keeps its state. */
export interface Workspace {
  /** Absolute. Document names are relative to it. */
  readonly root: string
  /** The configuration file, or null. */
  readonly configuration: string | null
  /** The folder of the journal, absolute. */
  readonly state: string
  /** The user's own folder, outside every workspace: what is trusted. */
  readonly home: string
}

export interface WorkspaceOptions {
  /** Keeps state elsewhere than in the workspace. */
  readonly state?: string
  /** Default: the environment of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

const configurations = ['goap.config.json', 'goap.config.yaml']

/**
 * The workspace of a folder: the nearest folder upwards with a configuration file, else with `.git`, else the folder itself. Its
 * state lies in `.goap`, shared by the worktrees of one git repository, unless `state` or GOAP_STATE says otherwise.
 */
export function findWorkspace(folder: string, options: WorkspaceOptions = {}): Workspace {
  const { environment = process.env } = options
  const start = resolve(folder)
  const root =
    upwards(start).find((one) => configurationOf(one) !== null) ??
    upwards(start).find((one) => existsSync(join(one, '.git'))) ??
    start
  const chosen = options.state ?? environment['GOAP_STATE']
  const state = chosen === undefined ? join(sharedRoot(root), '.goap') : resolve(start, chosen)
  return { root, configuration: configurationOf(root), state, home: userFolder(environment) }
}

function upwards(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...upwards(parent)]
}

function configurationOf(folder: string): string | null {
  const found = configurations.map((name) => join(folder, name)).find((file) => existsSync(file))
  return found ?? null
}

/** The folder of the main worktree when this is another one of the same repository (gitrepository-layout(5)). */
function sharedRoot(root: string): string {
  const git = join(root, '.git')
  if (!existsSync(git) || statSync(git).isDirectory()) return root
  const pointer = /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1]
  if (pointer === undefined) return root
  const directory = resolve(root, pointer.trim())
  const common = join(directory, 'commondir')
  if (!existsSync(common)) return root
  return dirname(resolve(directory, readFileSync(common, 'utf8').trim()))
}

function userFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const base = environment['XDG_CONFIG_HOME'] ?? join(environment['HOME'] ?? homedir(), '.config')
  return environment['GOAP_HOME'] ?? join(base, 'goap')
}

/** Makes the state folder; git is told to leave it alone. */
export function prepareState({ state }: Workspace): string {
  mkdirSync(state, { recursive: true })
  const ignore = join(state, '.gitignore')
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n')
  return state
}

/** The file of the journal. */
export function journalFile({ state }: Workspace): string {
  return join(state, 'journal.db')
}

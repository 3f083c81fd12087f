import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

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

/** What a configuration may be called. */
export const configurations: readonly string[] = ['goap.config.json', 'goap.config.yaml']

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
  // An empty variable is not set: as a path it would be the working folder.
  const chosen = options.state || environment['GOAP_STATE']
  const state = chosen ? resolve(start, chosen) : join(sharedRoot(root), '.goap')
  return { root, configuration: configurationOf(root), state, home: userFolder(environment, start) }
}

function upwards(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...upwards(parent)]
}

function configurationOf(folder: string): string | null {
  const found = configurations.map((name) => join(folder, name)).find((file) => existsSync(file))
  return found ?? null
}

/** The same folder in the main worktree, when this is another one of the same repository (gitrepository-layout(5)). */
function sharedRoot(root: string): string {
  const top = upwards(root).find((one) => existsSync(join(one, '.git')))
  return top === undefined ? root : join(mainWorktree(top), relative(top, root))
}

function mainWorktree(top: string): string {
  const git = join(top, '.git')
  if (statSync(git).isDirectory()) return top
  const pointer = /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1]
  if (pointer === undefined) return top
  const directory = resolve(top, pointer.trim())
  const common = join(directory, 'commondir')
  if (!existsSync(common) || !pointsBack(directory, git)) return top
  return dirname(resolve(directory, readFileSync(common, 'utf8').trim()))
}

/**
 * Whether a folder of git's says that the worktree is one of its own. It must lie outside of it: a command that may write only here
 * could lay both, and lead the journal to one that it made up.
 */
function pointsBack(directory: string, git: string): boolean {
  const back = join(directory, 'gitdir')
  if (!existsSync(back)) return false
  const worktree = resolve(directory, readFileSync(back, 'utf8').trim())
  if (!existsSync(worktree) || realpathSync(worktree) !== realpathSync(git)) return false
  const way = relative(realpathSync(dirname(git)), realpathSync(directory))
  return way.startsWith(`..${sep}`) || isAbsolute(way)
}

/** Never within the workspace unless the user says so: a relative XDG_CONFIG_HOME is to be ignored, as its specification says. */
function userFolder(
  environment: Readonly<Record<string, string | undefined>>,
  start: string,
): string {
  const { GOAP_HOME: chosen, XDG_CONFIG_HOME: configured = '', HOME: home } = environment
  if (chosen) return resolve(start, chosen)
  return join(isAbsolute(configured) ? configured : join(home || homedir(), '.config'), 'goap')
}

/** Makes the state folder; git is told to leave it alone. A folder that holds other things already is not hidden from git. */
export function prepareState({ state }: Workspace): string {
  mkdirSync(state, { recursive: true })
  if (readdirSync(state).length === 0) writeFileSync(join(state, '.gitignore'), '*\n')
  return state
}

/** The file of the journal. */
export function journalFile({ state }: Workspace): string {
  return join(state, 'journal.db')
}

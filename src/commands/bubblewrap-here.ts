import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { childProcess } from './late.ts'
import { canRun, isWithin, programFolders, realPath } from './paths.ts'

/** A bubblewrap that works on this machine. */
export interface Bubblewrap {
  readonly works: true
  /** Absolute. */
  readonly program: string
  /** As it says itself: `0.8.0`. */
  readonly version: string
  readonly features: Features
}

/** What this version on this machine can do beside the rest. */
export interface Features {
  /** Bounds private folders (since 0.7). */
  readonly size: boolean
  /** Forbids further user namespaces inside (since 0.8). */
  readonly disableUserNamespaces: boolean
}

/** Why processes cannot be confined here. */
export interface NoBubblewrap {
  readonly works: false
  /** Without a full stop: `bubblewrap (bwrap) is not installed`. */
  readonly reason: string
  /** What to do about it, as a sentence. */
  readonly hint: string
}

export interface BubblewrapOptions {
  /** Where it is looked for beside the system's folders. Default: the PATH of this process. */
  readonly path?: string | undefined
  /** Folders whose programs are not trusted: whoever is confined may write there. Default: none. */
  readonly writable?: readonly string[]
}

const usual = ['/usr/bin', '/bin', '/usr/local/bin', '/run/wrappers/bin', '/run/current-system/sw/bin'] // prettier-ignore

const found = new Map<string, Promise<Bubblewrap | NoBubblewrap>>()

/** Looks for bubblewrap and tries it: it may be there and still be forbidden to make namespaces. Tried once per process and program. */
export async function bubblewrapHere(
  options: BubblewrapOptions = {},
): Promise<Bubblewrap | NoBubblewrap> {
  if (process.platform !== 'linux')
    return { works: false, reason: `there is no bubblewrap for ${process.platform}`, hint: 'Use Linux, or `--confine off`.' } // prettier-ignore
  const program = programOf(options)
  if (program === undefined)
    return { works: false, reason: 'bubblewrap (bwrap) is not installed', hint: 'Install the package `bubblewrap`, as by `apt-get install bubblewrap`.' } // prettier-ignore
  const known = found.get(program) ?? tried(program)
  found.set(program, known)
  return await known
}

function programOf({
  path = process.env['PATH'],
  writable = [],
}: BubblewrapOptions): string | undefined {
  // prettier-ignore
  return [...usual, ...programFolders(path)]
    .map((folder) => realPath(join(folder, 'bwrap')))
    .find((file) => file !== undefined && !writable.some((one) => isWithin(one, file)) && canRun(file)) // prettier-ignore
}

/** Long enough for any machine that works; a call takes some 20 ms. */
const patience = 10_000

async function tried(program: string): Promise<Bubblewrap | NoBubblewrap> {
  const version = await versionOf(program)
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const since = (least: number): boolean => major > 0 || minor >= least
  const size = since(7)
  for (const disableUserNamespaces of since(8) ? [true, false] : [false]) {
    const failure = await trial(program, disableUserNamespaces)
    if (failure === null)
      return { works: true, program, version, features: { size, disableUserNamespaces } }
    if (!disableUserNamespaces) return refused(failure)
  }
  return refused('it did not start')
}

async function versionOf(program: string): Promise<string> {
  try {
    const { stdout } = await promisify(childProcess().execFile)(program, ['--version'], {
      timeout: patience,
    })
    return /(\d+(?:\.\d+)+)/.exec(stdout)?.[1] ?? '0'
  } catch {
    return '0'
  }
}

/** Null when a process could be started in all the namespaces, otherwise what bubblewrap said. */
async function trial(program: string, disableUserNamespaces: boolean): Promise<string | null> {
  const namespaces = ['user', 'pid', 'ipc', 'uts', 'net'].map((name) => `--unshare-${name}`)
  const nested = disableUserNamespaces ? ['--disable-userns'] : []
  const view = ['--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '--cap-drop', 'ALL']
  try {
    const all = ['--die-with-parent', ...namespaces, ...nested, ...view, '--', '/bin/sh', '-c', ':']
    await promisify(childProcess().execFile)(program, all, { timeout: patience, env: {}, cwd: '/' })
    return null
  } catch (error) {
    const told = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : ''
    return (
      told
        .split('\n')
        .at(-1)
        ?.replace(/^bwrap: /, '') || String(error)
    )
  }
}

/** Switches of Linux by which namespaces are forbidden to users, with the value that forbids them. */
const switches = [
  ['kernel.apparmor_restrict_unprivileged_userns', '1'],
  ['kernel.unprivileged_userns_clone', '0'],
  ['user.max_user_namespaces', '0'],
] as const

function refused(failure: string): NoBubblewrap {
  const off = switches.find(([name, value]) => setting(name) === value)
  const reason = `bubblewrap cannot make namespaces here: ${failure}`
  if (off)
    return { works: false, reason, hint: `\`sysctl ${off[0]}\` is ${off[1]}: change it as root, or give bwrap a profile that allows namespaces.` } // prettier-ignore
  return { works: false, reason, hint: 'In a container, allow user namespaces (Docker: `--security-opt seccomp=unconfined --security-opt systempaths=unconfined`).' } // prettier-ignore
}

function setting(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim()
  } catch {
    return undefined
  }
}

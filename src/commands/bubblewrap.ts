import { dirname, isAbsolute, join, relative } from 'node:path'
import type { Bubblewrap } from './bubblewrap-here.ts'
import { isWithin, realPath } from './paths.ts'
import { defaultLimits, defaultScratch, type Reach, type ResourceLimits } from './reach.ts'
import type { Start } from './start.ts'
import { isOfSystem, programsOn, systemView } from './system-view.ts'

// A process inside bubblewrap (https://github.com/containers/bubblewrap): namespaces of its own, and a tree of files in which only what
// was shown exists.
//
//   W1. What is not shown is not there: homes, other workspaces, sockets, processes, and the network unless it is allowed.
//   W2. Only the writable folders can be changed, and what is guarded in them neither changed, nor removed, nor moved away with the
//       folder that holds it.
//   W3. When bubblewrap ends, however it ends, all that it started has ended: processes live in its process namespace, whose first
//       process dies with it.
//   W4. Variables that steer the linker or a shell do not reach bubblewrap itself, which is not confined.

export interface ConfinedStartOptions {
  /**
   * Whether it gets a terminal session of its own, so that it cannot type into the terminal of goap. It leaves its process group with
   * that. False only if it is started as the leader of a session. Default true.
   */
  readonly session?: boolean
}

/** The start of the same process inside bubblewrap, with nothing but what it may reach. */
export function confinedStart(
  start: Start,
  reach: Reach,
  { program, features }: Bubblewrap,
  { session = true }: ConfinedStartOptions = {},
): Start {
  const { inside, outside } = split(start.environment)
  const scratch = features.size ? ['--size', String(reach.scratch ?? defaultScratch)] : []
  const own = { ...outside, ...('TMPDIR' in outside ? { TMPDIR: '/tmp' } : {}) }
  return {
    file: program,
    arguments: [
      ['--die-with-parent', ...(session ? ['--new-session'] : [])],
      ['user', 'pid', 'ipc', 'uts'].map((name) => `--unshare-${name}`),
      ['--unshare-cgroup-try', ...(reach.network === true ? [] : ['--unshare-net'])],
      ['--cap-drop', 'ALL', ...(features.disableUserNamespaces ? ['--disable-userns'] : [])],
      ...systemView().map((shown) =>
        shown.kind === 'link'
          ? ['--symlink', shown.target, shown.path]
          : ['--ro-bind', shown.from, shown.path],
      ),
      ['--proc', '/proc', '--dev', '/dev', ...scratch, '--tmpfs', '/dev/shm'],
      ...mounts(start, reach).map((mount) =>
        mount.kind === 'scratch'
          ? [...scratch, '--tmpfs', mount.path]
          : [mount.kind === 'read' ? '--ro-bind' : '--bind', mount.from, mount.path],
      ),
      ['--remount-ro', '/dev', '--remount-ro', '/'],
      ...Object.entries(inside).map(([name, value]) => ['--setenv', name, value]),
      ['--chdir', start.directory, '--', '/bin/sh', '-c', limiting(reach.limits ?? {})],
      [start.file, ...start.arguments],
    ].flat(),
    directory: '/',
    environment: own,
  }
}

type Mount =
  | { readonly kind: 'scratch'; readonly path: string }
  | { readonly kind: 'read' | 'write'; readonly path: string; readonly from: string }

/** In the order in which they are made: what lies deeper comes later, so that nothing is covered by accident. */
function mounts({ environment }: Start, reach: Reach): readonly Mount[] {
  // What lies in a writable folder may be a link that was put there to be shown what it leads to: nothing is mounted by its word.
  const writable = placed(reach.writable ?? []).filter(({ path }, index, all) => !all.some((one, other) => other !== index && one.path !== path && isUnder(one, path))) // prettier-ignore
  const isWritable = (path: string): boolean => writable.some((one) => isUnder(one, path))
  const home = homeOf(environment, isWritable)
  const readable = placed([...programsOn(environment['PATH'], home, isWritable), ...(reach.readable ?? [])]) // prettier-ignore
  // Where a link leads to is guarded; the link itself cannot be mounted on.
  const guarded = placed(reach.guarded ?? []).flatMap(({ from }) => (isWritable(from) ? [{ path: from, from }] : [])) // prettier-ignore
  const pinned = guarded.flatMap(({ path }) => pins(path, isWritable))
  const made: readonly Mount[] = [
    ...['/tmp', '/var/tmp', ...(home === undefined ? [] : [home])].map((path) => ({ kind: 'scratch', path }) as const), // prettier-ignore
    ...readable.filter(({ path, from }) => !isWritable(path) && !isWritable(from)).map((one) => ({ kind: 'read', ...one }) as const), // prettier-ignore
    ...[...writable, ...placed(pinned)].map((one) => ({ kind: 'write', ...one }) as const),
    ...guarded.map((one) => ({ kind: 'read', ...one }) as const),
  ]
  // For one path the last counts: what is guarded is not writable.
  const distinct = new Map(made.map((mount) => [mount.path, mount]))
  const ordered = [...distinct.values()].toSorted((a, b) => depth(a.path) - depth(b.path))
  return ordered.filter((mount, index) => !isThere(mount, ordered.slice(0, index)))
}

/** Whether a mount shows only what one above it shows in that place already. Each takes bubblewrap longer than the one before. */
function isThere(mount: Mount, before: readonly Mount[]): boolean {
  const above = before.findLast(({ path }) => isWithin(path, mount.path))
  return (
    mount.kind === 'read' &&
    above?.kind === 'read' &&
    join(above.from, relative(above.path, mount.path)) === mount.from
  )
}

interface Placed {
  readonly path: string
  readonly from: string
}

function isUnder(folder: Placed, path: string): boolean {
  return isWithin(folder.path, path) || isWithin(folder.from, path)
}

/** What is there of these, and where it really lies. */
function placed(paths: readonly string[]): readonly Placed[] {
  // prettier-ignore
  return paths.flatMap((path) => {
    const from = realPath(path)
    return from === undefined ? [] : [{ path, from }]
  })
}

/** The folders between a writable folder and something guarded in it. Where something is mounted it cannot be renamed (rename(2), EBUSY), so W2 holds. */
function pins(path: string, isWritable: (path: string) => boolean): readonly string[] {
  const folder = dirname(path)
  return isWritable(dirname(folder)) ? [...pins(folder, isWritable), folder] : []
}

function depth(path: string): number {
  return path.split('/').filter((step) => step !== '').length
}

/** The home that a process gets, empty and its own; none where a home would hide the system. */
function homeOf(
  { HOME: home }: Readonly<Record<string, string>>,
  isWritable: (path: string) => boolean,
): string | undefined {
  if (home === undefined || !isAbsolute(home) || isOfSystem(home)) return undefined
  const real = realPath(home)
  const path = real ?? home
  const hides = depth(path) === 0 || ['/proc', '/dev', '/etc'].some((one) => isWithin(one, path))
  // In a folder that is written, bubblewrap would leave an empty one behind.
  return hides || (real === undefined && isWritable(path)) ? undefined : path
}

/** Variables by which the linker, the C library or a shell runs something else than was meant. */
const steering =
  /^(?:LD_|BASH_FUNC_|GLIBC_TUNABLES$|GCONV_PATH$|LOCPATH$|NLSPATH$|BASH_ENV$|ENV$|SHELLOPTS$|BASHOPTS$|PS4$|IFS$)/

/** What bubblewrap sets inside, and what it gets itself and passes on: arguments can be seen by other users, variables cannot. */
function split(environment: Readonly<Record<string, string>>): {
  readonly inside: Readonly<Record<string, string>>
  readonly outside: Readonly<Record<string, string>>
} {
  const groups = Object.groupBy(Object.entries(environment), ([name]) =>
    steering.test(name) ? 'inside' : 'outside',
  )
  return {
    inside: Object.fromEntries(groups.inside ?? []),
    outside: Object.fromEntries(groups.outside ?? []),
  }
}

/** A POSIX script that bounds its process and becomes the program that its arguments name. Processes are `-u` for bash and `-p` for dash and busybox. */
function limiting(chosen: Partial<ResourceLimits>): string {
  const { processes, openFiles, fileSize, cpu } = { ...defaultLimits, ...chosen }
  const bounds = [
    ['c', 0],
    ['n', openFiles],
    ['f', Math.max(1, Math.floor(fileSize / 512))],
    ['t', cpu],
  ] as const
  return [
    ...bounds.flatMap(([name, most]) => (most === Infinity ? [] : [`ulimit -${name} ${most}`])),
    ...(processes === Infinity ? [] : [`ulimit -u ${processes} || ulimit -p ${processes}`]),
  ]
    .map((line) => `{ ${line}; } 2>/dev/null || :`)
    .concat('exec "$0" "$@"')
    .join('\n')
}

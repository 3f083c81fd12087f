import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Dirent,
} from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { Json } from '../base/index.ts'
import type { Tool } from '../sandbox/index.ts'
import { pathPattern, type PathPattern } from './path-patterns.ts'
import { holdsSecrets } from './secret-files.ts'

// What scripts see of the workspace's files.
//
//   V1. Only files whose path matches a pattern are read or listed, by the path that was asked for and by where links lead.
//   V2. Nothing outside the workspace is opened, nor is told whether it is there.
//   V3. Files that usually hold secrets, and the folders of git and goap, are not there.
//   V4. Nothing is written, and only regular files are read.

export interface FileViewOptions {
  /** Files that may be seen: patterns over their paths from the workspace, such as `src/**`. Default: all but those of V3. */
  readonly patterns?: readonly string[]
  /** Larger files are refused; what may pass to a script is bounded besides. Default 16 MiB. */
  readonly maximumBytes?: number
  /** Of more paths than that none are listed. Default 10,000. */
  readonly maximumPaths?: number
}

/** `files.read(path)` and `files.list(pattern)` over the files of the workspace in this folder. */
export function fileView(root: string, options: FileViewOptions = {}): readonly Tool[] {
  const { patterns = ['**'], maximumBytes = 16 * 1024 * 1024, maximumPaths = 10_000 } = options
  const allowed = patterns.map(pathPattern)
  const sees = (path: string): boolean => !isHidden(path) && allowed.some((one) => one.matches(path)) // prettier-ignore
  return [
    {
      name: 'files.read',
      description: `The text of a file of the workspace, by its path from there with "/". Files that may be read: ${patterns.join(', ')}`,
      parameters: { type: 'string', minLength: 1 },
      returns: { type: 'string' },
      call: (argument) => {
        const path = textOf(argument)
        return plainly(path, () => read(root, path, sees, maximumBytes))
      },
    },
    {
      name: 'files.list',
      description: 'The paths of the files that match a pattern, sorted: `*` and `?` within one step of a path, `**` for any steps.', // prettier-ignore
      parameters: { type: 'string', minLength: 1 },
      returns: { type: 'array', items: { type: 'string' } },
      call: (argument) =>
        list(root, pathPattern(textOf(argument)), { allowed, sees, maximumPaths }),
    },
  ]
}

/** The schema says so too; whoever calls the tools without that look gets an error all the same. */
function textOf(argument: Json | undefined): string {
  if (typeof argument === 'string') return argument
  throw new TypeError('a path is a text')
}

/** `node_modules` is nobody's own, and more than the rest together. */
function isHidden(path: string): boolean {
  return holdsSecrets(path) || path.split('/').includes('node_modules')
}

/** Errors of the system name places of this machine: a script is told less. */
function plainly(asked: string, read: () => string): string {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error
    throw new Error(`"${asked}" cannot be read`, { cause: error })
  }
}

function read(
  root: string,
  asked: string,
  sees: (path: string) => boolean,
  maximumBytes: number,
): string {
  const path = asked.replace(/^(?:\.\/)+/, '')
  const unseen = new Error(`"${asked}" is not among the files that this script may read`)
  if (isOdd(path) || !sees(path)) throw unseen
  const real = realpathSync(root)
  const place = followed(real, path)
  if (place === null || !sees(relative(real, place).split(sep).join('/'))) throw unseen
  const missing = new Error(`there is no file "${asked}"`)
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  if (lstatSync(place, { throwIfNoEntry: false })?.isFile() !== true) throw missing
  const file = openSync(place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const found = fstatSync(file)
    if (!found.isFile()) throw missing
    // A folder on the way may have become a link meanwhile.
    if (realpathSync(place) !== place) throw unseen
    if (found.size > maximumBytes) throw new Error(`"${asked}" has ${found.size} bytes, more than the ${maximumBytes} that a script may read`) // prettier-ignore
    return new TextDecoder().decode(readFileSync(file))
  } finally {
    closeSync(file)
  }
}

/** What is no plain path from the workspace. */
function isOdd(path: string): boolean {
  const steps = path.split('/')
  return path.includes('\0') || path.includes('\\') || /^[A-Za-z]:/.test(path) || steps.some((step) => step === '' || step === '.' || step === '..') // prettier-ignore
}

/** Links that lead to each other are followed no further. */
const mostLinks = 40

/** The path without symbolic links, step by step (V2); null where they lead out. What is not there is as it was asked for. */
function followed(root: string, path: string): string | null {
  let steps = path.split('/')
  let at = root
  let links = 0
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    const next = resolve(at, step)
    if (!isWithin(root, next)) return null
    const found = next === root ? undefined : lstatSync(next, { throwIfNoEntry: false })
    if (!found?.isSymbolicLink()) {
      at = next
      continue
    }
    if (++links > mostLinks) return null
    const link = readlinkSync(next)
    if (isAbsolute(link) && !isWithin(root, link)) return null
    const way = isAbsolute(link) ? relative(root, link) : link
    if (isAbsolute(link)) at = root
    steps = [...way.split(sep), ...steps]
  }
  return at
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

interface Seen {
  readonly allowed: readonly PathPattern[]
  readonly sees: (path: string) => boolean
  readonly maximumPaths: number
}

/** Links are left out: what they lead to is listed where it lies. */
function list(root: string, wanted: PathPattern, { allowed, sees, maximumPaths }: Seen): Json {
  const found: string[] = []
  const walk = (folder: string): void => {
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (isHidden(path) || !wanted.mayMatchBelow(path)) continue
        if (allowed.some((one) => one.mayMatchBelow(path))) walk(path)
      } else if (entry.isFile() && wanted.matches(path) && sees(path)) {
        if (found.length === maximumPaths) throw new Error(`more than ${maximumPaths} files match; name fewer`) // prettier-ignore
        found.push(path)
      }
    }
  }
  walk('')
  return found.toSorted()
}

/** A folder that cannot be read holds nothing. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

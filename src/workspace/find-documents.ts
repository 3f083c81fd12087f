import {
  existsSync,
  globSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  type Dirent,
} from 'node:fs'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { GoapError, nearest } from '../base/index.ts'
import type { Workspace } from './find-workspace.ts'

/** A document's file. */
export interface DocumentFile {
  /** Relative to the workspace, with `/`: the document's name in keys. */
  readonly name: string
  /** Absolute. */
  readonly path: string
  /** Named by the user, not found in a folder. */
  readonly named: boolean
}

/**
 * The documents that arguments mean: files, folders (all Markdown below them that git does not ignore) and globs (likewise). Each
 * once, in the order of the arguments. Throws `workspace/missing-file` for what does not exist, `workspace/no-plan` for a folder
 * without Markdown, `workspace/not-readable`.
 */
export function findDocuments(
  names: readonly string[],
  { root }: Workspace,
  folder: string,
): readonly DocumentFile[] {
  // By where links lead: two writers of one file would undo each other's work.
  const found = new Map<string, DocumentFile>()
  for (const name of names)
    for (const { path, named } of expand(name, root, folder)) {
      const place = existsSync(path) ? realpathSync(path) : path
      if (!found.has(place)) found.set(place, { name: documentName(root, path), path, named })
    }
  return [...found.values()]
}

/** A path as the name of a document. */
export function documentName(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}

interface Expanded {
  readonly path: string
  readonly named: boolean
}

function expand(name: string, root: string, folder: string): Expanded[] {
  const path = resolve(folder, name)
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) return [{ path, named: true }]
    const below = markdownBelow(path, root)
    if (below.length > 0) return below
    throw new GoapError('workspace/no-plan', `${name} holds no Markdown that git does not ignore.`)
  }
  if (/[*?[{]/.test(name)) {
    const matches = matching(name, root, folder)
    if (matches.length > 0) return matches
    throw new GoapError('workspace/missing-file', `Nothing matches ${name}.`)
  }
  throw new GoapError('workspace/missing-file', `${name} does not exist.`, { hint: nearby(path) })
}

const markdown = /\.(?:md|markdown)$/i
const skipped = new Set(['.git', '.goap', 'node_modules'])

/** What a glob matches: Markdown, other files only where the glob ends as they do, and the Markdown below folders. */
function matching(glob: string, root: string, folder: string): Expanded[] {
  const names = globSync(glob, { cwd: folder, exclude: (name) => skipped.has(basename(name)) })
  return names.toSorted().flatMap((name) => {
    if (name.split(sep).some((part) => skipped.has(part))) return []
    const path = resolve(folder, name)
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
    if (isIgnored(path, isFolder, rulesAbove(dirname(path), root))) return []
    if (isFolder) return markdownBelow(path, root)
    const isWanted = markdown.test(name) || (extname(name) !== '' && glob.endsWith(extname(name)))
    return isWanted ? [{ path, named: false }] : []
  })
}

/** Markdown files below a folder, sorted; what a .gitignore on the way excludes is left out. */
function markdownBelow(folder: string, root: string): Expanded[] {
  const found: Expanded[] = []
  walk(folder, rulesAbove(dirname(folder), root), found)
  return found
}

interface Rules {
  readonly base: string
  readonly rules: Ignore
}

/** The rules from the top of the repository, else of the workspace, down to a folder. */
function rulesAbove(folder: string, root: string): Rules[] {
  const above: Rules[] = []
  for (let at = folder; ; at = dirname(at)) {
    above.unshift(...rulesIn(at))
    if (existsSync(join(at, '.git'))) return above
    if (dirname(at) === at)
      return above.filter(({ base }) => !relative(root, base).startsWith('..'))
  }
}

function rulesIn(base: string): Rules[] {
  const file = join(base, '.gitignore')
  return existsSync(file) ? [{ base, rules: ignore().add(readFileSync(file, 'utf8')) }] : []
}

function walk(folder: string, above: readonly Rules[], found: Expanded[]): void {
  const rules = [...above, ...rulesIn(folder)]
  for (const entry of entriesOf(folder).toSorted((left, right) =>
    left.name < right.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name)
    if (skipped.has(entry.name) || isIgnored(path, entry.isDirectory(), rules)) continue
    if (entry.isDirectory()) walk(path, rules, found)
    else if (markdown.test(entry.name)) found.push({ path, named: false })
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${folder} cannot be read: ${what}.`, { cause })
  }
}

/** The deepest .gitignore that says anything decides. */
function isIgnored(path: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  for (const { base, rules: one } of rules.toReversed()) {
    const name = relative(base, path).split(sep).join('/') + (isFolder ? '/' : '')
    const { ignored, unignored } = one.test(name)
    if (ignored || unignored) return ignored
  }
  return false
}

function nearby(path: string): string {
  const folder = dirname(path)
  if (!existsSync(folder)) return `The folder ${basename(folder)} does not exist either.`
  if (!statSync(folder).isDirectory()) return `${basename(folder)} is not a folder.`
  const names = readdirSync(folder).filter((name) => markdown.test(name))
  const near = nearest(basename(path), names)
  if (near !== undefined) return `Did you mean ${near}?`
  return names.length > 0 ? `There are ${names.slice(0, 5).join(', ')}.` : 'Check the path.'
}

import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { GoapError } from '../base/index.ts'
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
 * The documents that arguments mean: files, folders (all Markdown below them that git does not ignore) and globs. Each once, in
 * the order of the arguments. Throws `workspace/missing-file` for what does not exist.
 */
export function findDocuments(
  names: readonly string[],
  { root }: Workspace,
  folder: string,
): readonly DocumentFile[] {
  const found = new Map<string, DocumentFile>()
  for (const name of names)
    for (const { path, named } of expand(name, root, folder))
      if (!found.has(path)) found.set(path, { name: documentName(root, path), path, named })
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
    throw new GoapError('workspace/no-plan', `${name} holds no Markdown file.`)
  }
  if (/[*?[{]/.test(name)) {
    const matches = globSync(name, { cwd: folder }).toSorted()
    if (matches.length > 0) return matches.flatMap((match) => expand(match, root, folder))
    throw new GoapError('workspace/missing-file', `Nothing matches ${name}.`)
  }
  throw new GoapError('workspace/missing-file', `${name} does not exist.`, { hint: nearby(path) })
}

const markdown = /\.(?:md|markdown)$/i
const skipped = new Set(['.git', '.goap', 'node_modules'])

/** Markdown files below a folder, sorted; what a .gitignore on the way excludes is left out. */
function markdownBelow(folder: string, root: string): Expanded[] {
  const found: Expanded[] = []
  walk(folder, rulesAbove(folder, root), found)
  return found
}

interface Rules {
  readonly base: string
  readonly rules: Ignore
}

function rulesAbove(folder: string, root: string): Rules[] {
  const steps = relative(root, folder).split(sep)
  if (steps[0] === '..') return []
  const folders = steps.map((_, index) => join(root, ...steps.slice(0, index)))
  return folders.flatMap(rulesIn)
}

function rulesIn(base: string): Rules[] {
  const file = join(base, '.gitignore')
  return existsSync(file) ? [{ base, rules: ignore().add(readFileSync(file, 'utf8')) }] : []
}

function walk(folder: string, above: readonly Rules[], found: Expanded[]): void {
  const rules = [...above, ...rulesIn(folder)]
  const entries = readdirSync(folder, { withFileTypes: true })
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (skipped.has(entry.name) || isIgnored(path, entry.isDirectory(), rules)) continue
    if (entry.isDirectory()) walk(path, rules, found)
    else if (markdown.test(entry.name)) found.push({ path, named: false })
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
  const folder = resolve(path, '..')
  if (!existsSync(folder)) return `The folder ${basename(folder)} does not exist either.`
  const names = readdirSync(folder).filter((name) => markdown.test(name))
  const same = names.find((name) => name.toLowerCase() === basename(path).toLowerCase())
  if (same !== undefined) return `Did you mean ${same}?`
  return names.length > 0 ? `There are ${names.slice(0, 5).join(', ')}.` : 'Check the path.'
}

import { lstatSync, readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { simpleCommands, type SimpleCommand } from '../model/index.ts'
import { isWithin, realPath } from './paths.ts'
import type { Reach } from './reach.ts'

// The repository of a confined command.
//
//   R1. Only a command that itself calls git may write into it: what else runs cannot commit, and so cannot make a changed configuration
//       of goap count.
//   R2. What git runs or follows stays as it is in any case: hooks, configurations, those of submodules, and the pointers between worktrees.
//   R3. A folder outside of the workspace is shown only if it points back: a `.git` file in the workspace could name any folder.

/** What a command reaches of the repository around the folder `root`, which is without symbolic links. */
export function gitView(
  root: string,
  mayWrite: boolean,
  home: string | undefined,
): Required<Pick<Reach, 'readable' | 'writable' | 'guarded'>> {
  const top = topOf(root, home)
  if (top === undefined) return { readable: [], writable: [], guarded: [] }
  const git = join(top, '.git')
  const { folder, common } = foldersOf(top) ?? { folder: git, common: git }
  const isOutside = !isWithin(root, common)
  // Beside a part of a working tree the rest is shown: git would take it for deleted.
  const readable = [...(top === root ? [] : [top]), ...(isOutside ? [common] : [])]
  if (!mayWrite) return { readable, writable: [], guarded: [git, ...(isOutside ? [] : [common])] }
  const configurations = home === undefined ? [] : [join(home, '.gitconfig'), join(home, '.config', 'git', 'config')] // prettier-ignore
  return {
    readable: [...readable, ...configurations],
    writable: isOutside ? [common] : [],
    guarded: [...(git === common ? [] : [git]), ...steering(folder), ...steering(common)],
  }
}

/** Whether one of the simple commands of a script is git's. */
export function callsGit(script: string): boolean {
  const { commands, complex } = simpleCommands(script)
  return commands.some(isGit) || (complex !== null && /(?:^|[\s;&|(`])git\s/.test(script))
}

function isGit({ text, inner }: SimpleCommand): boolean {
  return basename(text.split(' ')[0] ?? '') === 'git' || inner.some(isGit)
}

/** The nearest folder upwards with a `.git`, but no home: nobody wants to show all of that. */
function topOf(folder: string, home: string | undefined): string | undefined {
  const parent = dirname(folder)
  if (parent !== folder && lstatSync(join(folder, '.git'), { throwIfNoEntry: false })) return folder
  return parent === folder || (home !== undefined && isWithin(parent, home)) ? undefined : topOf(parent, home) // prettier-ignore
}

interface Folders {
  /** What belongs to this working tree (gitrepository-layout(5), $GIT_DIR). */
  readonly folder: string
  /** What all working trees of the repository share ($GIT_COMMON_DIR). */
  readonly common: string
}

/** Undefined where there is no repository, or another's. */
function foldersOf(top: string): Folders | undefined {
  const git = join(top, '.git')
  const real = realPath(git)
  if (real === undefined || !isWithin(top, real)) return undefined
  const pointer = /^gitdir: (.+)$/m.exec(textOf(git) ?? '')?.[1]
  if (pointer === undefined) return { folder: real, common: real }
  const folder = realPath(resolve(top, pointer.trim()))
  if (folder === undefined) return undefined
  const shared = textOf(join(folder, 'commondir'))?.trim()
  const common = shared === undefined ? folder : realPath(resolve(folder, shared))
  if (common === undefined) return undefined
  return isWithin(top, common) || pointsBack(folder, git) ? { folder, common } : undefined // prettier-ignore
}

/** A worktree has the way to its `.git` file in `gitdir`, a submodule that to its folder in `core.worktree`. */
function pointsBack(folder: string, git: string): boolean {
  const file = textOf(join(folder, 'gitdir'))?.trim()
  if (file !== undefined) return realPath(resolve(folder, file)) === realPath(git)
  const tree = /^\s*worktree\s*=\s*(.+)$/m.exec(textOf(join(folder, 'config')) ?? '')?.[1]
  return tree !== undefined && realPath(resolve(folder, tree.trim())) === dirname(git)
}

/** What of a folder of git decides what git runs. */
function steering(folder: string): readonly string[] {
  const own = ['config', 'config.worktree', 'hooks', 'modules', 'commondir', 'gitdir', 'info/attributes'] // prettier-ignore
  const worktrees = namesIn(join(folder, 'worktrees')).flatMap((name) =>
    ['config.worktree', 'commondir', 'gitdir'].map((file) => join('worktrees', name, file)),
  )
  return [...own, ...worktrees].map((name) => join(folder, name))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

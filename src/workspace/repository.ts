import { lstatSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where the repository of a folder really lies: the nearest `.git` upwards, a folder or the file of a worktree; null where there is none. */
export function repositoryOf(folder: string): string | null {
  const git = join(folder, '.git')
  if (lstatSync(git, { throwIfNoEntry: false })) return real(git)
  const parent = dirname(folder)
  return parent === folder ? null : repositoryOf(parent)
}

/** A link that leads nowhere is what it is. */
function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

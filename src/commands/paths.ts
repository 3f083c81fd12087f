import { accessSync, constants, realpathSync } from 'node:fs'
import { delimiter, isAbsolute, relative, sep } from 'node:path'

/** Whether a path is the folder or lies in it; both absolute and without symbolic links. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Where a path really lies; undefined when it is not there or cannot be looked at. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** The folders of a PATH that begin at the top; relative ones would mean another folder for each process. */
export function programFolders(path: string | undefined): readonly string[] {
  return [...new Set((path ?? '').split(delimiter).filter((folder) => isAbsolute(folder)))]
}

export function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

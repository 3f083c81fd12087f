import { delimiter } from 'node:path'
import { isWithin, programFolders, realPath } from './paths.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const allowed: ReadonlySet<string> = new Set(
  (
    'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TERM COLORTERM TZ TMPDIR TMP TEMP ' +
    'CI NO_COLOR FORCE_COLOR NODE_ENV'
  ).split(' '),
)

/**
 * What a command sees of the environment: a short list of harmless names, `LC_*`, the names in `extra`,
 * and what the command itself adds. Tokens of the person's shell stay out unless named.
 */
export function allowedEnvironment(
  source: Environment,
  extra: readonly string[] = [],
  added: Environment = {},
): Record<string, string> {
  const named = new Set(extra)
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(source))
    if (value !== undefined && (allowed.has(name) || name.startsWith('LC_') || named.has(name)))
      result[name] = value
  for (const [name, value] of Object.entries(added)) if (value !== undefined) result[name] = value
  return result
}

/**
 * The environment for what goap itself runs in a workspace, such as git: programs of the workspace are not found by it, since a command
 * may have left one there under that name.
 */
export function ownEnvironment(workspace: string, source: Environment = process.env): Environment {
  const root = realPath(workspace) ?? workspace
  const folders = programFolders(source['PATH']).filter((folder) => !isWithin(root, realPath(folder) ?? folder)) // prettier-ignore
  return { ...source, PATH: folders.join(delimiter) }
}

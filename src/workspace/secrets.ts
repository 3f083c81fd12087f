import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Workspace } from './find-workspace.ts'
import { examples } from './secret-files.ts'

/**
 * Values in `.env` and `.env.*` of the workspace that are to be hidden wherever they appear: those of variables whose names look
 * secret, and those that look like keys whatever their name. Examples (`.env.example`) hold none.
 */
export async function workspaceSecrets({
  root,
}: Pick<Workspace, 'root'>): Promise<readonly string[]> {
  const { secretValues } = await import('../commands/index.ts')
  return environmentFiles(root).flatMap((name) => {
    const variables = variablesOf(join(root, name))
    const keys = Object.values(variables).filter((value) => value !== undefined && isKey(value))
    return [...new Set([...secretValues(variables), ...keys.flatMap((key) => key ?? [])])]
  })
}

/** Hides what looks secret here: in the environment, in the workspace, and by its shape. */
export async function concealer(
  workspace: Pick<Workspace, 'root'>,
): Promise<(text: string) => string> {
  const { redactor } = await import('../commands/index.ts')
  return redactor({ environment: process.env, secrets: await workspaceSecrets(workspace) })
}

function environmentFiles(root: string): readonly string[] {
  try {
    return readdirSync(root).filter((name) => /^\.env(?:\.|$)/.test(name) && !examples.test(name))
  } catch {
    return []
  }
}

const largest = 1024 * 1024

/** A file that cannot be read has nothing that a command of the same user could show. */
function variablesOf(file: string): NodeJS.Dict<string> {
  try {
    return statSync(file).size > largest ? {} : parseEnv(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

/** Letters and digits in one long word that is no path, address, version or date: nobody writes that by hand. */
function isKey(value: string): boolean {
  return /^[\w+=-]{20,}$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value)
}

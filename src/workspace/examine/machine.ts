import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { confinementIn } from '../../commands/index.ts'
import type { Workspace } from '../find-workspace.ts'
import { note, ok, wrong, type Condition } from './finding.ts'

/** Node's version. Older ones are refused before goap is loaded. */
export function nodeState(): Condition {
  const { node, sqlite = 'unknown' } = process.versions
  const [major = 0] = node.split('.').map(Number)
  return major % 2 === 1
    ? note('node', `${node} is no version with long-term support`, 'use Node 22 or 24')
    : ok('node', `${node}, with SQLite ${sqlite}`)
}

/** Commands of documents are shell scripts. */
export function shellState(path: string): Condition {
  if (!existsSync('/bin/sh'))
    return wrong('shell', 'error', '/bin/sh is not there: no command can be run', 'install a shell')
  return programOn(path, 'bash') === null
    ? note('shell', 'sh runs the commands, since bash is not there', 'install bash if documents are written for it') // prettier-ignore
    : ok('shell', 'bash runs the commands')
}

/** Whether commands can be confined in this workspace. */
export async function confinementState(
  { root }: Pick<Workspace, 'root'>,
  path: string,
): Promise<Condition> {
  const state = await confinementIn(root, path)
  return state.works
    ? ok('confinement', `bubblewrap ${state.version} confines commands`)
    : note('confinement', `commands cannot be confined: ${state.reason}`, `${state.hint} Until then commands of documents run unconfined, and those of agents only with \`--confine off\`.`) // prettier-ignore
}

function programOn(path: string, name: string): string | null {
  const folders = ['/bin', '/usr/bin', ...path.split(delimiter)]
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null
}

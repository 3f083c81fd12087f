import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
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

/** What could lock commands in. goap does not need it yet. */
export function confinementState(path: string): Condition {
  if (process.platform === 'darwin')
    return programOn(path, 'sandbox-exec') === null
      ? note('confinement', 'sandbox-exec is not there')
      : ok('confinement', 'sandbox-exec is there')
  if (programOn(path, 'bwrap') === null)
    return note('confinement', 'bubblewrap (bwrap) is not there; commands run as plain processes', 'install the package `bubblewrap` to be able to confine them later') // prettier-ignore
  const closed =
    ['/proc/sys/kernel/unprivileged_userns_clone', '/proc/sys/user/max_user_namespaces'] // prettier-ignore
      .filter((file) => textOf(file) === '0')
  return closed.length > 0 && process.getuid?.() !== 0
    ? note('confinement', `bubblewrap is there, but ${closed[0] ?? ''} keeps it from working`, 'let users make namespaces') // prettier-ignore
    : ok('confinement', 'bubblewrap is there')
}

function programOn(path: string, name: string): string | null {
  const folders = ['/bin', '/usr/bin', ...path.split(delimiter)]
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null
  }
}

import { createHash } from 'node:crypto'
import type { Commands } from '../commands/index.ts'

export interface GitTreeOptions {
  /** Runs git in the workspace; it should keep some megabytes of output, a line for each file. */
  readonly commands: Commands
  /** Paths that do not count, from the workspace: documents, since progress is written into them. */
  readonly without: readonly string[]
}

/** Of more files that are new or changed since they were last added, there is no state: telling it would not be cheap. */
const mostChanged = 500

/**
 * A function that tells the content of all files that git sees in the workspace, as one digest; adding and committing them changes
 * nothing. What git ignores does not count. Null where there is no git, or where it cannot be told cheaply.
 */
export function gitTree({ commands, without }: GitTreeOptions): () => Promise<string | null> {
  const listing = listingOf(without)
  return async () => {
    const listed = await output(commands, listing)
    const [index, changed, deleted, added] = (listed ?? '').split(`${separator}\n`).map(linesOf)
    if (!index || !changed || !deleted || !added) return null
    const gone = new Set(deleted)
    const rest = [...changed.filter((path) => !gone.has(path)), ...added]
    // git quotes paths with line breaks and the like.
    if (rest.length > mostChanged || rest.some((path) => path.startsWith('"'))) return null
    const hashes = rest.length === 0 ? '' : await output(commands, hashing(rest))
    if (hashes === null) return null
    const contents = new Map(index.map(contentOf))
    for (const path of gone) contents.delete(path)
    linesOf(hashes).forEach((hash, at) => contents.set(rest[at] ?? '', hash))
    const digest = createHash('sha256')
    for (const [path, hash] of [...contents].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      digest.update(`${hash} ${path}\n`)
    return digest.digest('hex')
  }
}

const separator = '--- goap'
const git = "git -c safe.directory='*' -c core.fsmonitor=false -c core.quotePath=false"
/** A partial clone that lacks an object would otherwise fetch it, by a command of the repository's choice. */
const environment = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0' } // prettier-ignore

/** What git has, and what is otherwise by time and size: so it runs no filter that the repository's configuration names. */
function listingOf(without: readonly string[]): string {
  const paths = ['.', ...without.map((path) => `:(exclude,literal)${path}`)].map(quoted).join(' ')
  const differing = `${git} diff-files --name-only --relative --ignore-submodules=dirty`
  return [
    `${git} ls-files --stage -- ${paths}`,
    `echo '${separator}'`,
    `${differing} -- ${paths}`,
    `echo '${separator}'`,
    `${differing} --diff-filter=D -- ${paths}`,
    `echo '${separator}'`,
    `${git} ls-files --others --exclude-standard -- ${paths}`,
  ].join('\n')
}

function hashing(paths: readonly string[]): string {
  return `${git} hash-object --no-filters -- ${paths.map(quoted).join(' ')}`
}

/** What a script printed; null when it failed, or when not all of it is known. */
async function output(commands: Commands, script: string): Promise<string | null> {
  const never = new AbortController().signal
  const silent = `exec 2>/dev/null\n${script}`
  const result = await commands.run({ script: silent, environment, timeout: 10_000 }, never)
  const isWhole = result.exit === 0 && !result.truncated && !result.tail.includes('[redacted]')
  return isWhole ? result.tail : null
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '')
}

/** `100644 HASH 0\tPATH` */
function contentOf(line: string): readonly [string, string] {
  const tab = line.indexOf('\t')
  return [line.slice(tab + 1), line.slice(0, tab).split(' ')[1] ?? '']
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

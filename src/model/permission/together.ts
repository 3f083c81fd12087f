import type { Findings, ParsedCommand } from './cursor.ts'
import { shells } from './interpreters.ts'
import { isOutside } from './paths.ts'
import { programName } from './program.ts'
import type { Danger } from './rules.ts'

// What commands are only together: one fetches a file and the next runs it; one leaves the folder and the next writes.

/** What a command may need to know of the script it stands in. */
export interface Surroundings {
  readonly found: Findings
  /** Scripts in scripts around this one. */
  readonly depth: number
  /** The script goes to a folder outside the one it starts in. */
  readonly away: boolean
  /** Names of the files that the script fetches from the net. */
  readonly downloads: ReadonlySet<string>
  /** It holds a statement that deletes data of a database. */
  readonly deletesData: boolean
}

/** What a script's commands have in common, added to what is known from around it. */
export function surroundings(
  found: Findings,
  parsed: readonly ParsedCommand[] = [],
  outer?: Surroundings,
): Surroundings {
  return {
    found,
    depth: outer?.depth ?? 0,
    away: (outer?.away ?? false) || parsed.some(leaves),
    downloads: new Set([...(outer?.downloads ?? []), ...parsed.flatMap(downloadsOf)]),
    deletesData: (outer?.deletesData ?? false) || parsed.some(holdsDeletion),
  }
}

/** The dangers of a command that come from the others. */
export function togetherDangers(command: ParsedCommand, around: Surroundings): readonly Danger[] {
  const name = programName(command.words[0])
  const reasons = [
    runsDownload(name, command, around) ? 'runs what was fetched from the net' : undefined,
    around.deletesData && command.fed && databases.test(name)
      ? `"${name}" deletes data of a database`
      : undefined,
  ]
  return reasons.flatMap((reason) => (reason === undefined ? [] : [{ reason, names: Infinity }]))
}

/** `cd` to another folder: then relative paths lead outside too. */
function leaves({ words }: ParsedCommand): boolean {
  const [program, ...rest] = words
  if (!/^(?:cd|pushd|popd)$/.test(program?.text ?? '')) return false
  const target = rest.find((word) => !/^-./.test(word.text))
  return !target?.known || target.text === '-' || isOutside(target.text)
}

const fetching = /^(?:curl|wget|fetch|aria2c|http|xh)$/

function downloadsOf({ words, redirections }: ParsedCommand): string[] {
  if (!fetching.test(programName(words[0]))) return []
  const option = /^(?:-[A-Za-z]*[oO]|--output|--output-document)$/
  const named = words.filter((_, at) => option.test(words[at - 1]?.text ?? ''))
  const keeps = words.some(({ text }) =>
    /^(?:-[A-Za-z]*O|--remote-name\S*|wget|fetch|aria2c)$/.test(text),
  )
  const addresses = keeps ? words.filter((word) => word.text.includes('/')) : []
  const written = redirections.filter((one) => one.kind === 'write').map((one) => one.target)
  return [...named, ...addresses, ...written]
    .map((word) => fileName(word.text))
    .filter((name) => name !== '')
}

function runsDownload(
  name: string,
  { words }: ParsedCommand,
  { downloads }: Surroundings,
): boolean {
  if (downloads.size === 0 || fetching.test(name)) return false
  const runs =
    shells.has(name) || /^(?:\.|source|chmod|python[\d.]*|node|deno|bun|perl|ruby|php)$/.test(name)
  const files = runs ? words.slice(1) : words.slice(0, 1)
  return files.some((word) => downloads.has(fileName(word.text)))
}

function fileName(path: string): string {
  return (
    path
      .replace(/[?#].*$/s, '')
      .split('/')
      .at(-1) ?? ''
  )
}

const databases =
  /^(?:psql|mysql|mariadb|sqlite3|sqlcmd|clickhouse-client|cockroach|duckdb|mongosh?)$/
const deletion =
  /\b(?:drop\s+(?:table|database|schema|view|index|user|role|column)|truncate|delete\s+from)\b|dropDatabase/i

function holdsDeletion({ words, redirections }: ParsedCommand): boolean {
  const texts = redirections.filter((one) => one.kind === 'text').map((one) => one.target)
  return [...words, ...texts].some((word) => deletion.test(word.text))
}

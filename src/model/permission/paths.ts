import type { Word } from './cursor.ts'

/** Why writing to a file may reach beyond the workspace, or null. `away`: the script has gone to another folder. */
export function writeDanger(target: Word, away: boolean): string | null {
  const path = plainPath(target.text)
  if (target.known && harmless.has(path)) return null
  if (!target.known) return `writes to a file that is known only when it runs (${target.text})`
  const protects = protectedDanger(target)
  if (protects !== null) return protects
  if (away || isOutside(path)) return `writes to ${target.text}, outside the workspace`
  return null
}

/** Why changing this path harms the system, the person's settings, or the records of git and goap; or null. */
export function protectedDanger(target: Word): string | null {
  const path = plainPath(target.text)
  if (target.open) return `changes a path that is known only when it runs (${target.text})`
  if (system.test(path)) return `changes ${target.text}, which belongs to the system`
  if (personal.test(path))
    return `changes ${target.text}, which belongs to the person, not to the workspace`
  if (records.test(path)) return `changes ${target.text}, the records of git or goap`
  return null
}

/** Whether a path leads out of the working folder: absolute, from the home folder, or through `..`. */
export function isOutside(path: string): boolean {
  return /^(?:\/|~|[A-Za-z]:[\\/])/.test(path) || /(?:^|\/)\.\.(?:\/|$)/.test(path)
}

const harmless: ReadonlySet<string> = new Set(
  ['null', 'stdout', 'stderr', 'tty', 'fd/1', 'fd/2'].map((name) => `/dev/${name}`),
)

const system =
  /^\/(?:$|\*|(?:etc|usr|s?bin|lib\w*|boot|dev|sys|proc|var|opt|root|srv|run|System|Library|Applications|private)(?:\/|$))/i
const personal = /^(?:~\w*|\$\{?HOME\}?|\/home\/[^/]+|\/Users\/[^/]+)(?:\/(?:$|\*|\.)|$)/
const records = /(?:^|\/)\.(?:git|goap)(?:\/|$)/i

/** The path without doubled slashes and `.` parts. */
function plainPath(text: string): string {
  return text
    .replace(/\/+/g, '/')
    .replace(/(?:\/\.)+(?=\/|$)/g, '')
    .replace(/^(?:\.\/)+/, '')
}

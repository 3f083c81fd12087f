import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { GoapError } from '../base/index.ts'
import { saveDocument } from './save-document.ts'
import type { DocumentStatus } from './status.ts'

/** What stands around the table that `goap status --write` keeps. */
export const statusMarkers = {
  begin: '<!-- goap:status -->',
  end: '<!-- /goap:status -->',
} as const

/**
 * Writes a table of the plans between the two markers of a Markdown file; every byte outside them stays. False when the file says
 * it already. Throws `workspace/no-markers` and `workspace/not-readable`, `workspace/not-writable`.
 */
export function writeStatusTable(
  file: string,
  statuses: readonly DocumentStatus[],
  root: string,
): boolean {
  for (let attempt = 0; attempt < 5; attempt++) {
    const before = bytesOf(file)
    const after = withTable(before, file, statuses, root)
    if (Buffer.compare(before, after) === 0) return false
    if (saveDocument(file, before, after)) return true
  }
  throw new GoapError('workspace/not-writable', `${file} changes while it is written.`)
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${file} cannot be read: ${what}.`, { cause })
  }
}

function withTable(
  before: Buffer,
  file: string,
  statuses: readonly DocumentStatus[],
  root: string,
): Buffer {
  const begin = before.indexOf(statusMarkers.begin)
  const from = begin + Buffer.byteLength(statusMarkers.begin)
  const to = before.indexOf(statusMarkers.end, from)
  if (begin < 0 || to < 0) throw new GoapError('workspace/no-markers', `${file} has no place for the table.`) // prettier-ignore
  const line = before.includes('\r\n') ? '\r\n' : '\n'
  const table = ['', '', ...statusTable(statuses, dirname(resolve(file)), root), '', ''].join(line)
  return Buffer.concat([before.subarray(0, from), Buffer.from(table), before.subarray(to)])
}

/** A Markdown table with a row for each plan; links lead from `folder`. Nothing in it depends on when it is written. */
export function statusTable(
  statuses: readonly DocumentStatus[],
  folder: string,
  root: string,
): readonly string[] {
  const rows = statuses.map((one) => {
    const path = relative(folder, resolve(root, one.document)).replaceAll('\\', '/')
    const name = cell(one.title === '' ? one.document : one.title)
    return `| [${name}](${encodeURI(path)}) | ${stateOf(one)} | ${one.done + one.skipped}/${one.tasks} | ${shares(one)} |`
  })
  return ['| Plan | State | Tasks done | Of these |', '|---|---|---|---|', ...rows]
}

function stateOf({ tasks, done, skipped, failed, blocked, run }: DocumentStatus): string {
  if (failed > 0) return '❌ failed'
  if (tasks > 0 && done + skipped === tasks) return '✅ done'
  if (blocked > 0) return '⏸ blocked'
  return done > 0 || run !== null ? '🔄 in progress' : '⏳ pending'
}

/** What the done tasks rest on. */
function shares({ proven, claimed, skipped }: DocumentStatus): string {
  const parts = [
    [proven, 'proven'],
    [claimed, 'claimed'],
    [skipped, 'skipped'],
  ] as const
  return (
    parts
      .filter(([number]) => number > 0)
      .map(([number, word]) => `${number} ${word}`)
      .join(', ') || '–'
  )
}

/** A title without what would end a cell or a link. */
function cell(title: string): string {
  return title.replace(/[\\[\]|<>]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ')
}

import {
  parseExpectation,
  jsonPath,
  type Check,
  type Expectation,
  type ScriptBlock,
  type Take,
} from '../../model/index.ts'
import { criterion } from '../read/gates/criteria.ts'
import { isFilePath } from '../read/gates/file-checks.ts'
import { isCommand, isRunnable } from '../read/text/command-lines.ts'
import type { Piece } from '../read/text/text.ts'
import { plain } from '../read/text/words.ts'

/** How a fact is observed, before its fact is looked up. */
export interface Observation {
  readonly check: Check
  readonly expectations: readonly Expectation[]
}

/**
 * `` `npm test` → 0 failures ``, `` `VERSION` matches `/^2/` ``, `` `npm run size` → `.total` ``, `` `summary.json`: `total.lines.pct` ``.
 * Null: the words say no such thing.
 */
export function observationIn(piece: Piece): Observation | null {
  const { stated } = criterion(piece, null)
  if (stated && stated.check.kind !== 'approval')
    return { check: stated.check, expectations: stated.expectations }
  const found = /^(?:run:?\s+)?(`+)\s*(.+?)\s*\1(?!`)\s*(.*)$/is.exec(piece.text)
  const code = found?.[2]
  if (code === undefined) return null
  const behind = (found?.[3] ?? '').replace(/^(?:→|->|=>|:)\s*/, '')
  const file = /\s/.test(code) ? null : ofFile(code.replace(/^\.\//, ''), behind)
  if (file) return file
  const take = takeIn(behind)
  const isFile = isFilePath(code) && !isCommand(code)
  if (isFile && !take) return null
  const from = isFile
    ? ({ kind: 'file', path: code.replace(/^\.\//, '') } as const)
    : ({ kind: 'command', command: code, runnable: isRunnable(code) } as const)
  if (take)
    return { check: metric(from, take.take, null), expectations: parseExpectation(take.rest) }
  return from.kind === 'command'
    ? { check: from, expectations: parseExpectation(plain(behind)) }
    : null
}

/** What a file is said to be or hold, whatever it is called: `` `VERSION` exists ``. */
function ofFile(path: string, words: string): Observation | null {
  if (
    !/^(?:exists?|does not exist|is |contains? |includes? |matches |no longer exists)/i.test(words)
  )
    return null
  const pattern = /^matches\s+`\/(.+)\/`$/i.exec(words)?.[1]
  const expectations: readonly Expectation[] | null =
    pattern === undefined ? fileExpectations(words) : [{ kind: 'matches', pattern }]
  return expectations && { check: { kind: 'file', path, partial: false }, expectations }
}

/** A path into JSON or a `/pattern/` in back-ticks, and what follows it. */
function takeIn(text: string): { readonly take: Take; readonly rest: string } | null {
  const found = /^`([^`]+)`\s*(.*)$/.exec(text)
  const take = found?.[1] === undefined ? null : takeOf(found[1], false)
  return take && { take, rest: found?.[2] ?? '' }
}

/** What a path or pattern takes out of a text; `free`: a pattern needs no slashes. */
export function takeOf(text: string, free: boolean): Take | null {
  const pattern = /^\/(.+)\/$/.exec(text)?.[1] ?? (free ? text : undefined)
  if (pattern !== undefined) return { kind: 'pattern', pattern }
  return jsonPath(text) === undefined ? null : { kind: 'json', path: text }
}

/** A probe that is told by the fields of a block: script, command or file, what is taken out of it, and what is expected. */
export function observationOf(said: {
  readonly script: Pick<ScriptBlock, 'language' | 'code'> | null
  readonly command: string | null
  readonly file: string | null
  readonly pattern: string | null
  readonly path: string | null
  readonly expect: string | null
  readonly unit: string | null
}): Observation | null {
  const { script, command, file, unit } = said
  const take: Take | null =
    said.path === null
      ? said.pattern === null
        ? null
        : takeOf(said.pattern, true)
      : { kind: 'json', path: said.path }
  const expectations = said.expect === null ? [] : parseExpectation(said.expect)
  if (script)
    return { check: { kind: 'script', language: script.language, code: script.code }, expectations }
  if (command !== null) {
    const from = { kind: 'command', command, runnable: isRunnable(command) } as const
    return { check: take ? metric(from, take, unit) : from, expectations }
  }
  if (file === null) return null
  // A pattern with a group takes out what the group matches; without one it is to be found.
  const takes = take?.kind === 'json' || (take?.kind === 'pattern' && /\((?!\?)/.test(take.pattern))
  if (take && (takes || expectations.length > 0))
    return { check: metric({ kind: 'file', path: file }, take, unit), expectations }
  const told = fileExpectations(said.expect)
  const check = { kind: 'file', path: file, partial: false } as const
  if (take?.kind === 'pattern')
    return { check, expectations: [{ kind: 'matches', pattern: take.pattern }] }
  return told && { check, expectations: told }
}

type Metric = Extract<Check, { kind: 'metric' }>

function metric(from: Metric['from'], take: Take, unit: string | null): Metric {
  return { kind: 'metric', from, take, ...(unit === null ? {} : { unit }) }
}

/** "exists", "does not exist", `contains "x"`; null for other words. */
function fileExpectations(expect: string | null): readonly Expectation[] | null {
  if (expect === null || /^(?:exists?|is there)\.?$/i.test(expect)) return []
  if (
    /^(?:does not exist|no longer exists|is (?:gone|absent|removed)|absent|missing)\.?$/i.test(
      expect,
    )
  )
    return [{ kind: 'exists', exists: false }]
  const found = parseExpectation(expect)
  return found.length > 0 && found.every(({ kind }) => kind === 'contains') ? found : null
}

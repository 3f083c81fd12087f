import type { Json, Report } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import type { Style } from '../io.ts'
import { visible, visibleLine } from '../visible.ts'
import { seconds, type Names } from './plain.ts'
import { usefulLines } from './useful.ts'

const outcomes = {
  succeeded: 'green',
  failed: 'red',
  cancelled: 'yellow',
  interrupted: 'yellow',
  waiting: 'yellow',
  running: 'cyan',
} as const

/** Where something stands in a document. */
export interface DocumentPlace {
  readonly document: string
  readonly line: number
}

export interface SummaryOptions {
  /** Every task and gate, not only what needs attention. */
  readonly all?: boolean
  /** What keys are called. Default: ids and titles of the report. */
  readonly names?: Names
  /** Takes secrets out of what is shown. Default: nothing is taken out. */
  readonly clean?: (text: string) => string
  /** Where tasks and gates stand, and criteria by `gate key/criterion key`. Default: not shown. */
  readonly places?: (key: string) => DocumentPlace | null
  /** A document as one would name it here. Default: its name. */
  readonly path?: (document: string) => string
  /** Options that were given and are needed again, such as `--yes`. Default: none. */
  readonly options?: readonly string[]
}

/** What a run came to, what failed and where, what it waits for, and how to go on. */
export function summaryLines(report: Report, style: Style, options: SummaryOptions = {}): string[] {
  const { outcome, started, updated } = report
  const time = started !== null && updated !== null ? ` after ${seconds(updated - started)}` : ''
  const gates = report.gates.filter(({ verdict }) => verdict === 'passed').length
  const gateNote =
    report.gates.length > 0 ? `; ${gates} of ${report.gates.length} gates passed` : ''
  return [
    `${style(outcomes[outcome], outcome)}${time}: ${countsLine(report)}${gateNote}`,
    ...reasonLines(report, options),
    ...(options.all ? taskLines(report, style, options) : []),
    ...failedLines(report, style, options),
    ...untoldLines(report, style, options),
    ...waitingLines(report, style, options),
    ...nextLines(report, options),
  ]
}

/** What the engine says of every end; another reason is one of its own. */
const usual = new Set(['all is done', 'not all could be done', 'a failure ended the run', 'rolled back', 'cancelled', 'waiting', 'interrupted', 'requested', '']) // prettier-ignore

/** Why the run ended as it did, where that is more than its tasks and gates tell. */
function reasonLines({ outcome, reason }: Report, { clean = same }: SummaryOptions): string[] {
  return outcome === 'failed' && !usual.has(reason) ? [`  ${visibleLine(clean(reason))}`] : []
}

function countsLine({ counts, tasks }: Report): string {
  const shown = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
  return tasks.length === 0 ? 'no tasks' : shown.join(', ')
}

function taskLines(
  { tasks, gates }: Report,
  style: Style,
  { clean = same }: SummaryOptions,
): string[] {
  return [
    ...tasks.map(({ id, title, status, reason }) => {
      const name = id === null ? title : `${id} ${title}`
      return `  ${status.padEnd(9)} ${visibleLine(clean(name))}${because(clean(reason), style)}`
    }),
    ...gates.map(({ title, verdict, reason }) => {
      const word =
        verdict === null ? 'pending' : verdict === 'insufficient-evidence' ? 'unproven' : verdict
      return `  ${word.padEnd(9)} gate ${visibleLine(clean(title))}${because(clean(reason), style)}`
    }),
  ]
}

/** At most so many failures are told in full. */
const mostFailures = 10

/** What failed: its place, its reason and the lines of its output that tell most. */
function failedLines(report: Report, style: Style, options: SummaryOptions): string[] {
  const failures = failuresOf(report, options)
  const { clean = same } = options
  if (failures.length === 0) return []
  const more = failures.length - mostFailures
  return [
    report.outcome === 'succeeded' ? 'Failed on the way, and done in another:' : 'Failed:',
    ...failures.slice(0, mostFailures).flatMap(({ key, name, reason, evidence }) => {
      const place = options.places?.(key)
      const where = place ? `${(options.path ?? same)(place.document)}:${place.line}` : ''
      const tail = evidence.findLast((one) => 'tail' in one)?.tail ?? ''
      return [
        `  ${style('red', '✗')} ${name}${style('dim', where === '' ? '' : `  ${visibleLine(where)}`)}`,
        `      ${visibleLine(clean(reason))}`,
        ...usefulLines(clean(tail)).map((line) => style('dim', `      │ ${line}`)),
      ]
    }),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ]
}

interface Failure extends Pick<Report['tasks'][number], 'key' | 'reason' | 'evidence'> {
  readonly name: string
}

function failuresOf({ tasks, gates }: Report, { names, clean = same }: SummaryOptions): Failure[] {
  const called = (key: string, id: string | null, title: string): string =>
    names?.(key) ?? visibleLine(clean(id === null ? title : `${id} ${title}`))
  return [
    ...tasks
      .filter(({ status }) => status === 'failed')
      .map(({ key, id, title, reason, evidence }) => ({
        key,
        name: called(key, id, title),
        reason,
        evidence,
      })),
    ...gates
      .filter(({ verdict }) => verdict === 'failed')
      .flatMap(({ key, title, criteria }) =>
        criteria
          .filter(({ verdict }) => verdict === 'failed' || verdict === 'insufficient-evidence')
          .map((one) => ({
            key: `${key}/${one.key}`,
            name: `gate ${called(key, null, title)}: ${visibleLine(clean(one.text))}`,
            reason: one.reason,
            evidence: one.evidence,
          })),
      ),
  ]
}

function same(text: string): string {
  return text
}

function because(reason: string, style: Style): string {
  return reason === '' ? '' : style('dim', `  ${visibleLine(reason)}`)
}

/** What was to be reported of tasks that are done, and was not. */
function untoldLines({ tasks }: Report, style: Style, { clean = same }: SummaryOptions): string[] {
  return tasks.flatMap(({ id, title, missing = [] }) => {
    const told = visibleLine(clean(`${id ?? title} does not tell: ${missing.join('; ')}`))
    return missing.length === 0 ? [] : [`  ${style('yellow', '!')} ${told}`]
  })
}

function waitingLines(
  { waiting, tasks, gates }: Report,
  style: Style,
  { names, clean = same }: SummaryOptions,
): string[] {
  const called = (key: string): string => {
    if (names) return names(key)
    const task = tasks.find((one) => one.key === key)
    const name = task?.id ?? task?.title ?? gates.find((one) => one.key === key)?.title ?? key
    return visibleLine(clean(name))
  }
  if (waiting.length === 0) return []
  const shown = waiting.slice(0, 20)
  return [
    'Waiting:',
    ...shown.flatMap(({ subject, text, command }) => [
      `  ${style('yellow', '‖')} ${called(subject)}: ${visibleLine(clean(text))}`,
      ...(command === null ? [] : [style('dim', indented(clean(command)))]),
    ]),
    ...(waiting.length > shown.length ? [`  … and ${waiting.length - shown.length} more`] : []),
  ]
}

function indented(command: string): string {
  return visible(command).trim().replace(/^/gm, '      ')
}

/** Where to look closer, and how to go on from here. */
function nextLines(report: Report, options: SummaryOptions): string[] {
  const { outcome, documents, run } = report
  const given = (options.options ?? []).map((one) => ` ${one}`).join('')
  const path = options.path ?? same
  const shown = documents.map((document) => word(path(document))).join(' ')
  // What is proven is not run again, so that the same command tries what failed once more.
  const again = isSeen(shown) ? [`Try again what failed: goap execute ${shown}${given}`] : []
  switch (outcome) {
    case 'failed':
      return [...lookLines(report), ...again]
    case 'interrupted':
      return [...lookLines(report), `Go on with: goap resume ${run}${given}`]
    case 'waiting':
      return [...lookLines(report), ...answerLines(report, options)]
    default:
      return []
  }
}

/** What tells more about what failed. */
function lookLines(report: Report): string[] {
  const { run, tasks, gates } = report
  const failed = tasks.find(({ status }) => status === 'failed')
  if (!failed && !gates.some(({ verdict }) => verdict === 'failed')) return []
  const name = failed && nameIn(report, failed.key)
  return [
    ...(name === undefined || !isSeen(name) ? [] : [`All of its output: goap log ${run} ${word(name)}`]), // prettier-ignore
    `All of the run: goap report ${run}`,
  ]
}

/** The shortest name that a command takes for a task or gate: an id where no other task has it. */
function nameIn({ tasks }: Report, key: string): string {
  const id = tasks.find((task) => task.key === key)?.id ?? null
  const isUnique = tasks.filter((task) => task.id?.toLowerCase() === id?.toLowerCase()).length === 1
  return id !== null && isUnique ? id : key
}

/** How what waits can be answered. */
function answerLines(report: Report, { clean = same }: SummaryOptions): string[] {
  const { run, waiting } = report
  const requests = waiting.filter(({ kind, denied }) => kind === 'permission' && !denied)
  const harmless = allowOptions(
    requests.filter(({ dangerous }) => !dangerous),
    clean,
  )
  const dangerous = allowOptions(
    requests.filter((one) => one.dangerous),
    clean,
  )
  const lines: string[] = []
  if (harmless.length > 0) lines.push(`Allow it with: goap resume ${run} ${harmless.join(' ')}`)
  // Each by itself: what is dangerous is to be looked at, not to be allowed in one go.
  for (const option of dangerous)
    lines.push(`Allow what is dangerous with: goap resume ${run} ${option}`)
  if (harmless.length > 0)
    lines.push(`Allow all that is not dangerous with: goap resume ${run} --yes`)
  const asked = waiting.filter(({ kind }) => kind === 'question')
  if (asked.length > 0) lines.push(`Answer at a terminal with: goap resume ${run}`)
  for (const { subject } of asked.slice(0, 3)) {
    const name = nameIn(report, subject)
    if (isSeen(name)) lines.push(`or from anywhere, with --reject for no: goap approve ${run} ${word(name)}`) // prettier-ignore
  }
  return lines
}

/** Whether all of a text can be seen: what cannot must not be copied. */
function isSeen(text: string): boolean {
  return visible(text) === text
}

/** A word of a command line, quoted where a shell would not take it as it is. */
export function word(text: string): string {
  return /^[\w@%+=:,./-][\w@%+=:,./#-]*$/.test(text) ? text : quoted(text)
}

/** `--allow` for each pattern; none for one that holds what a terminal would not show, or a secret: it must not be copied. */
function allowOptions(requests: Report['waiting'], clean: (text: string) => string): string[] {
  const patterns = new Set(requests.map(({ pattern }) => pattern ?? ''))
  return [...patterns]
    .filter((pattern) => pattern !== '' && isSeen(pattern) && clean(pattern) === pattern)
    .map((pattern) => `--allow ${quoted(pattern)}`)
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** The report as `goap/run@1`. */
export function reportJson(report: Report): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a report is plain data
  return { schema: 'goap/run@1', ...report } as unknown as Json
}

/** The exit code of an outcome. */
export function exitOf({ outcome }: Report): Exit {
  switch (outcome) {
    case 'succeeded':
      return exits.done
    case 'waiting':
      return exits.waiting
    case 'interrupted':
      return exits.interrupted
    default:
      return exits.failed
  }
}

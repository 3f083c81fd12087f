import type { Json, Report } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import type { Style } from '../io.ts'
import { visible, visibleLine } from '../visible.ts'
import { seconds } from './plain.ts'

const outcomes = {
  succeeded: 'green',
  failed: 'red',
  cancelled: 'yellow',
  interrupted: 'yellow',
  waiting: 'yellow',
  running: 'cyan',
} as const

export interface SummaryOptions {
  /** Every task and gate, not only what needs attention. */
  readonly all?: boolean
}

/** What a run came to, what it waits for, and how to go on. */
export function summaryLines(
  report: Report,
  style: Style,
  { all = false }: SummaryOptions = {},
): string[] {
  const { outcome, started, updated, run } = report
  const time = started !== null && updated !== null ? ` after ${seconds(updated - started)}` : ''
  const gates = report.gates.filter(({ verdict }) => verdict === 'passed').length
  const gateNote =
    report.gates.length > 0 ? `; ${gates} of ${report.gates.length} gates passed` : ''
  return [
    `${style(outcomes[outcome], outcome)}${time}: ${countsLine(report)}${gateNote}`,
    ...(all ? taskLines(report, style) : []),
    ...waitingLines(report, style),
    ...nextLines(report, run),
  ]
}

function countsLine({ counts, tasks }: Report): string {
  const shown = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
  return tasks.length === 0 ? 'no tasks' : shown.join(', ')
}

function taskLines({ tasks, gates }: Report, style: Style): string[] {
  return [
    ...tasks.map(({ id, title, status, reason }) => {
      const name = id === null ? title : `${id} ${title}`
      return `  ${status.padEnd(9)} ${visibleLine(name)}${because(reason, style)}`
    }),
    ...gates.map(({ title, verdict, reason }) => {
      const word =
        verdict === null ? 'pending' : verdict === 'insufficient-evidence' ? 'unproven' : verdict
      return `  ${word.padEnd(9)} gate ${visibleLine(title)}${because(reason, style)}`
    }),
  ]
}

function because(reason: string, style: Style): string {
  return reason === '' ? '' : style('dim', `  ${visibleLine(reason)}`)
}

function waitingLines({ waiting }: Report, style: Style): string[] {
  if (waiting.length === 0) return []
  const shown = waiting.slice(0, 20)
  return [
    'Waiting:',
    ...shown.flatMap(({ subject, text, command }) => [
      `  ${style('yellow', '‖')} ${visibleLine(subject)}: ${visibleLine(text)}`,
      ...(command === null ? [] : [style('dim', indented(command))]),
    ]),
    ...(waiting.length > shown.length ? [`  … and ${waiting.length - shown.length} more`] : []),
  ]
}

function indented(command: string): string {
  return visible(command).trim().replace(/^/gm, '      ')
}

/** How to go on from here. */
function nextLines({ outcome, waiting }: Report, run: string): string[] {
  if (outcome === 'interrupted') return [`Go on with: goap resume ${run}`]
  if (outcome !== 'waiting') return []
  const requests = waiting.filter(({ kind, denied }) => kind === 'permission' && !denied)
  const harmless = allowOptions(requests.filter(({ dangerous }) => !dangerous))
  const dangerous = allowOptions(requests.filter((one) => one.dangerous))
  const lines: string[] = []
  if (harmless.length > 0) lines.push(`Allow it with: goap resume ${run} ${harmless.join(' ')}`)
  // Each by itself: what is dangerous is to be looked at, not to be allowed in one go.
  for (const option of dangerous)
    lines.push(`Allow what is dangerous with: goap resume ${run} ${option}`)
  if (harmless.length > 0)
    lines.push(`Allow all that is not dangerous with: goap resume ${run} --yes`)
  if (waiting.some(({ kind }) => kind === 'question'))
    lines.push(`Answer at a terminal with: goap resume ${run}`)
  return lines
}

/** `--allow` for each pattern; none for one that holds what a terminal would not show, since it must not be copied unseen. */
function allowOptions(requests: Report['waiting']): string[] {
  const patterns = new Set(requests.map(({ pattern }) => pattern ?? ''))
  return [...patterns]
    .filter((pattern) => pattern !== '' && visible(pattern) === pattern)
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

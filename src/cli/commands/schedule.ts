import type { Schedule, TaskGraph } from '../../index.ts'
import { openDocuments } from '../documents.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'
import { visibleLine } from '../visible.ts'

export interface ScheduleFlags {
  readonly workers?: number
  readonly duration: readonly string[]
  readonly json?: boolean
}

/** `goap schedule`: when each task would run, and how long all of it takes; with other durations a what-if. */
export async function scheduleCommand(
  io: Io,
  names: readonly string[],
  flags: ScheduleFlags,
): Promise<Exit> {
  const { plans } = await openDocuments(io, names, { quiet: flags.json === true })
  const { GoapError } = await import('../../base/index.ts')
  if (plans.length === 0)
    throw new GoapError('workspace/no-plan', `There is no plan in ${names.join(' ')}.`)
  const { graph, schedule } = await import('../../graph/index.ts')
  const built = graph(plans.map(({ document }) => document.plan))
  const given = await durationsOf(built, flags.duration)
  const options = {
    ...(flags.workers === undefined ? {} : { workers: flags.workers }),
    ...(given.size === 0 ? {} : { durations: given }),
  }
  const planned = schedule(built, options)
  if (flags.json) {
    const { scheduleJson } = await import('../../graph/index.ts')
    io.stdout.write(`${JSON.stringify(scheduleJson(built, planned))}\n`)
    return exits.done
  }
  const width = io.stdout.isTTY ? (io.stdout.columns ?? 80) : 100
  const stated = plans.flatMap(({ document }) => estimatesOf(document.source.text))
  for (const line of await lines(built, planned, io, width)) io.stdout.write(`${line}\n`)
  for (const line of stated) io.stdout.write(`${visibleLine(line)}\n`)
  return exits.done
}

/** `--duration A1=2h`: by the key of the task it means. */
async function durationsOf(
  built: TaskGraph,
  given: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { GoapError, parseDuration } = await import('../../base/index.ts')
  const { findTask } = await import('../../graph/index.ts')
  return new Map(
    given.map((text) => {
      const cut = text.lastIndexOf('=')
      const duration = cut < 0 ? undefined : parseDuration(text.slice(cut + 1))
      if (duration === undefined)
        throw new GoapError('cli/bad-option', `--duration ${text} is not TASK=TIME.`, {
          hint: 'Write, for example, --duration A1=2h or --duration "T3=30 min".',
        })
      return [findTask(built, text.slice(0, cut)).key, duration] as const
    }),
  )
}

async function lines(
  built: TaskGraph,
  planned: Schedule,
  io: Io,
  width: number,
): Promise<readonly string[]> {
  const [{ columns, formatDuration }, { nameOf }] = await Promise.all([
    import('../../base/index.ts'),
    import('../../graph/index.ts'),
  ])
  const style = styleFor(io.stdout, io.environment)
  const nodes = planned.items.flatMap((item) => {
    const node = built.nodes[built.position.get(item.key) ?? -1]
    return node ? [{ item, name: visibleLine(nameOf(node)) }] : []
  })
  const limited = planned.workers !== Infinity
  const most = Math.max(12, Math.min(44, Math.floor(width * 0.4)))
  const room = Math.min(most, Math.max(4, ...nodes.map(({ name }) => columns(name))))
  const times = nodes.map(
    ({ item }) =>
      `${item.start === 0 ? '0' : formatDuration(item.start)} – ${formatDuration(item.end)}`,
  )
  const time = Math.max(...times.map((text) => text.length))
  const bar = Math.max(10, width - room - time - (limited ? 6 : 0) - 6)
  const scale = planned.length === 0 ? 0 : bar / planned.length
  const rows = nodes.map(({ item, name }, index) => {
    const from = Math.min(bar - 1, Math.round(item.start * scale))
    const long = Math.max(1, Math.round((item.end - item.start) * scale))
    const drawn = ' '.repeat(from) + (item.critical ? '█' : '▒').repeat(Math.min(long, bar - from))
    const who = limited ? `  #${String(item.worker + 1).padEnd(3)}` : ''
    const label = padded(name, room, columns)
    return `${item.critical ? style('bold', label) : label}  ${(times[index] ?? '').padEnd(time)}${who}  ${style(item.critical ? 'yellow' : 'cyan', drawn)}`.trimEnd() // prettier-ignore
  })
  return [...rows, '', ...totals(planned, built, formatDuration, nameOf)]
}

function padded(text: string, room: number, columns: (text: string) => number): string {
  let shown = text
  if (columns(text) > room) {
    shown = ''
    for (const { segment } of new Intl.Segmenter('en').segment(text)) {
      if (columns(shown + segment) > room - 1) break
      shown += segment
    }
    shown += '…'
  }
  return shown + ' '.repeat(Math.max(0, room - columns(shown)))
}

function totals(
  planned: Schedule,
  built: TaskGraph,
  format: (span: number) => string,
  nameOf: (node: TaskGraph['nodes'][number]) => string,
): readonly string[] {
  const { length, sequential, workers, unestimated, assumed, excluded, criticalPath } = planned
  const who =
    workers === Infinity ? 'in parallel' : `with ${workers} ${workers === 1 ? 'worker' : 'workers'}`
  const gain = length > 0 ? ` (${(sequential / length).toFixed(1)} times as fast)` : ''
  const path = criticalPath.map((key) => {
    const node = built.nodes[built.position.get(key) ?? -1]
    return node?.task?.id ?? (node ? nameOf(node) : key)
  })
  return [
    `${format(sequential)} one by one, ${format(length)} ${who}${gain}`,
    `critical path: ${visibleLine(path.join(' → '))}`,
    ...(unestimated > 0
      ? [`${unestimated} ${unestimated === 1 ? 'task' : 'tasks'} without an estimate count ${format(assumed)} each`] // prettier-ignore
      : []),
    ...(excluded > 0
      ? [`${excluded} ${excluded === 1 ? 'task is' : 'tasks are'} left out: a circle holds ${excluded === 1 ? 'it' : 'them'} up`] // prettier-ignore
      : []),
  ]
}

/** What the document itself says of it: `Estimated parallel time: 8.5-10.5 hours`. */
function estimatesOf(text: string): readonly string[] {
  return [
    ...text.matchAll(
      /^[^\p{L}\n]{0,12}((?:estimated |total )?(?:sequential|parallel)(?: execution)? (?:time|duration|effort|total))[*_ \t]*[:|][*_ \t]*(\S[^\n|]{0,60})/gimu,
    ),
  ].map(
    (found) => `the document says: ${(found[1] ?? '').toLowerCase()} ${(found[2] ?? '').trim()}`,
  )
}

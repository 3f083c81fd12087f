import type { Plan } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { openDocuments } from '../documents.ts'
import type { Io } from '../io.ts'
import { put, spareDocuments } from '../output.ts'
import { visible } from '../visible.ts'

export interface GraphFlags {
  readonly format: string
  /** A file instead of the standard output. */
  readonly output?: string
  readonly workers?: number
  /** Draws every task, however many there are. */
  readonly all?: boolean
}

/** A picture of more tasks shows phases: more can neither be read nor, as Mermaid, be drawn by most programs. */
const most = 1000

/** `goap graph`: what waits for what, and how long it takes by the estimates. */
export async function graphCommand(
  io: Io,
  names: readonly string[],
  flags: GraphFlags,
): Promise<Exit> {
  const { plans } = await openDocuments(io, names)
  const { GoapError } = await import('../../base/index.ts')
  if (plans.length === 0)
    throw new GoapError('workspace/no-plan', `There is no plan in ${names.join(' ')}.`)
  await spareDocuments(
    io.folder,
    flags.output,
    plans.map(({ file }) => file.path),
  )
  // Lines of a file or a pipe are as long as they are.
  const width = flags.output === undefined && io.stdout.isTTY ? io.stdout.columns : undefined
  const picture = await drawn(
    io,
    plans.map(({ document }) => document.plan),
    flags,
    width,
  )
  await put(io, `${picture}\n`, flags.output)
  return exits.done
}

async function drawn(
  io: Io,
  plans: readonly Plan[],
  flags: GraphFlags,
  width: number | undefined,
): Promise<string> {
  const { GoapError, shortened } = await import('../../base/index.ts')
  const { dot, graph, graphJson, mermaid, overview, schedule, svg, tree } =
    await import('../../graph/index.ts')
  const { format, workers } = flags
  const built = graph(plans)
  const planned = schedule(built, workers === undefined ? {} : { workers })
  const isPicture = ['mermaid', 'dot', 'svg'].includes(format)
  const small = isPicture && !flags.all ? overview(built, planned, most) : null
  if (small)
    io.stderr.write(
      `${small.tasks} tasks are drawn as ${small.cards} cards, by their phases; --all draws each of them.\n`,
    )
  const shown = small ?? { graph: built, schedule: planned }
  switch (format) {
    case 'tree':
      return visible(tree(built, planned))
        .split('\n')
        .map((line) => (width ? shortened(line, width) : line))
        .join('\n')
    case 'mermaid':
      return visible(mermaid(shown.graph, shown.schedule))
    case 'dot':
      return visible(dot(shown.graph, shown.schedule))
    case 'svg':
      return svg(shown.graph, shown.schedule, built)
    case 'json':
      return JSON.stringify(graphJson(built, planned))
    default:
      throw new GoapError('cli/bad-option', `There is no format "${format}".`, {
        hint: 'Formats are tree, mermaid, dot, svg and json.',
      })
  }
}

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
}

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
    plans.map(({ document }) => document.plan),
    flags,
    width,
  )
  await put(io, `${picture}\n`, flags.output)
  return exits.done
}

async function drawn(
  plans: readonly Plan[],
  { format, workers }: GraphFlags,
  width: number | undefined,
): Promise<string> {
  const { GoapError, shortened } = await import('../../base/index.ts')
  const { dot, graph, graphJson, mermaid, schedule, svg, tree } =
    await import('../../graph/index.ts')
  const built = graph(plans)
  const planned = schedule(built, workers === undefined ? {} : { workers })
  switch (format) {
    case 'tree':
      return visible(tree(built, planned))
        .split('\n')
        .map((line) => (width ? shortened(line, width) : line))
        .join('\n')
    case 'mermaid':
      return visible(mermaid(built, planned))
    case 'dot':
      return visible(dot(built, planned))
    case 'svg':
      return svg(built, planned)
    case 'json':
      return JSON.stringify(graphJson(built, planned))
    default:
      throw new GoapError('cli/bad-option', `There is no format "${format}".`, {
        hint: 'Formats are tree, mermaid, dot, svg and json.',
      })
  }
}

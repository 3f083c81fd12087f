import { exits, type Exit } from '../exit.ts'
import { openDocuments } from '../documents.ts'
import type { Io } from '../io.ts'
import { visible } from '../visible.ts'

/** `goap read`: what documents say. */
export async function readCommand(
  io: Io,
  names: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<Exit> {
  const { plans, others } = await openDocuments(io, names, { quiet: json })
  if (json) {
    const { planJson } = await import('../../documents/index.ts')
    for (const { document } of [...plans, ...others])
      io.stdout.write(`${JSON.stringify(planJson(document))}\n`)
    return exits.done
  }
  const { graph, tree } = await import('../../graph/index.ts')
  for (const { document } of plans) {
    io.stdout.write(`${visible(tree(graph(document.plan)))}\n`)
    const { contingencies } = document.plan
    if (contingencies.length > 0) io.stdout.write('  when something goes wrong\n')
    for (const { trigger, actions } of contingencies)
      io.stdout.write(visible(`    ${trigger}: ${actions.join('; ')}\n`))
  }
  return exits.done
}

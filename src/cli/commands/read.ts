import type { LoadedDocument } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { openDocuments } from '../documents.ts'
import { styleFor, type Io } from '../io.ts'
import { visible } from '../visible.ts'

/** `goap read`: what documents say. */
export async function readCommand(
  io: Io,
  names: readonly string[],
  { json = false, explain = false }: { readonly json?: boolean; readonly explain?: boolean },
): Promise<Exit> {
  const { plans, goals, others } = await openDocuments(io, names, { quiet: json, takesGoals: true })
  if (explain) return explained(io, plans, json)
  if (json) {
    const { goalJson, planJson } = await import('../../documents/index.ts')
    for (const { document } of [...plans, ...others])
      io.stdout.write(`${JSON.stringify(planJson(document))}\n`)
    for (const { document } of goals) io.stdout.write(`${JSON.stringify(goalJson(document))}\n`)
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
  if (goals.length > 0) {
    const { printGoal } = await import('../../documents/index.ts')
    for (const { document } of goals) io.stdout.write(visible(printGoal(document.problem)))
  }
  return exits.done
}

/** Shows of each line what it was understood as; as JSON one line for each document. */
async function explained(io: Io, plans: readonly LoadedDocument[], json: boolean): Promise<Exit> {
  const { explain } = await import('../../documents/index.ts')
  const { explainedLines } = await import('../report/explained.ts')
  const style = styleFor(io.stdout, io.environment)
  for (const { file, document } of plans) {
    const notes = explain(document)
    io.stdout.write(
      json
        ? `${JSON.stringify({ schema: 'goap/explanation@1', file: file.name, notes })}\n`
        : `${style('bold', visible(file.name))}\n${explainedLines(document, notes, style).join('\n')}\n`,
    )
  }
  return exits.done
}

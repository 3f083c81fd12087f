import { exits, type Exit } from '../exit.ts'
import { defaultPaths, openDocuments } from '../documents.ts'
import type { Io } from '../io.ts'
import { visible } from '../visible.ts'

/** `goap why`: what a task waits for, and where the document says so. */
export async function whyCommand(io: Io, task: string, names: readonly string[]): Promise<Exit> {
  const { plans } = await openDocuments(io, names.length > 0 ? names : await defaultPaths(io))
  const { findTask, formatWhy, graph, why } = await import('../../graph/index.ts')
  const built = graph(plans.map(({ document }) => document.plan))
  io.stdout.write(`${visible(formatWhy(why(built, findTask(built, task).key)))}\n`)
  return exits.done
}

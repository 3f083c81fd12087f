import { openDocuments } from '../documents.ts'
import { exits, type Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { visibleLine } from '../visible.ts'

/** `goap answers`: a file of answers to begin with. */
export async function answersCommand(io: Io, paths: readonly string[]): Promise<Exit> {
  const { plans, workspace } = await openDocuments(io, paths, { quiet: true })
  const { findAgents, readConfiguration, tasksForPersons } =
    await import('../../workspace/index.ts')
  const configuration = await readConfiguration(workspace.configuration)
  const documents = plans.map(({ document }) => document.plan)
  const open = await tasksForPersons(documents, findAgents(workspace), configuration)
  io.stdout.write('# For goap execute --answers: done or failed behind a task; without it the task waits.\n') // prettier-ignore
  for (const { key, task } of open) {
    const isUnique = open.filter((other) => other.task.id === task.id).length === 1
    const name = task.id !== null && isUnique ? task.id : key
    const who = task.agent === null ? '' : ` (${task.agent})`
    io.stdout.write(`${JSON.stringify(name)}: # ${visibleLine(task.title + who)}\n`)
    if (task.report === undefined) continue
    const told = task.report.map((field) => `${JSON.stringify(visibleLine(field))}: …`)
    io.stdout.write(`#  { choice: done, report: { ${told.join(', ')} } }\n`)
  }
  if (open.length === 0) io.stdout.write('# No task waits for a person.\n')
  return exits.done
}

import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'
import { findJournal, shownStatus, workspaceOf } from '../journal.ts'
import { table } from '../table.ts'
import { visibleLine } from '../visible.ts'

/** `goap runs`: all runs of the workspace, newest first. */
export async function runsCommand(
  io: Io,
  flags: { readonly state?: string; readonly json?: boolean },
): Promise<Exit> {
  await using journal = await findJournal(await workspaceOf(io, flags))
  const runs = ((await journal?.runs()) ?? []).filter(({ events }) => events > 0)
  const statuses = await Promise.all(runs.map(shownStatus))
  if (flags.json) {
    for (const [index, run] of runs.entries())
      io.stdout.write(
        `${JSON.stringify({ schema: 'goap/run-record@1', ...run, status: statuses[index] })}\n`,
      )
    return exits.done
  }
  if (runs.length === 0) {
    io.stdout.write('There are no runs yet.\n')
    return exits.done
  }
  const rows = runs.map((run, index) => [
    run.run,
    statuses[index] ?? '',
    new Date(run.started).toISOString().slice(0, 19).replace('T', ' '),
    String(run.events),
    visibleLine(run.documents.join(', ')),
  ])
  const head = ['run', 'status', 'started (UTC)', 'events', 'documents']
  io.stdout.write(`${await table([head, ...rows], styleFor(io.stdout, io.environment))}\n`)
  return exits.done
}

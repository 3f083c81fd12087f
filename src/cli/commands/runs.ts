import type { RunRecord } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'
import { openJournal, workspaceOf } from '../journal.ts'
import { table } from '../table.ts'

/** `goap runs`: all runs of the workspace, newest first. */
export async function runsCommand(
  io: Io,
  flags: { readonly state?: string; readonly json?: boolean },
): Promise<Exit> {
  await using journal = await openJournal(await workspaceOf(io, flags), false)
  const runs = ((await journal?.runs()) ?? []).filter(({ events }) => events > 0)
  const { isAlive } = await import('../../commands/index.ts')
  const shown = (run: RunRecord): string =>
    run.status === 'running' && !(run.holder && isAlive(run.holder) !== false)
      ? 'stopped'
      : run.status
  if (flags.json) {
    for (const run of runs)
      io.stdout.write(
        `${JSON.stringify({ schema: 'goap/run-record@1', ...run, status: shown(run) })}\n`,
      )
    return exits.done
  }
  if (runs.length === 0) {
    io.stdout.write('There are no runs yet.\n')
    return exits.done
  }
  const rows = runs.map((run) => [
    run.run,
    shown(run),
    new Date(run.started).toISOString().slice(0, 19).replace('T', ' '),
    String(run.events),
    run.documents.join(', '),
  ])
  const head = ['run', 'status', 'started (UTC)', 'events', 'documents']
  io.stdout.write(`${await table([head, ...rows], styleFor(io.stdout, io.environment))}\n`)
  return exits.done
}

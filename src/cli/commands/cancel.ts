import { exits, type Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { findJournal, isUnfinished, pickRun, workspaceOf } from '../journal.ts'

/** `goap cancel`: ends a run for good, whoever executes it. */
export async function cancelCommand(
  io: Io,
  id: string | undefined,
  flags: { readonly state?: string },
): Promise<Exit> {
  const workspace = await workspaceOf(io, flags)
  await using journal = await findJournal(workspace)
  const run = await pickRun(journal, id, isUnfinished)
  if (!journal || !run || !isUnfinished(run)) {
    io.stdout.write(
      run ? `Run ${run.run} has finished: ${run.status}.\n` : 'There is nothing to cancel.\n',
    )
    return exits.done
  }
  const { cancelRun, defaultConfiguration } = await import('../../workspace/index.ts')
  const permissions = { allow: [], deny: [], all: null }
  const configuration = defaultConfiguration
  const ended = await cancelRun(
    run.run,
    { workspace, configuration, journal, permissions },
    'goap cancel',
  )
  io.stdout.write(
    ended
      ? `Run ${run.run} is cancelled.\n`
      : `The process that executes run ${run.run} has been told to cancel it.\n`,
  )
  return exits.done
}

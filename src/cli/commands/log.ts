import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'
import { findJournal, pickRun, workspaceOf } from '../journal.ts'
import { namesOf, plainLines } from '../report/plain.ts'

/** `goap log`: the events of a run. */
export async function logCommand(
  io: Io,
  id: string | undefined,
  flags: { readonly state?: string; readonly json?: boolean },
): Promise<Exit> {
  await using journal = await findJournal(await workspaceOf(io, flags))
  const run = await pickRun(journal, id)
  if (!journal || !run) {
    io.stdout.write('There are no runs yet.\n')
    return exits.done
  }
  const events = await journal.events(run.run)
  if (flags.json) {
    for (const event of events)
      io.stdout.write(`${JSON.stringify({ schema: 'goap/event@1', ...event })}\n`)
    return exits.done
  }
  const { frozen } = await import('../../engine/index.ts')
  const { plans } = await frozen(journal, run.run, events)
  const style = styleFor(io.stdout, io.environment)
  const names = namesOf(plans)
  for (const event of events) {
    const time = style('dim', new Date(event.at).toISOString().slice(11, 23))
    for (const line of plainLines(event, names, style)) io.stdout.write(`${time}  ${line}\n`)
  }
  return exits.done
}

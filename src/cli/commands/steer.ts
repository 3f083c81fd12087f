import type { Journal, Json, RunRecord, Workspace } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import type { StateOption } from '../flags.ts'
import type { Io } from '../io.ts'
import { findJournal, pickRun, workspaceOf } from '../journal.ts'
import { visibleLine } from '../visible.ts'

/** A wish for a run. */
export interface Wish {
  readonly kind: 'pause' | 'retry' | 'approve' | 'answer' | 'waive'
  /** Makes the payload; `subject` is the key of a task or gate. */
  readonly payload: (subject: string) => Json
  /** What it says when the wish is taken: "will run again". */
  readonly taken: string
  /** Which runs are meant when none is named. */
  readonly isMeant: (run: RunRecord) => boolean
}

/** Sends a wish for a task or gate of a run: `[RUN] SUBJECT`. Without a run the newest that is meant. */
export async function steer(
  io: Io,
  words: readonly string[],
  wish: Wish,
  flags: StateOption,
): Promise<Exit> {
  const { GoapError } = await import('../../base/index.ts')
  const workspace = await workspaceOf(io, flags)
  await using journal = await findJournal(workspace)
  const [first = '', second] = words
  const run = await pickRun(journal, second === undefined ? undefined : first, wish.isMeant)
  if (!journal || !run)
    throw new GoapError('journal/unknown-run', 'There is no run that this could be meant for.', {
      hint: 'goap runs lists them.',
    })
  const { key, name } = await subjectOf(journal, run, second ?? first)
  // Awaited here: the journal is closed when this function returns.
  return await send(io, { workspace, journal, run: run.run }, wish, {
    payload: wish.payload(key),
    name,
  })
}

/** Sends a wish for a run as a whole. */
export async function steerRun(
  io: Io,
  id: string | undefined,
  wish: Wish,
  flags: StateOption,
): Promise<Exit> {
  const workspace = await workspaceOf(io, flags)
  await using journal = await findJournal(workspace)
  const run = await pickRun(journal, id, wish.isMeant)
  if (!journal || !run) {
    io.stdout.write(`There is nothing to ${wish.kind}.\n`)
    return exits.done
  }
  return await send(io, { workspace, journal, run: run.run }, wish, {
    payload: wish.payload(''),
    name: `Run ${run.run}`,
  })
}

async function subjectOf(
  journal: Journal,
  { run }: RunRecord,
  name: string,
): Promise<{ readonly key: string; readonly name: string }> {
  const { frozen } = await import('../../engine/index.ts')
  const { findSubject, graph } = await import('../../graph/index.ts')
  const { plans } = await frozen(journal, run, await journal.events(run))
  const { key, task, gate } = findSubject(graph(plans), name)
  return { key, name: task ? (task.id ?? task.title) : `Gate "${gate?.title ?? name}"` }
}

interface Receiver {
  readonly workspace: Workspace
  readonly journal: Journal
  readonly run: string
}

async function send(
  io: Io,
  { workspace, journal, run }: Receiver,
  { kind, taken: says }: Wish,
  { payload, name }: { readonly payload: Json; readonly name: string },
): Promise<Exit> {
  const { concealer, sendSignal } = await import('../../workspace/index.ts')
  const { taken, refused } = await sendSignal(
    journal,
    run,
    kind,
    payload,
    await concealer(workspace),
  )
  const who = visibleLine(name)
  if (refused !== null) {
    io.stderr.write(`${who}: not done: ${visibleLine(refused)}.\n`)
    return exits.failed
  }
  io.stdout.write(
    taken ? `${who} ${says}.\n` : `${who} ${says} when the run goes on: goap resume ${run}\n`,
  )
  return exits.done
}

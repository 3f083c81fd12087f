import type { Journal, Plan, RunEvent, RunRecord } from '../../index.ts'
import { discreet, type Discreet } from '../discreet.ts'
import { permissionShower } from './permission-log.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'
import { findJournal, pickRun, workspaceOf } from '../journal.ts'
import { concerns, logLines, type LogOptions } from '../report/log.ts'
import { namesOf } from '../report/plain.ts'

export interface LogFlags {
  readonly state?: string
  readonly json?: boolean
  /** Only what was decided about the permission of commands. */
  readonly permissions?: boolean
  /** Goes on with what happens until the run has finished. */
  readonly follow?: boolean
  /** A duration before now, or a date with time. */
  readonly since?: string
  /** Kinds of events: `task.finished`, or `task` for all of them. */
  readonly type: readonly string[]
}

/** `goap log`: the events of a run, or of one task or gate with all its attempts, outputs and evidence. */
export async function logCommand(
  io: Io,
  words: readonly (string | undefined)[],
  flags: LogFlags,
): Promise<Exit> {
  const since = await sinceOf(flags.since)
  await using journal = await findJournal(await workspaceOf(io, flags))
  const { run, subject: name } = await meant(journal, words)
  if (!journal || !run) {
    io.stdout.write('There are no runs yet.\n')
    return exits.done
  }
  const { frozen } = await import('../../engine/index.ts')
  const { plans: newest, earlier } = await frozen(journal, run.run, await journal.events(run.run))
  const plans = [...earlier.flat(), ...newest]
  const subject =
    name === undefined
      ? null
      : await subjectOf([newest, ...earlier.toReversed()], name, words[1] === undefined)
  const clean = await discreet(io)
  const show = flags.permissions
    ? await permissionShower(io, { plans, clean, json: flags.json ?? false })
    : await shower(io, { plans, subject, clean, flags })
  const kinds = new Set<string>()
  let shown = 0
  const take = (event: RunEvent): void => {
    kinds.add(event.type)
    if (event.at < since || !isOfType(event, flags.type)) return
    if (subject !== null && !concerns(event, subject)) return
    shown++
    show(event)
  }
  if (flags.follow) {
    await tellWhoIsAwaited(io, run)
    return await follow(io, journal, run.run, take)
  }
  for (const event of await journal.events(run.run)) take(event)
  if (shown === 0 && flags.type.length > 0)
    io.stderr.write(`No such event; the run has ${[...kinds].toSorted().join(', ')}.\n`)
  return exits.done
}

/** Which run and which task or gate the words mean: a single word that is no run is a task of the newest one. */
async function meant(
  journal: Journal | null,
  [first, second]: readonly (string | undefined)[],
): Promise<{ readonly run: RunRecord | undefined; readonly subject: string | undefined }> {
  // Without a journal there is no task either: the word is a run that does not exist.
  if (first === undefined || second !== undefined || !journal)
    return { run: await pickRun(journal, first), subject: second }
  const isRun = (await journal.runs()).some(({ run }) => run === first)
  return isRun
    ? { run: await pickRun(journal, first), subject: undefined }
    : { run: await pickRun(journal, undefined), subject: first }
}

/** The key of a task or gate in the first of these plans that have one of that name. */
async function subjectOf(
  [plans = [], ...others]: readonly (readonly Plan[])[],
  name: string,
  isAlone: boolean,
): Promise<string> {
  const [{ GoapError }, { findSubject, graph }] = await Promise.all([
    import('../../base/index.ts'),
    import('../../graph/index.ts'),
  ])
  try {
    return findSubject(graph(plans), name).key
  } catch (error) {
    const [next] = others
    if (next && next.length > 0) return await subjectOf(others, name, isAlone).catch(() => Promise.reject(error)) // prettier-ignore
    if (!isAlone || !(error instanceof GoapError) || error.code !== 'graph/unknown-task')
      throw error
    throw new GoapError(
      'graph/unknown-task',
      `There is no run "${name}", and no task or gate of that name in the newest run.`,
      { hint: error.hint, cause: error },
    )
  }
}

function isOfType({ type }: RunEvent, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((one) => type === one || type.startsWith(`${one}.`))
}

/** A moment: a duration before now, or a date. Throws `cli/bad-option`. */
async function sinceOf(text: string | undefined): Promise<number> {
  if (text === undefined) return 0
  const { GoapError, parseDuration } = await import('../../base/index.ts')
  const span = parseDuration(text)
  const moment = span === undefined ? Date.parse(text) : Date.now() - span
  if (Number.isNaN(moment))
    throw new GoapError('cli/bad-option', `"${text}" is no time.`, {
      hint: 'Write a span such as 10m or 2h, or a date such as 2026-11-21T10:00:00Z.',
    })
  return moment
}

interface Showing {
  readonly plans: readonly Plan[]
  readonly subject: string | null
  readonly clean: Discreet
  readonly flags: LogFlags
}

/** What prints an event. */
async function shower(
  io: Io,
  { plans, subject, clean, flags }: Showing,
): Promise<(event: RunEvent) => void> {
  if (flags.json)
    return (event) =>
      void io.stdout.write(`${JSON.stringify({ schema: 'goap/event@1', ...clean.all(event) })}\n`)
  const { remark } = await import('../../observe/index.ts')
  const options: LogOptions = {
    names: namesOf(plans, clean.text),
    style: styleFor(io.stdout, io.environment),
    remark,
    isWhole: subject === null && flags.type.length === 0,
    detailed: subject !== null,
  }
  let day = ''
  return (event) => {
    const lines = logLines(clean.all(event), options)
    if (lines.length === 0) return
    const [date = '', time = ''] = new Date(event.at).toISOString().slice(0, 23).split('T')
    if (date !== day) io.stdout.write(`${options.style('dim', `${date} (UTC)`)}\n`)
    day = date
    const [first = '', ...rest] = lines
    io.stdout.write(`${options.style('dim', time)}  ${first}\n`)
    for (const line of rest) io.stdout.write(`${' '.repeat(time.length)}  ${line}\n`)
  }
}

/** A run that no process executes is followed until one does. */
async function tellWhoIsAwaited(io: Io, { run, status, holder }: RunRecord): Promise<void> {
  if (status !== 'running' && status !== 'paused') return
  const { isAlive } = await import('../../commands/index.ts')
  if (holder && isAlive(holder) !== false) return
  io.stderr.write(`No process executes run ${run} now. What it does is shown when it goes on: goap resume ${run}\n`) // prettier-ignore
}

/** Shows what is there and what comes, until the run has finished or the reader has seen enough. */
async function follow(
  io: Io,
  journal: Journal,
  run: string,
  take: (event: RunEvent) => void,
): Promise<Exit> {
  const stop = new AbortController()
  const release = io.interrupted(() => stop.abort())
  try {
    for await (const event of journal.follow(run, 0, stop.signal)) take(event)
  } finally {
    release()
  }
  return stop.signal.aborted ? exits.interrupted : exits.done
}

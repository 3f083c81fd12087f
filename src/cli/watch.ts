import type { Answers, Invocation, Journal, Report, Run, Started, Workspace } from '../index.ts'
import { terminalAsker } from './ask.ts'
import { exits, type Exit } from './exit.ts'
import type { ExecuteFlags } from './flags.ts'
import { isInteractive, styleFor, type Io, type Style } from './io.ts'
import { jsonDisplay, linesDisplay, type Display } from './report/display.ts'
import { live } from './report/live.ts'
import type { Names } from './report/plain.ts'
import { exitOf } from './report/summary.ts'
import type { Interrupt } from './signals.ts'
import { visibleLine } from './visible.ts'

/** What is executed, and how. */
export interface Execution {
  readonly workspace: Workspace
  readonly journal: Journal
  readonly names: Names
  /** Given instead of asking somebody; null: none. */
  readonly answers: Answers | null
  readonly flags: ExecuteFlags
}

/** Starts a run, shows it until it ends, and puts its questions where there is somebody to ask. */
export async function watch(
  io: Io,
  execution: Execution,
  start: (invocation: Invocation) => Promise<Started | null>,
): Promise<Exit> {
  const style = styleFor(io.stdout, io.environment)
  const isAttended = isInteractive(io) && execution.flags.json !== true
  // Made before the run begins: the first question may come at once.
  const display = await displayFor(io, execution, style, isAttended)
  const stop = new AbortController()
  let stopped: Exit | null = null
  const interrupt = (signal: Interrupt): void => {
    if (stopped !== null) return
    stopped = signal === 'SIGINT' ? exits.interrupted : exits.terminated
    display.say('Stopping what runs. Ctrl-C again leaves at once.')
    stop.abort()
  }
  const release = io.interrupted(interrupt)
  try {
    const asker = await askerFor(io, execution, display, style, isAttended, () =>
      interrupt('SIGINT'),
    )
    const invocation = await invocationOf(io, execution, stop.signal)
    const started = await start({ ...invocation, ...asker })
    if (!started) return exits.done
    const replan = async (): Promise<Started | null> => {
      const { resumeRun } = await import('../workspace/index.ts')
      display.say('The plan has changed: the run goes on with what it says now.')
      return resumeRun(started.run.id, { ...invocation, ...asker }, 'replan')
    }
    const { last, code } = await show(started, display, () =>
      execution.flags.onEdit === 'replan' && stopped === null ? replan() : null,
    )
    tellTroubles(io, last)
    tellEdits(io, last, execution.flags)
    return stopped ?? code
  } finally {
    display.close()
    release()
  }
}

async function displayFor(
  io: Io,
  { names, flags }: Execution,
  style: Style,
  isAttended: boolean,
): Promise<Display> {
  if (flags.json === true) return jsonDisplay(io)
  if (!isAttended) return linesDisplay(io, style, names)
  const { columns } = await import('../documents/index.ts')
  return live({ out: io.stdout, style, names, columns, now: Date.now })
}

async function askerFor(
  io: Io,
  { workspace, names, answers }: Execution,
  display: Display,
  style: Style,
  isAttended: boolean,
  interrupt: () => void,
): Promise<Pick<Invocation, 'asker'>> {
  if (answers) {
    const { answersAsker } = await import('../workspace/index.ts')
    return { asker: answersAsker(answers, (note) => display.say(note)) }
  }
  if (!isAttended) return {}
  const { allowAlways } = await import('../workspace/index.ts')
  const always = (command: string): Promise<void> => allowAlways(workspace, command)
  return { asker: terminalAsker({ io, style, names, display, always, interrupt }) }
}

async function invocationOf(
  io: Io,
  { workspace, journal, flags }: Execution,
  signal: AbortSignal,
): Promise<Invocation> {
  const { findAgents, loadPermissions, readConfiguration } = await import('../workspace/index.ts')
  const configuration = await readConfiguration(workspace.configuration)
  const { permissions, note } = await loadPermissions(workspace, configuration, {
    allow: flags.allow,
    yes: flags.yes ?? false,
  })
  if (note !== null) tell(io, note)
  const agents = findAgents(workspace)
  for (const { message, hint } of agents.problems) tell(io, `${message} ${hint}`)
  return {
    workspace,
    configuration,
    agents,
    journal,
    permissions,
    signal,
    write: flags.write,
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
  }
}

const settles: ReadonlySet<string> = new Set(['proven', 'claimed', 'skipped'])

/** Shows a run, and the generations of it that follow when its plan changes. */
async function show(
  started: Started,
  display: Display,
  replan: () => Promise<Started | null> | null,
): Promise<{ readonly last: Started; readonly code: Exit }> {
  let last = started
  for (;;) {
    const report = await follow(last, display)
    const next = report.outcome === 'interrupted' && last.edited.size > 0 ? await replan() : null
    if (!next) {
      display.close()
      display.report(report)
      return { last, code: exitOf(report) }
    }
    last = next
  }
}

async function follow({ run, standings }: Started, display: Display): Promise<Report> {
  const standing = Object.entries(standings).filter(([, { kind }]) => settles.has(kind))
  display.settled(standing.map(([task]) => task))
  for await (const event of run) {
    // Of a run that goes on, what happened before is not shown again.
    if (event.seq < run.begins) display.past(event)
    else display.take(event)
  }
  return run.report
}

/** A document that plans something else now than what ran: never silently. */
function tellEdits(io: Io, { edited }: Started, { onEdit }: ExecuteFlags): void {
  if (onEdit === 'ignore') return
  for (const document of edited)
    tell(
      io,
      `${document} has changed since the run began: goap execute ${document} --on-edit replan`,
    )
}

/** What listeners could not do, and what was left as it was in a document. */
function tellTroubles(
  io: Io,
  { run, writer }: { readonly run: Run } & Pick<Started, 'writer'>,
): void {
  const troubles = run.troubles.map(
    ({ listener, cause }) =>
      `${listener}: ${cause instanceof Error ? cause.message : String(cause)}`,
  )
  const refused = [...(writer?.refused ?? [])].flatMap(([document, edits]) =>
    edits.map(
      ({ mark, reason }) =>
        `${document}:${mark.place.line}: "${mark.text}" was left as it is: ${reason}`,
    ),
  )
  const missing = [...(writer?.missing ?? [])].flatMap(([document, owners]) =>
    owners.map(
      (owner) =>
        `${document}: the ${owner} is not there any more; its progress is only in the journal`,
    ),
  )
  // A listener that fails is tried again with the next events: it may say the same many times.
  for (const trouble of new Set([...troubles, ...refused, ...missing])) tell(io, trouble)
}

function tell(io: Io, note: string): void {
  const style = styleFor(io.stderr, io.environment)
  io.stderr.write(`${style('yellow', 'note')}  ${visibleLine(note)}\n`)
}

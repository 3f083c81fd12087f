import type { Again, Invocation, Journal, LoadedDocument, Started, Workspace } from '../../index.ts'
import { terminalAsker } from '../ask.ts'
import { openDocuments } from '../documents.ts'
import { exits, worst, type Exit } from '../exit.ts'
import { isInteractive, styleFor, type Io, type Style } from '../io.ts'
import { openJournal, workspaceOf } from '../journal.ts'
import type { ExecuteFlags } from '../flags.ts'
import { live, type Live } from '../report/live.ts'
import { namesOf, plainLines, seconds, type Names } from '../report/plain.ts'
import { exitOf, reportJson, summaryLines } from '../report/summary.ts'

/** `goap execute`: executes documents as one run, or goes on with their unfinished run. */
export async function executeCommand(
  io: Io,
  paths: readonly string[],
  flags: ExecuteFlags,
): Promise<Exit> {
  const { GoapError } = await import('../../base/index.ts')
  if (paths.includes('-'))
    throw new GoapError(
      'cli/bad-option',
      'The standard input cannot be executed: progress is written into a file.',
      {
        hint: 'Save it as a file first.',
      },
    )
  const { workspace, plans } = await openDocuments(io, paths, flags)
  if (plans.length === 0)
    throw new GoapError('workspace/no-plan', `There is no plan in ${paths.join(' ')}.`)
  const blocking = await showErrors(io, plans)
  if (blocking && flags.despiteErrors !== true) return exits.documents
  const again = await againOf(plans, flags.again)
  if (flags.dryRun)
    return worst(await dryRun(io, plans, flags, again), blocking ? exits.documents : exits.done)
  const { executeDocuments } = await import('../../workspace/index.ts')
  await using journal = await openJournal(workspace, true)
  if (!journal) return exits.bug
  const code = await watched(
    io,
    workspace,
    journal,
    flags,
    namesOf(plans.map(({ document }) => document.plan)),
    (invocation) =>
      executeDocuments(plans, invocation, {
        strict: flags.strict ?? false,
        fresh: flags.new ?? false,
        despiteErrors: flags.despiteErrors ?? false,
        ...(again === null ? {} : { again }),
      }),
  )
  return worst(code, blocking ? exits.documents : exits.done)
}

/** `goap resume`: goes on with a run. */
export async function resumeCommand(
  io: Io,
  run: string | undefined,
  flags: ExecuteFlags,
): Promise<Exit> {
  const workspace = await workspaceOf(io, flags)
  await using journal = await openJournal(workspace, run !== undefined)
  const { pickRun, isUnfinished } = await import('../journal.ts')
  const record = await pickRun(journal, run, isUnfinished)
  if (!journal || !record) {
    io.stdout.write('There is nothing to resume.\n')
    return exits.done
  }
  const { frozen } = await import('../../engine/index.ts')
  const { resumeRun } = await import('../../workspace/index.ts')
  const { plans } = await frozen(journal, record.run, await journal.events(record.run))
  // Awaited here: the journal is closed when this function returns.
  return await watched(io, workspace, journal, flags, namesOf(plans), (invocation) =>
    resumeRun(record.run, invocation),
  )
}

/** Shows the errors of documents. True when one of them blocks. */
async function showErrors(io: Io, plans: readonly LoadedDocument[]): Promise<boolean> {
  const { frame } = await import('../../documents/index.ts')
  let blocking = false
  for (const { file, document, diagnostics } of plans) {
    for (const one of diagnostics.filter(({ severity }) => severity === 'error')) {
      blocking ||= one.safe !== true
      const reading = one.safe === true ? '\n  It is read the safe way, and executed.' : ''
      io.stderr.write(`${frame(document.source, one, file.name)}${reading}\n\n`)
    }
  }
  if (blocking)
    io.stderr.write(
      'goap check shows all findings; --despite-errors leaves out what errors concern.\n',
    )
  return blocking
}

async function againOf(
  plans: readonly LoadedDocument[],
  again: ExecuteFlags['again'],
): Promise<Again | null> {
  if (again === undefined || again === true) return again ?? null
  const { findTask, graph } = await import('../../graph/index.ts')
  const built = graph(plans.map(({ document }) => document.plan))
  return again.map((name) => findTask(built, name).key)
}

async function dryRun(
  io: Io,
  plans: readonly LoadedDocument[],
  flags: ExecuteFlags,
  again: Again | null,
): Promise<Exit> {
  const { simulate } = await import('../../engine/index.ts')
  const all = plans.map(({ document }) => document.plan)
  const { events, length, order, unestimated } = simulate(all, {
    strict: flags.strict ?? false,
    concurrency: flags.concurrency ?? 4,
    ...(again === null ? {} : { again }),
  })
  if (flags.json) {
    for (const event of events)
      io.stdout.write(`${JSON.stringify({ schema: 'goap/event@1', ...event })}\n`)
    return exits.done
  }
  const names = namesOf(all)
  io.stdout.write('Simulated with the estimates; nothing is executed.\n')
  for (const event of events)
    if (event.type === 'task.started')
      io.stdout.write(`  at ${seconds(event.at).padStart(12)}  ${names(event.task)}\n`)
  const missing = unestimated > 0 ? ` (${unestimated} have no estimate and count 30 min)` : ''
  io.stdout.write(`${order.length} tasks in ${seconds(length)}${missing}\n`)
  return exits.done
}

/** Starts a run and shows it until it ends. */
async function watched(
  io: Io,
  workspace: Workspace,
  journal: Journal,
  flags: ExecuteFlags,
  names: Names,
  start: (invocation: Invocation) => Promise<Started | null>,
): Promise<Exit> {
  const style = styleFor(io.stdout, io.environment)
  const interactive = isInteractive(io) && flags.json !== true
  const view: { live: Live | null } = { live: null }
  // Made before the run begins: the first question may come at once.
  if (interactive) view.live = live({ out: io.stdout, style, names, now: Date.now })
  const stop = new AbortController()
  let stopped: Exit | null = null
  const release = io.interrupted((signal) => {
    stopped = signal === 'SIGINT' ? exits.interrupted : exits.terminated
    stop.abort()
  })
  try {
    const invocation = await invocationOf(
      io,
      workspace,
      journal,
      flags,
      names,
      style,
      interactive,
      stop.signal,
      view,
    )
    const started = await start(invocation)
    if (!started) return exits.done
    const code = await show(io, started, flags, names, style, view)
    return stopped ?? code
  } finally {
    view.live?.close()
    release()
  }
}

async function invocationOf(
  io: Io,
  workspace: Workspace,
  journal: Journal,
  flags: ExecuteFlags,
  names: Names,
  style: Style,
  interactive: boolean,
  signal: AbortSignal,
  view: { readonly live: Live | null },
): Promise<Invocation> {
  const { allowAlways, loadPermissions, readConfiguration } =
    await import('../../workspace/index.ts')
  const configuration = await readConfiguration(workspace.configuration)
  const { permissions, note } = await loadPermissions(workspace, configuration, {
    allow: flags.allow,
    yes: flags.yes ?? false,
  })
  if (note !== null)
    io.stderr.write(`${styleFor(io.stderr, io.environment)('yellow', 'note')}  ${note}\n`)
  const asker = terminalAsker({
    io,
    style,
    names,
    hold: () => view.live?.hold(),
    release: () => view.live?.release(),
    always: (command) => allowAlways(workspace, command),
  })
  return {
    workspace,
    configuration,
    journal,
    permissions,
    signal,
    write: flags.write,
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
    ...(interactive ? { asker } : {}),
  }
}

async function show(
  io: Io,
  { run, continued, writer }: Started,
  flags: ExecuteFlags,
  names: Names,
  style: Style,
  view: { live: Live | null },
): Promise<Exit> {
  if (continued && !flags.json) io.stdout.write(`Run ${run.id} was not finished: it goes on.\n`)
  for await (const event of run) {
    // Of a run that goes on, what happened before is not shown again.
    if (event.seq < run.begins) continue
    if (flags.json) io.stdout.write(`${JSON.stringify({ schema: 'goap/event@1', ...event })}\n`)
    else if (view.live) view.live.take(event)
    else for (const line of plainLines(event, names, style)) io.stdout.write(`${line}\n`)
  }
  const report = await run.report
  view.live?.close()
  view.live = null
  if (flags.json) io.stdout.write(`${JSON.stringify(reportJson(report))}\n`)
  else io.stdout.write(`${summaryLines(report, style).join('\n')}\n`)
  for (const { listener, cause } of run.troubles)
    io.stderr.write(
      `note  ${listener}: ${cause instanceof Error ? cause.message : String(cause)}\n`,
    )
  for (const [document, edits] of writer?.refused ?? [])
    for (const { mark, reason } of edits)
      io.stderr.write(
        `note  ${document}:${mark.place.line}: "${mark.text}" was left as it is: ${reason}\n`,
      )
  return exitOf(report)
}

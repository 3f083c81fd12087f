import { join, relative } from 'node:path'
import type {
  Answers,
  Invocation,
  Journal,
  Plan,
  Report,
  Run,
  Started,
  Workspace,
} from '../index.ts'
import { terminalAsker } from './ask.ts'
import { confiningOf } from './confining.ts'
import { exits, type Exit } from './exit.ts'
import type { ExecuteFlags } from './flags.ts'
import { isInteractive, styleFor, type Io, type Style } from './io.ts'
import { discreet, type Discreet } from './discreet.ts'
import type { Begun, Display } from './report/display.ts'
import { live } from './report/live.ts'
import { placesOf } from './report/places.ts'
import { namesOf, type Names } from './report/plain.ts'
import { choicesOf, type Choice } from './report/reporters/choice.ts'
import { reporters, type Reporters } from './report/reporters/index.ts'
import { linesDisplay } from './report/reporters/lines.ts'
import { exitOf, word, type SummaryOptions } from './report/summary.ts'
import { stopping, type Stopping } from './stopping.ts'
import { visibleLine } from './visible.ts'

/** What is executed, and how. */
export interface Execution {
  readonly workspace: Workspace
  readonly journal: Journal
  readonly plans: readonly Plan[]
  /** Given instead of asking somebody; null: none. */
  readonly answers: Answers | null
  readonly flags: ExecuteFlags
}

/** How it is shown. */
interface Showing {
  readonly style: Style
  readonly names: Names
  readonly clean: Discreet
  readonly summary: SummaryOptions
  /** Names and places are those of these plans from now on; of what they do not have, as before. */
  readonly rename: (plans: readonly Plan[]) => void
}

/** Starts a run, shows it until it ends, and puts its questions where there is somebody to ask. */
export async function watch(
  io: Io,
  execution: Execution,
  start: (invocation: Invocation) => Promise<Started | null>,
): Promise<Exit> {
  const choices = await choicesOf(execution.flags)
  const taken = choices.find(({ file }) => file === null)
  // Of what a tool reads nobody can be asked in between.
  const isAttended = isInteractive(io) && (taken === undefined || taken.kind === 'plain')
  const showing = await showingOf(io, execution)
  // Made before the run begins: the first question may come at once.
  const { display, end } = await displayFor(io, execution, showing, choices)
  const { journal, flags } = execution
  const halt = stopping({ journal, display, now: Date.now })
  const release = io.interrupted(halt.interrupt)
  try {
    const asker = await askerFor(io, execution, display, showing, halt, isAttended)
    const invocation = await invocationOf(io, execution, halt.stopped, display)
    const started = await start({ ...invocation, ...asker })
    if (!started) return exits.done
    const replan = async (): Promise<Started | null> => {
      const { resumeRun } = await import('../workspace/index.ts')
      return resumeRun(started.run.id, { ...invocation, ...asker }, 'replan')
    }
    halt.of(started.run.id)
    const { last, code } = await show(started, {
      display,
      rename: showing.rename,
      see: halt.see,
      journal,
      replan: () => (flags.onEdit === 'replan' && halt.exit() === null ? replan() : null),
    })
    tellTroubles(io, last)
    tellEdits(io, last, flags)
    return code === exits.interrupted ? (halt.exit() ?? code) : code
  } finally {
    display.close()
    end()
    release()
  }
}

async function showingOf(io: Io, { workspace, plans, flags }: Execution): Promise<Showing> {
  const clean = await discreet(io)
  const path = (document: string): string =>
    relative(io.folder, join(workspace.root, document)) || document
  const given = [
    ...(flags.yes ? ['--yes'] : []),
    ...flags.allow.map((pattern) => `--allow ${word(pattern)}`),
    ...(flags.confine ? [`--confine ${flags.confine}`] : []),
    ...(flags.network ? ['--network'] : []),
  ]
  // What is secret or cannot be seen is not to be copied into another command.
  const options = given.filter((one) => clean.text(visibleLine(one)) === one)
  let called = namesOf(plans, clean.text)
  let placed = placesOf(plans)
  const names: Names = (key) => called(key)
  return {
    style: styleFor(io.stdout, io.environment),
    clean,
    names,
    summary: { names, clean: clean.text, places: (key) => placed(key), path, options },
    rename(now) {
      called = namesOf(now, clean.text, called)
      placed = placesOf(now)
    },
  }
}

async function displayFor(
  io: Io,
  { workspace, plans }: Execution,
  showing: Showing,
  choices: readonly Choice[],
): Promise<Reporters> {
  const documents = plans.map(({ document }) => document)
  const rest = { io, root: workspace.root, documents, trouble: (text: string) => tell(io, text) }
  return reporters(choices, () => ordinary(io, showing), { ...showing, ...rest })
}

/** What shows a run when nothing else was asked for: in place at a terminal, otherwise lines. */
async function ordinary(io: Io, showing: Showing): Promise<Display> {
  if (!isInteractive(io)) return linesDisplay({ out: io.stdout, ...showing })
  const [{ columns, graphemes }, { aheadOf, graph }] = await Promise.all([
    import('../base/index.ts'),
    import('../graph/index.ts'),
  ])
  const measure = { columns, graphemes }
  const ahead = ({ plans }: Begun): ReturnType<typeof aheadOf> => aheadOf(graph(plans))
  return live({ out: io.stdout, ...showing, measure, ahead, now: Date.now })
}

async function askerFor(
  io: Io,
  { workspace, answers }: Execution,
  display: Display,
  { style, names }: Showing,
  { interrupt, draining }: Stopping,
  isAttended: boolean,
): Promise<Pick<Invocation, 'asker'>> {
  if (answers) {
    const { answersAsker } = await import('../workspace/index.ts')
    return { asker: answersAsker(answers, (note) => display.say(note)) }
  }
  if (!isAttended) return {}
  const { allowAlways } = await import('../workspace/index.ts')
  const always = (command: string): Promise<void> => allowAlways(workspace, command)
  const asked = { io, style, names, display, always, draining }
  return { asker: terminalAsker({ ...asked, interrupt: () => void interrupt('SIGINT') }) }
}

async function invocationOf(
  io: Io,
  { workspace, journal, flags }: Execution,
  signal: AbortSignal,
  display: Display,
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
  const confining = await confiningOf(workspace, configuration, flags, {
    note: (text) => tell(io, text),
    // What is drawn in place must not be written over; otherwise what is shown is for programs too.
    say: (text) => (isInteractive(io) ? display.say(text) : tell(io, text)),
  })
  return {
    workspace,
    configuration,
    agents,
    journal,
    permissions,
    ...confining,
    signal,
    write: flags.write,
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
  }
}

interface Watching extends Pick<Stopping, 'see'>, Pick<Showing, 'rename'> {
  readonly display: Display
  readonly journal: Journal
  /** Starts the next generation; null when the run ends here. */
  readonly replan: () => Promise<Started | null> | null
}

/** Shows a run, and the generations of it that follow when its plan changes. */
async function show(
  started: Started,
  watching: Watching,
): Promise<{ readonly last: Started; readonly code: Exit }> {
  const { display, replan } = watching
  let last = started
  for (;;) {
    const report = await follow(last, watching)
    const next = report.outcome === 'interrupted' && last.edited.size > 0 ? await replan() : null
    if (!next) {
      display.close()
      display.report(report)
      return { last, code: exitOf(report) }
    }
    last = next
  }
}

async function follow(
  { run, plans, standings }: Started,
  { display, rename, see, journal }: Watching,
): Promise<Report> {
  rename(plans)
  display.begin({ run: run.id, plans, standings })
  for await (const event of run) {
    // Of a run that goes on, what happened before is not shown again.
    if (event.seq < run.begins) display.past(event)
    else {
      see(event)
      if (event.type === 'run.replanned' && event.failed !== undefined) await begin(event.spec)
      display.take(event)
    }
  }
  return run.report

  /** What a planner found has other tasks. */
  async function begin(spec: string): Promise<void> {
    const { frozenAt } = await import('../engine/index.ts')
    const found = await frozenAt(journal, spec)
    rename(found.plans)
    display.begin({ run: run.id, ...found })
  }
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

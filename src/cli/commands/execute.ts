import type { Again, DocumentOptions, LoadedDocument, LoadedGoal } from '../../index.ts'
import { answersOf } from '../answers.ts'
import { openDocuments } from '../documents.ts'
import { exits, worst, type Exit } from '../exit.ts'
import type { ExecuteFlags } from '../flags.ts'
import type { Io } from '../io.ts'
import { findJournal, openJournal, pickRun, workspaceOf } from '../journal.ts'
import { tellWorld } from '../planner/tell-world.ts'
import { watch } from '../watch.ts'

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
      { hint: 'Save it as a file first.' },
    )
  const { workspace, plans: loaded, goals } = await openDocuments(io, paths, { ...flags, takesGoals: true }) // prettier-ignore
  if (loaded.length === 0 && goals.length === 0)
    throw new GoapError('workspace/no-plan', `There is no plan in ${paths.join(' ')}.`)
  const blocking = await showErrors(io, [...loaded, ...goals])
  if (blocking && flags.despiteErrors !== true) return exits.documents
  const after = blocking ? exits.documents : exits.done
  const plans = loaded.map(({ document }) => document.plan)
  const again = await againOf(loaded, flags.again)
  const answers = await answersOf(io, flags.answers, plans)
  const { executeDocuments, readConfiguration } = await import('../../workspace/index.ts')
  if (flags.dryRun) {
    if (goals.length > 0)
      throw new GoapError(
        'cli/bad-option',
        'A goal document has no plan yet that could be simulated.',
        {
          hint: 'goap plan FILE -o PLAN makes one; then goap execute PLAN --dry-run.',
        },
      )
    const { dryRun } = await import('./dry-run.ts')
    const { concurrency, limits } = await readConfiguration(workspace.configuration)
    const { strict = false } = flags
    const { leftOut } = await import('../../workspace/index.ts')
    const standings = await leftOut(plans, documentOptions(flags).selection)
    const options = {
      strict,
      json: await printsEvents(flags),
      again,
      standings,
      concurrency: flags.concurrency ?? concurrency,
      resources: limits.resources,
    }
    return worst(await dryRun(io, plans, options), after)
  }
  await using journal = await openJournal(workspace, flags.durability)
  const execution = { workspace, journal, flags, answers, plans }
  const code = await watch(io, execution, (invocation) =>
    executeDocuments(loaded, invocation, {
      strict: flags.strict ?? false,
      fresh: flags.new ?? false,
      despiteErrors: flags.despiteErrors ?? false,
      ...(again === null ? {} : { again }),
      ...(goals.length === 0 ? {} : { goals, observed: (world) => tellWorld(io, world) }),
      ...documentOptions(flags),
    }),
  )
  return worst(code, after)
}

/** Whether a dry run prints its events. Throws `cli/bad-option` for reporters that tell results, which it does not have. */
async function printsEvents(flags: ExecuteFlags): Promise<boolean> {
  const { choicesOf } = await import('../report/reporters/choice.ts')
  const choices = await choicesOf(flags)
  const { GoapError } = await import('../../base/index.ts')
  if (choices.some(({ kind, file }) => file !== null || (kind !== 'jsonl' && kind !== 'plain')))
    throw new GoapError('cli/bad-option', 'A dry run has no results that a reporter could tell.', {
      hint: 'Leave the reporter out; --json gives the simulated events.',
    })
  return choices.some(({ kind }) => kind === 'jsonl')
}

/** `goap resume`: goes on with a run. */
export async function resumeCommand(
  io: Io,
  run: string | undefined,
  flags: ExecuteFlags,
): Promise<Exit> {
  const workspace = await workspaceOf(io, flags)
  await using journal = await findJournal(workspace, flags.durability)
  const { newestResumable } = await import('../../workspace/index.ts')
  const newest = run === undefined && journal ? await newestResumable(journal) : run
  const record = newest === undefined ? undefined : await pickRun(journal, newest)
  if (!journal || !record) {
    io.stdout.write('There is nothing to resume.\n')
    return exits.done
  }
  const { frozen } = await import('../../engine/index.ts')
  const { resumeRun } = await import('../../workspace/index.ts')
  const { plans, earlier } = await frozen(journal, record.run, await journal.events(record.run))
  const answers = await answersOf(io, flags.answers, plans)
  const execution = { workspace, journal, flags, answers, plans: [...earlier.flat(), ...plans] }
  // Awaited here: the journal is closed when this function returns.
  return await watch(io, execution, (invocation) => resumeRun(record.run, invocation, flags.onEdit))
}

/** What the options of a new run choose. */
function documentOptions({
  only,
  from,
  until,
  phase: phases,
  failFast,
  continue: goesOn,
  contingencies,
  onEdit,
  runId: id,
  maxReplans: replans,
}: ExecuteFlags): DocumentOptions {
  const selection = { ...(only && { only }), ...(from && { from }), ...(until && { until }), ...(phases && { phases }) } // prettier-ignore
  return {
    ...(Object.keys(selection).length > 0 ? { selection } : {}),
    ...(failFast ? { policy: 'fail-fast' } : goesOn ? { policy: 'continue' } : {}),
    ...(contingencies ? {} : { contingencies }),
    ...(onEdit ? { onEdit } : {}),
    ...(id === undefined ? {} : { id }),
    ...(replans === undefined ? {} : { replans }),
  }
}

/** Shows the errors of documents. True when one of them blocks. */
async function showErrors(
  io: Io,
  plans: readonly (LoadedDocument | LoadedGoal)[],
): Promise<boolean> {
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

import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import type { Exit } from './exit.ts'
import type { ExecuteFlags, StateOption } from './flags.ts'
import { styleFor, type Io } from './io.ts'

/** The command line's grammar. Each command's own code is loaded when it is called. `exit` gets the exit code. */
export function program(io: Io, exit: (code: Exit) => void): Command {
  const root = new Command('goap')
    .description('Executes Markdown goal and plan documents.')
    .version(version(), '-V, --version', 'show the version')
    .showHelpAfterError('(goap help shows the commands)')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHasColors: () => styleFor(io.stdout, io.environment)('bold', 'x') !== 'x',
      getErrHasColors: () => styleFor(io.stderr, io.environment)('bold', 'x') !== 'x',
    })
  running(root, io, exit)
  looking(root, io, exit)
  reading(root, io, exit)
  for (const command of [root, ...root.commands])
    command
      .option('--no-color', 'no colours, as with NO_COLOR')
      .option('--debug', 'show where an error comes from, as with GOAP_DEBUG')
  return root
}

function running(root: Command, io: Io, exit: (code: Exit) => void): void {
  executeOptions(
    root
      .command('execute')
      .summary('execute plans, or go on with their unfinished run')
      .description(
        'Executes plans as one run. A run of the same documents that is not finished goes on.',
      )
      .argument('<path...>', 'files, folders or quoted globs'),
  )
    .option('--dry-run', 'simulate with the estimates; nothing is executed')
    .option(
      '--strict',
      'run tasks that are only claimed, and fail gates that have an unchecked criterion',
    )
    .option('--again [task...]', 'run tasks again although they are done: all, or these')
    .option('--new', 'abandon an unfinished run of these documents')
    .option('--despite-errors', 'leave out what the errors of a document concern, and run the rest')
    .action(async (paths: string[], flags: ExecuteFlags) => {
      const { executeCommand } = await import('./commands/execute.ts')
      exit(await executeCommand(io, paths, flags))
    })
  executeOptions(
    root
      .command('resume')
      .summary('go on with a run')
      .description('Goes on with a run: the named one, or the newest that is not finished.')
      .argument('[run]', 'the id of a run'),
  ).action(async (run: string | undefined, flags: ExecuteFlags) => {
    const { resumeCommand } = await import('./commands/execute.ts')
    exit(await resumeCommand(io, run, flags))
  })
  state(
    root
      .command('cancel')
      .summary('end a run for good')
      .description('Ends a run for good: the named one, or the newest that is not finished.')
      .argument('[run]', 'the id of a run'),
  ).action(async (run: string | undefined, flags: StateOption) => {
    const { cancelCommand } = await import('./commands/cancel.ts')
    exit(await cancelCommand(io, run, flags))
  })
  root
    .command('trust')
    .summary('let the permissions of the configuration count')
    .description('Trusts the configuration file of the workspace as it is now.')
    .option('--revoke', 'trust nothing of this workspace any more')
    .action(async (flags: { revoke?: boolean }) => {
      const { trustCommand } = await import('./commands/trust.ts')
      exit(await trustCommand(io, flags))
    })
}

function looking(root: Command, io: Io, exit: (code: Exit) => void): void {
  state(
    root
      .command('status')
      .summary('how far documents or runs are')
      .description(
        'Shows a row for each document, or what a run came to. Default: the plans in plans/, else in the workspace.',
      )
      .argument('[path-or-run...]', 'files, folders, globs, or ids of runs')
      .option('--json', 'one line of JSON for each'),
  ).action(async (names: string[], flags: StateOption & { json?: boolean }) => {
    const { statusCommand } = await import('./commands/status.ts')
    exit(await statusCommand(io, names, flags))
  })
  state(
    root
      .command('runs')
      .summary('all runs, newest first')
      .description('Lists the runs of the workspace.')
      .option('--json', 'one line of JSON for each'),
  ).action(async (flags: StateOption & { json?: boolean }) => {
    const { runsCommand } = await import('./commands/runs.ts')
    exit(await runsCommand(io, flags))
  })
  state(
    root
      .command('log')
      .summary('what happened in a run')
      .description('Shows the events of a run: the named one, or the newest.')
      .argument('[run]', 'the id of a run')
      .option('--json', 'one line of JSON for each event'),
  ).action(async (run: string | undefined, flags: StateOption & { json?: boolean }) => {
    const { logCommand } = await import('./commands/log.ts')
    exit(await logCommand(io, run, flags))
  })
}

function reading(root: Command, io: Io, exit: (code: Exit) => void): void {
  root
    .command('read')
    .summary('what a document says, as goap understands it')
    .description('Reads documents and shows tasks, dependencies, phases and gates.')
    .argument('<path...>', 'files, folders, quoted globs, or - for the standard input')
    .option('--json', 'one line of JSON for each document')
    .action(async (paths: string[], flags: { json?: boolean }) => {
      const { readCommand } = await import('./commands/read.ts')
      exit(await readCommand(io, paths, flags))
    })
  root
    .command('check')
    .summary('what is wrong with documents')
    .description('Checks documents and shows each finding with its place.')
    .argument('<path...>', 'files, folders, quoted globs, or - for the standard input')
    .option('--json', 'one line of JSON for each document')
    .action(async (paths: string[], flags: { json?: boolean }) => {
      const { checkCommand } = await import('./commands/check.ts')
      exit(await checkCommand(io, paths, flags))
    })
  root
    .command('graph')
    .summary('what waits for what')
    .description('Shows the graph of one or several documents.')
    .argument('<path...>', 'files, folders, quoted globs, or - for the standard input')
    .option('--format <format>', 'tree, mermaid or json', 'tree')
    .option('--workers <number>', 'how many tasks run at once', positive)
    .action(async (paths: string[], flags: { format: string; workers?: number }) => {
      const { graphCommand } = await import('./commands/graph.ts')
      exit(await graphCommand(io, paths, flags))
    })
  root
    .command('why')
    .summary('why a task waits for what it waits')
    .description('Explains a task: what it needs and where the document says so.')
    .argument('<task>', 'an id, a key, or document#key')
    .argument('[path...]', 'files, folders or quoted globs; default: plans/, else the workspace')
    .action(async (task: string, paths: string[]) => {
      const { whyCommand } = await import('./commands/why.ts')
      exit(await whyCommand(io, task, paths))
    })
}

function state(command: Command): Command {
  return command.option(
    '--state <folder>',
    'where goap keeps its state (default: .goap in the workspace)',
  )
}

function executeOptions(command: Command): Command {
  return state(command)
    .option(
      '--concurrency <number>',
      'how many tasks run at once (default: as configured, else 4)',
      positive,
    )
    .option('--no-write', 'leave the documents as they are')
    .option('-y, --yes', 'allow every command that is not dangerous')
    .option(
      '--allow <pattern>',
      'allow commands that match; may be given several times',
      collect,
      [],
    )
    .option('--json', 'one line of JSON for each event, then the report')
}

function collect(pattern: string, before: readonly string[]): string[] {
  return [...before, pattern]
}

function positive(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.')
  return number
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url)
  const found: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return typeof found === 'object' && found !== null && 'version' in found
    ? String(found.version)
    : '0'
}

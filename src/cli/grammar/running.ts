import { Option, type Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { ExecuteFlags, StateOption } from '../flags.ts'
import type { Io } from '../io.ts'
import { collect, executeOptions, natural, several, stateOption } from './options.ts'

/** The commands about runs: `execute`, `resume`, `answers`, `cancel`, `trust`. */
export function running(root: Command, io: Io, exit: (code: Exit) => void): void {
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
    .option(
      '--only <task>',
      'run these tasks and nothing else; may be given several times, or with commas',
      several,
    )
    .option(
      '--from <task>',
      'run these tasks and all that rests on them; may be given several times, or with commas',
      several,
    )
    .option(
      '--until <task>',
      'run these tasks and all that they need; may be given several times, or with commas',
      several,
    )
    .option('--phase <phase>', 'run the tasks of this phase; may be given several times', collect)
    .addOption(
      new Option('--fail-fast', 'end everything at the first failure').conflicts('continue'),
    )
    .option('--continue', 'run even what rests on a failure')
    .option('--no-contingencies', 'leave undone what the documents state for failures')
    .option('--run-id <id>', 'the id of a new run')
    .option(
      '--max-replans <number>',
      'how often another way to a goal is searched when a plan fails (default: 5)',
      natural,
    )
    .option('--despite-errors', 'leave out what the errors of a document concern, and run the rest')
    .action(async (paths: string[], flags: ExecuteFlags) => {
      const { executeCommand } = await import('../commands/execute.ts')
      exit(await executeCommand(io, paths, flags))
    })
  executeOptions(
    root
      .command('resume')
      .summary('go on with a run')
      .description('Goes on with a run: the named one, or the newest that is not finished.')
      .argument('[run]', 'the id of a run'),
  ).action(async (run: string | undefined, flags: ExecuteFlags) => {
    const { resumeCommand } = await import('../commands/execute.ts')
    exit(await resumeCommand(io, run, flags))
  })
  root
    .command('answers')
    .summary('a file of answers to begin with')
    .description('Prints the tasks that wait for a person, as a file for execute --answers.')
    .argument('<path...>', 'files, folders or quoted globs')
    .action(async (paths: string[]) => {
      const { answersCommand } = await import('../commands/answers.ts')
      exit(await answersCommand(io, paths))
    })
  stateOption(
    root
      .command('cancel')
      .summary('end a run for good')
      .description('Ends a run for good: the named one, or the newest that is not finished.')
      .argument('[run]', 'the id of a run'),
  ).action(async (run: string | undefined, flags: StateOption) => {
    const { cancelCommand } = await import('../commands/cancel.ts')
    exit(await cancelCommand(io, run, flags))
  })
  root
    .command('trust')
    .summary('let the permissions of the configuration count')
    .description('Trusts the configuration file of the workspace as it is now.')
    .option('--revoke', 'trust nothing of this workspace any more')
    .action(async (flags: { revoke?: boolean }) => {
      const { trustCommand } = await import('../commands/trust.ts')
      exit(await trustCommand(io, flags))
    })
}

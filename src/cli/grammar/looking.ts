import type { Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { StateOption } from '../flags.ts'
import type { Io } from '../io.ts'
import type { LogFlags } from '../commands/log.ts'
import type { NextFlags } from '../commands/next.ts'
import type { ReportFlags } from '../commands/report.ts'
import { collect, positive, stateOption } from './options.ts'

/** The commands that look at runs: `status`, `next`, `agents`, `runs`, `report`, `log`. */
export function looking(root: Command, io: Io, exit: (code: Exit) => void): void {
  stateOption(
    root
      .command('status')
      .summary('how far documents or runs are')
      .description(
        'Shows a row for each document, or what a run came to. Default: the plans in plans/, else in the workspace.',
      )
      .argument('[path-or-run...]', 'files, folders, globs, or ids of runs')
      .option('--write <file>', 'keep a table of the plans between the markers of a Markdown file')
      .option('--json', 'one line of JSON for each'),
  ).action(async (names: string[], flags: StateOption & { json?: boolean; write?: string }) => {
    const { statusCommand } = await import('../commands/status.ts')
    exit(await statusCommand(io, names, flags))
  })
  stateOption(
    root
      .command('next')
      .summary('what can be started now')
      .description('Shows the tasks that wait for nothing, the most pressing first.')
      .argument('[path...]', 'files, folders or quoted globs; default: plans/, else the workspace')
      .option('--limit <number>', 'at most so many', positive, 10)
      .option('--json', 'one line of JSON for each'),
  ).action(async (names: string[], flags: NextFlags) => {
    const { nextCommand } = await import('../commands/next.ts')
    exit(await nextCommand(io, names, flags))
  })
  root
    .command('agents')
    .summary('who performs tasks')
    .description('Lists the agents that are defined, and the names in plans that nothing defines.')
    .argument('[path...]', 'files, folders or quoted globs; default: plans/, else the workspace')
    .option('--json', 'one line of JSON for each')
    .action(async (names: string[], flags: { json?: boolean }) => {
      const { agentsCommand } = await import('../commands/agents.ts')
      exit(await agentsCommand(io, names, flags))
    })
  stateOption(
    root
      .command('runs')
      .summary('all runs, newest first')
      .description('Lists the runs of the workspace.')
      .option('--json', 'one line of JSON for each'),
  ).action(async (flags: StateOption & { json?: boolean }) => {
    const { runsCommand } = await import('../commands/runs.ts')
    exit(await runsCommand(io, flags))
  })
  stateOption(
    root
      .command('report')
      .summary('all that is known of a run')
      .description(
        'Tells what ran, by whom, with which evidence, how long, what failed and why: of the named run, or the newest.',
      )
      .argument('[run]', 'the id of a run')
      .option('--md', 'as Markdown')
      .option('--html', 'as a page in one file')
      .option('--json', 'as one line of JSON')
      .option('-o, --output <file>', 'write into a file instead'),
  ).action(async (run: string | undefined, flags: ReportFlags) => {
    const { reportCommand } = await import('../commands/report.ts')
    exit(await reportCommand(io, run, flags))
  })
  stateOption(
    root
      .command('log')
      .summary('what happened in a run, or to a task')
      .description(
        'Shows the events of a run, the named one or the newest; of one task or gate with its attempts, outputs and evidence.',
      )
      .argument('[run]', 'the id of a run; a word that is none is a task of the newest run')
      .argument('[task]', 'a task or gate: its id, key or title')
      .option('--follow', 'go on with what happens, until the run has finished')
      .option('--since <time>', 'only since then: a span such as 10m, or a date')
      .option(
        '--type <type>',
        'only events of this kind, such as task.finished or gate; may be given several times',
        collect,
        [],
      )
      .option(
        '--permissions',
        'what was decided about each command: what allowed it, or why it may not run',
      )
      .option('--json', 'one line of JSON for each'),
  ).action(async (run: string | undefined, task: string | undefined, flags: LogFlags) => {
    const { logCommand } = await import('../commands/log.ts')
    exit(await logCommand(io, [run, task], flags))
  })
}

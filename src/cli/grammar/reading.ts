import type { Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import type { CheckFlags } from '../commands/check.ts'
import type { GraphFlags } from '../commands/graph.ts'
import type { ScheduleFlags } from '../commands/schedule.ts'
import { collect, natural, oneOf, positive } from './options.ts'

/** The commands that look at documents: `read`, `check`, `graph`, `why`. */
export function reading(root: Command, io: Io, exit: (code: Exit) => void): void {
  root
    .command('read')
    .summary('what a document says, as goap understands it')
    .description('Reads documents and shows tasks, dependencies, phases and gates.')
    .argument('<path...>', 'files, folders, quoted globs, or - for the standard input')
    .option('--explain', 'show below each line what it was understood as, and by which rule')
    .option('--json', 'one line of JSON for each document')
    .action(async (paths: string[], flags: { json?: boolean; explain?: boolean }) => {
      const { readCommand } = await import('../commands/read.ts')
      exit(await readCommand(io, paths, flags))
    })
  root
    .command('check')
    .summary('what is wrong with documents')
    .description('Checks documents and shows each finding with its place.')
    .argument('<path...>', 'files, folders, quoted globs, or - for the standard input')
    .addOption(
      oneOf('--format <format>', 'text, json, github (workflow commands) or sarif', [
        'text',
        'json',
        'github',
        'sarif',
      ]).default('text'),
    )
    .option('--json', 'one line of JSON for each document, as --format json')
    .option('--all', 'show every finding in full, each at its own place')
    .option('--quiet', 'show errors only')
    .option('--max-warnings <number>', 'fail when there are more warnings', natural)
    .option('--baseline <file>', 'fail only on findings that this file does not know')
    .option('--write-baseline <file>', 'write the findings there are into a file of known ones')
    .option('--fix', 'mend what can be mended without a doubt')
    .option('--dry-run', 'with --fix: only show what would be mended')
    .action(async (paths: string[], flags: CheckFlags) => {
      const { checkCommand } = await import('../commands/check.ts')
      exit(await checkCommand(io, paths, flags))
    })
  root
    .command('explain')
    .summary('what an error or finding means')
    .description('Explains the code of an error or finding; without one lists all codes.')
    .argument('[code]', 'such as documents/cycle, or just cycle')
    .option('--json', 'one line of JSON for each code')
    .action(async (code: string | undefined, flags: { json?: boolean }) => {
      const { explainCommand } = await import('../commands/explain.ts')
      exit(await explainCommand(io, code, flags))
    })
  root
    .command('graph')
    .summary('what waits for what')
    .description('Shows the graph of one or several documents.')
    .argument('<path...>', 'files, folders, quoted globs, or - for the standard input')
    .addOption(
      oneOf('--format <format>', 'tree, mermaid, dot, svg or json', [
        'tree',
        'mermaid',
        'dot',
        'svg',
        'json',
      ]).default('tree'),
    )
    .option('-o, --output <file>', 'write into a file instead')
    .option('--workers <number>', 'how many tasks run at once', positive)
    .option('--all', 'draw every task of a very large plan, not its phases')
    .action(async (paths: string[], flags: GraphFlags) => {
      const { graphCommand } = await import('../commands/graph.ts')
      exit(await graphCommand(io, paths, flags))
    })
  root
    .command('schedule')
    .summary('when each task would run, and how long it takes')
    .description('Shows a schedule by the estimates, with other durations or workers a what-if.')
    .argument('<path...>', 'files, folders, quoted globs, or - for the standard input')
    .option('--workers <number>', 'how many tasks run at once (default: as many as can)', positive)
    .option(
      '--duration <task=time>',
      'how long a task takes; may be given several times',
      collect,
      [],
    )
    .option('--json', 'one line of JSON')
    .action(async (paths: string[], flags: ScheduleFlags) => {
      const { scheduleCommand } = await import('../commands/schedule.ts')
      exit(await scheduleCommand(io, paths, flags))
    })
  root
    .command('why')
    .summary('why a task waits for what it waits')
    .description('Explains a task: what it needs and where the document says so.')
    .argument('<task>', 'an id, a key, or document#key')
    .argument('[path...]', 'files, folders or quoted globs; default: plans/, else the workspace')
    .action(async (task: string, paths: string[]) => {
      const { whyCommand } = await import('../commands/why.ts')
      exit(await whyCommand(io, task, paths))
    })
}

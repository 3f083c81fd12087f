import type { Command } from 'commander'
import type { FormatFlags } from '../commands/fmt.ts'
import type { ExportFlags } from '../commands/export.ts'
import type { ImportFlags } from '../commands/import.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { oneOf } from './options.ts'

/** The commands that write plans in other forms: `fmt`, `import`, `export`. */
export function exchanging(root: Command, io: Io, exit: (code: Exit) => void): void {
  root
    .command('fmt')
    .summary('write plans in the canonical dialect')
    .description(
      'Prints plans and goal documents in the canonical dialect; what is read from it is the same.',
    )
    .argument('<path...>', 'files, folders, quoted globs, or - for the standard input')
    .option('--check', 'print nothing; fail when a document is written otherwise')
    .option('--write', 'replace the documents, unless prose would be lost')
    .option('--force', 'with --write: replace them even so')
    .action(async (paths: string[], flags: FormatFlags) => {
      const { formatCommand } = await import('../commands/fmt.ts')
      exit(await formatCommand(io, paths, flags))
    })
  root
    .command('import')
    .summary('make a plan of the tasks of another tool')
    .description('Reads tasks of another tool and prints them as a plan in the canonical dialect.')
    .argument(
      '<file>',
      'a tasks.json of task-master, or JSON of goap export; - for the standard input',
    )
    .addOption(
      oneOf('--from <format>', 'task-master or json (default: told by the content)', [
        'task-master',
        'json',
      ]),
    )
    .option('--tag <tag>', 'which list of a tasks.json (default: master, or the only one)')
    .option('-o, --output <file>', 'write into a new file instead')
    .action(async (file: string, flags: ImportFlags) => {
      const { importCommand } = await import('../commands/import.ts')
      exit(await importCommand(io, file, flags))
    })
  root
    .command('export')
    .summary('give a plan to another tool')
    .description('Prints a plan as JSON: all of it, or as the tasks.json of task-master.')
    .argument('<file>', 'a plan, or - for the standard input')
    .addOption(
      oneOf('--to <format>', 'json or task-master', ['json', 'task-master']).default('json'),
    )
    .option('-o, --output <file>', 'write into a file instead')
    .action(async (file: string, flags: ExportFlags) => {
      const { exportCommand } = await import('../commands/export.ts')
      exit(await exportCommand(io, file, flags))
    })
}

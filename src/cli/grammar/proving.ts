import type { Command } from 'commander'
import type { GatesFlags } from '../commands/gates.ts'
import type { VerifyFlags } from '../commands/verify.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { collect, confineOptions, stateOption } from './options.ts'

/** The commands about what is proven: `verify`, `gates`. */
export function proving(root: Command, io: Io, exit: (code: Exit) => void): void {
  confineOptions(
    root
      .command('verify')
      .summary('whether the ticks of documents are true')
      .description(
        'Runs the checks of gates, and nothing else, and says of each tick of a criterion and of each done task that a gate judges whether it is true, false or unproven.',
      )
      .argument('<path...>', 'files, folders or quoted globs')
      .option(
        '--only <name>',
        'a gate, a criterion, a phase, or a task; may be given several times',
        collect,
        [],
      )
      .option('--write', 'write what was proven or refuted into the documents')
      .option('-y, --yes', 'allow every command that is not dangerous')
      .option(
        '--allow <pattern>',
        'allow commands that match; may be given several times',
        collect,
        [],
      )
      .option('--json', 'one line of JSON for each document'),
  ).action(async (paths: string[], flags: VerifyFlags) => {
    const { verifyCommand } = await import('../commands/verify.ts')
    exit(await verifyCommand(io, paths, flags))
  })
  stateOption(
    root
      .command('gates')
      .summary('what is proven, by which evidence, and whether it still counts')
      .description(
        'Shows every gate with its criteria: the newest result, its evidence, whether what it rests on has changed since, and earlier verdicts. Runs nothing. Default: the plans in plans/, else in the workspace.',
      )
      .argument('[path-or-run...]', 'files, folders, globs, or ids of runs')
      .option('--json', 'one line of JSON for each gate'),
  ).action(async (names: string[], flags: GatesFlags) => {
    const { gatesCommand } = await import('../commands/gates.ts')
    exit(await gatesCommand(io, names, flags))
  })
}

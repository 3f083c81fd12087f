import { Argument, type Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { Shell } from '../commands/completion.ts'
import type { InitFlags } from '../commands/init.ts'
import type { StateOption } from '../flags.ts'
import type { Io } from '../io.ts'
import { stateOption } from './options.ts'

/** The commands that one begins with: `init`, `doctor`, `completion`, `help`. */
export function beginning(root: Command, io: Io, exit: (code: Exit) => void): void {
  root
    .command('init')
    .summary('prepare a folder for goap')
    .description(
      'Makes a configuration, agents and a first plan, for what is found in the folder. Shows what it will do; a file that is there stays as it is.',
    )
    .option('--claude', 'also a command and a skill that teach Claude Code to use goap')
    .option('-y, --yes', 'do it without asking')
    .option('--force', 'outside a project too: in a home folder or the root of the system')
    .action(async (flags: InitFlags) => {
      const { initCommand } = await import('../commands/init.ts')
      exit(await initCommand(io, flags))
    })
  stateOption(
    root
      .command('doctor')
      .summary('whether all is in order here, and what to do')
      .description(
        'Looks at Node, workspace, configuration, journal, git, agents, programs and terminal. Writes nothing.',
      )
      .option('--json', 'one line of JSON for each finding'),
  ).action(async (flags: StateOption & { json?: boolean }) => {
    const { doctorCommand } = await import('../commands/doctor.ts')
    exit(await doctorCommand(io, flags))
  })
  root
    .command('help')
    .summary('explain a command or a topic')
    .description('Shows all commands, or explains one of them, or a topic.')
    .argument('[command-or-topic]', 'such as execute or permissions')
    .argument('[subcommand]', 'of a command that has some: run of sandbox')
    .action(async (name: string | undefined, below: string | undefined) => {
      const { helpCommand } = await import('../commands/help.ts')
      exit(await helpCommand(io, root, name, below))
    })
  root
    .command('completion')
    .summary('let the shell complete commands, options, files, runs and tasks')
    .description('Prints a script for a shell. It asks goap itself, so it need not be made anew.')
    .addArgument(new Argument('<shell>', 'for which shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: Shell) => {
      const { completionCommand } = await import('../commands/completion.ts')
      exit(completionCommand(io, shell))
    })
  root
    .command('complete', { hidden: true })
    .description('Prints what may stand for the last of the words; asked by the shells.')
    .argument('<shell>', 'for which shell')
    .argument('[word...]', 'behind --: the words behind goap, the last one unfinished')
    .action(async (shell: string, words: string[]) => {
      const { completeCommand } = await import('../commands/complete.ts')
      exit(await completeCommand(io, root, shell, words))
    })
}

import { Command } from 'commander'
import type { Exit } from './exit.ts'
import { exchanging } from './grammar/exchanging.ts'
import { looking } from './grammar/looking.ts'
import { proving } from './grammar/proving.ts'
import { reading } from './grammar/reading.ts'
import { running } from './grammar/running.ts'
import { steering } from './grammar/steering.ts'
import { styleFor, type Io } from './io.ts'
import { version } from './version.ts'

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
  steering(root, io, exit)
  proving(root, io, exit)
  looking(root, io, exit)
  reading(root, io, exit)
  exchanging(root, io, exit)
  for (const command of [root, ...root.commands])
    command
      .option('--no-color', 'no colours, as with NO_COLOR')
      .option('--debug', 'show where an error comes from, as with GOAP_DEBUG')
  return root
}

import type { Command } from 'commander'
import { exits, type Exit } from './exit.ts'
import { explain } from './explain.ts'
import { hasten } from './hasten.ts'
import { processIo, type Io } from './io.ts'
import { hushSqlite } from './quiet.ts'
import { version } from './version.ts'

const globalOptions = ['--no-color', '--debug']

/**
 * Runs the command line. Gives the exit code when all that was printed has gone out, so that the process can be ended then; never exits and
 * never throws.
 */
export async function main(words: readonly string[], given?: Io): Promise<number> {
  const argv = words.some((word) => !globalOptions.includes(word)) ? words : [...words, 'help']
  const environment = withGlobalOptions(given?.environment ?? process.env, argv)
  if (given) return answer(argv, { ...given, environment })
  const io = processIo(process, environment)
  const code = await answer(argv, io, true)
  await io.flushed()
  return code
}

async function answer(argv: readonly string[], io: Io, isProcess = false): Promise<Exit> {
  if (isVersion(argv)) {
    io.stdout.write(`${version()}\n`)
    return exits.done
  }
  if (isProcess) {
    watchForDefects(io)
    hushSqlite()
    hasten()
  }
  let code: Exit = exits.done
  try {
    const { program } = await import('./program.ts')
    const word = argv.find((each) => !each.startsWith('-'))
    const command: Command = program(io, (exit) => (code = exit), word)
    await command.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    return explain(error, io)
  }
}

/** Asked by programs and people in a hurry: answered before the grammar is loaded. */
function isVersion(argv: readonly string[]): boolean {
  return argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')
}

/** `--no-color` and `--debug` hold before the arguments are understood: also for what is said about wrong ones. */
function withGlobalOptions(
  environment: Io['environment'],
  argv: readonly string[],
): Io['environment'] {
  const end = argv.indexOf('--')
  const options = end < 0 ? argv : argv.slice(0, end)
  const color = options.includes('--no-color') ? { FORCE_COLOR: '0' } : {}
  const debug = options.includes('--debug') ? { GOAP_DEBUG: '1' } : {}
  return { ...environment, ...color, ...debug }
}

/** What fails beside the command, such as a promise that nobody waits for, is a defect too, not a task that failed. */
function watchForDefects(io: Io): void {
  process.once('uncaughtException', (error) => process.exit(explain(error, io)))
}

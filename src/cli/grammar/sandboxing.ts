import { InvalidArgumentError, Option, type Command } from 'commander'
import type { BenchFlags } from '../commands/sandbox-bench.ts'
import type { CompileFlags } from '../commands/sandbox-compile.ts'
import type { HealthFlags } from '../commands/sandbox-health.ts'
import type { RunFlags } from '../commands/sandbox-run.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { natural, oneOf, positive } from './options.ts'

const backends = ['wasm', 'quickjs', 'process', 'isolated-vm', 'hybrid']

/** The command `sandbox`: `run`, `compile`, `health`, `bench`. */
export function sandboxing(root: Command, io: Io, exit: (code: Exit) => void): void {
  const sandbox = root
    .command('sandbox')
    .helpCommand(false)
    .summary('run scripts where they can do no harm')
    .description(
      'Runs scripts in the sandbox, within bounds of time, fuel and memory, and says how the sandbox is.',
    )
  sandbox
    .command('run')
    .summary('run a script in the sandbox')
    .description(
      'Runs a script and prints what it printed, then its value. It reaches nothing of this machine but the tools that are given to it.',
    )
    .argument('<file>', 'the script, or - for the standard input')
    .addOption(backendOption())
    .option('--fuel <number>', 'steps that it may take, or unbounded', fuelOf)
    .option('--memory <mb>', 'MiB of memory that it may hold', above)
    .option('--timeout <ms>', 'milliseconds until it is stopped', natural)
    .option('--seed <number>', 'make chance and time reproducible', seedOf)
    .addOption(
      new Option('--preset <name>', 'the bounds to start from: restrictive, default or permissive').choices(['restrictive', 'default', 'permissive']), // prettier-ignore
    )
    .option('--input <json>', 'what it finds as `input`: JSON, or @FILE with JSON')
    .addOption(
      new Option('--language <name>', 'js, ts or wasm (default: by the name of the file)').choices(['js', 'ts', 'wasm']), // prettier-ignore
    )
    .option('--tools <file>', 'a JavaScript module: what it exports the script may call')
    .option('--json', 'one line of JSON: what became of it')
    .action(async (file: string, flags: RunFlags) => {
      const { sandboxRunCommand } = await import('../commands/sandbox-run.ts')
      exit(await sandboxRunCommand(io, file, flags))
    })
  sandbox
    .command('compile')
    .summary('make a WASI module of a script')
    .description(
      'Writes a module of WebAssembly that does what a script does: it prints, and finds as `input` the JSON of its standard input. It needs nothing but WASI preview 1, here or elsewhere, and has no tools.',
    )
    .argument('<file>', 'the script, or - for the standard input')
    .option('-o, --out <file>', 'where the module goes (default: FILE with .wasm, in this folder)')
    .option('--json', 'one line of JSON: what was written')
    .action(async (file: string, flags: CompileFlags) => {
      const { sandboxCompileCommand } = await import('../commands/sandbox-compile.ts')
      exit(await sandboxCompileCommand(io, file, flags))
    })
  sandbox
    .command('health')
    .summary('whether the sandbox works here, and holds')
    .description(
      'Looks what each backend needs, runs small scripts in it that must end in a known way, and says how well it isolates.',
    )
    .addOption(backendOption())
    .option('--json', 'one line of JSON for each backend')
    .action(async (flags: HealthFlags) => {
      const { sandboxHealthCommand } = await import('../commands/sandbox-health.ts')
      exit(await sandboxHealthCommand(io, flags))
    })
  sandbox
    .command('bench')
    .summary('how fast the sandbox is here')
    .description(
      'Measures a cold start and fresh executions of each backend that works here, beside a fresh QuickJS runtime, in turns. Takes some seconds of all the time that the machine has.',
    )
    .addOption(backendOption())
    .option('--rounds <number>', 'how often each is measured (default: 9)', positive)
    .option('--json', 'one line of JSON for each measurement')
    .action(async (flags: BenchFlags) => {
      const { sandboxBenchCommand } = await import('../commands/sandbox-bench.ts')
      exit(await sandboxBenchCommand(io, flags))
    })
}

function backendOption(): Option {
  return oneOf(
    '--backend <name>',
    'wasm, quickjs, process, isolated-vm or hybrid (default: MCP_SANDBOX_BACKEND, else as configured, else wasm)',
    backends,
  )
}

function fuelOf(text: string): number {
  return text === 'unbounded' ? Infinity : natural(text)
}

function above(text: string): number {
  const number = Number(text)
  if (!(number > 0 && Number.isFinite(number)))
    throw new InvalidArgumentError('It must be a number above 0.')
  return number
}

function seedOf(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || text.trim() === '')
    throw new InvalidArgumentError('It must be a whole number.')
  return number
}

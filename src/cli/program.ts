import { Command } from 'commander'
import type { Exit } from './exit.ts'
import { beginning } from './grammar/beginning.ts'
import { exchanging } from './grammar/exchanging.ts'
import { looking } from './grammar/looking.ts'
import { planning } from './grammar/planning.ts'
import { proving } from './grammar/proving.ts'
import { reading } from './grammar/reading.ts'
import { running } from './grammar/running.ts'
import { sandboxing } from './grammar/sandboxing.ts'
import { steering } from './grammar/steering.ts'
import { helpFormat } from './help/shape.ts'
import { topics } from './help/topics.ts'
import { styleFor, type Io } from './io.ts'
import { version } from './version.ts'

type Grammar = (root: Command, io: Io, exit: (code: Exit) => void) => void

const grammars: readonly Grammar[] = [
  beginning,
  planning,
  running,
  steering,
  proving,
  looking,
  reading,
  exchanging,
  sandboxing,
]

/** Where commands stand that are called often and need no other: a word that is not here takes all grammars, which takes longer. */
const grammarOf: Readonly<Record<string, Grammar>> = {
  plan: planning,
  validate: planning,
  execute: running,
  resume: running,
  verify: proving,
  gates: proving,
  status: looking,
  next: looking,
  report: looking,
  read: reading,
  check: reading,
  graph: reading,
  schedule: reading,
  why: reading,
  sandbox: sandboxing,
}

/**
 * The command line's grammar; with a word no more of it than is needed for the command of that name. Each command's own code is loaded when
 * it is called. `exit` gets the exit code.
 */
export function program(io: Io, exit: (code: Exit) => void, word = ''): Command {
  const root = new Command('goap')
    .description('Executes Markdown goal and plan documents.')
    .version(version(), '-V, --version', 'show the version')
    .configureHelp(helpFormat)
    .helpCommand(false)
    .showHelpAfterError('(goap help shows the commands)')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) => write(withTopic(text)),
      getOutHelpWidth: () => Math.min(io.stdout.columns ?? 80, 120),
      getErrHelpWidth: () => Math.min(io.stderr.columns ?? 80, 120),
      getOutHasColors: () => styleFor(io.stdout, io.environment)('bold', 'x') !== 'x',
      getErrHasColors: () => styleFor(io.stderr, io.environment)('bold', 'x') !== 'x',
    })
  const only = Object.hasOwn(grammarOf, word) ? grammarOf[word] : undefined
  for (const grammar of only ? [only] : grammars) grammar(root, io, exit)
  for (const command of [root, ...root.commands.flatMap((one) => [one, ...one.commands])])
    command
      .option('--no-color', 'no colours, as with NO_COLOR')
      .option('--debug', 'show where an error comes from, as with GOAP_DEBUG')
  return root
}

/** What may have been meant by a word that is no command: a topic of the help, or a plan. */
function withTopic(message: string): string {
  const [, word = ''] = /^error: unknown command '(.*)'/.exec(message) ?? []
  if (Object.hasOwn(topics, word))
    return `error: "${word}" is no command but a topic\n(goap help ${word} explains it)\n`
  return /\.(?:md|markdown)$/i.test(word)
    ? `error: "${word}" is no command\n(goap check ${word} looks at it, goap execute ${word} runs it)\n`
    : message
}

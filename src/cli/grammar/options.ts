import { InvalidArgumentError, Option, type Command } from 'commander'

/** Where the state of runs is kept. */
export function stateOption(command: Command): Command {
  return command.option(
    '--state <folder>',
    'where goap keeps its state (default: .goap in the workspace)',
  )
}

/** What `execute` and `resume` share. */
export function executeOptions(command: Command): Command {
  return confineOptions(stateOption(command))
    .option(
      '--concurrency <number>',
      'how many tasks run at once (default: as configured, else 4)',
      positive,
    )
    .option('--no-write', 'leave the documents as they are')
    .option('-y, --yes', 'allow every command that is not dangerous')
    .option(
      '--allow <pattern>',
      'allow commands that match; may be given several times',
      collect,
      [],
    )
    .addOption(
      new Option(
        '--on-edit <what>',
        'when a document changes what it plans: stop, ignore, or replan (default: what runs goes on, what is resumed stops)',
      ).choices(['stop', 'ignore', 'replan']),
    )
    .addOption(
      new Option('--durability <how>', 'full: survive a loss of power too').choices(['normal', 'full']), // prettier-ignore
    )
    .option('--answers <file>', 'take answers from a YAML or JSON file; nobody is asked')
    .option(
      '--reporter <reporter>',
      'plain, jsonl, junit or github; junit:FILE writes into a file; may be given several times',
      collect,
      [],
    )
    .option('--json', 'one line of JSON for each event, then the report, as --reporter jsonl')
}

/** How commands are kept in. */
export function confineOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--confine <level>',
        'run commands in bubblewrap: require, prefer, or off (default: require for those of agents, prefer for others)',
      ).choices(['require', 'prefer', 'off']),
    )
    .option('--network', 'let confined commands use the network')
}

/** A value of an option that may be given several times. */
export function collect(pattern: string, before: readonly string[] = []): string[] {
  return [...before, pattern]
}

/** Values that may be given several times, or with commas between. */
export function several(text: string, before: readonly string[] = []): string[] {
  return [
    ...before,
    ...text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ]
}

/** Whether an option may be given several times. */
export function isRepeatable({ parseArg }: Option): boolean {
  return parseArg === collect || parseArg === several
}

/** A whole number from 1, or an error that says so. */
export function positive(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.')
  return number
}

/** A whole number from 0, or an error that says so. */
export function natural(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0 || text.trim() === '')
    throw new InvalidArgumentError('It must be a whole number from 0.')
  return number
}

/** An option that takes one of some values; whether a given one is among them is the command's business. */
export function oneOf(flags: string, description: string, values: readonly string[]): Option {
  const option = new Option(flags, description)
  option.argChoices = [...values]
  return option
}

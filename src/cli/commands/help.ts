import type { Command } from 'commander'
import { exits, type Exit } from '../exit.ts'
import { rendered } from '../help/render.ts'
import { topics, topicText } from '../help/topics.ts'
import { styleFor, type Io } from '../io.ts'

/** `goap help`: all commands, one command, or a topic. */
export async function helpCommand(
  io: Io,
  root: Command,
  name: string | undefined,
  below?: string,
): Promise<Exit> {
  if (name === undefined) {
    root.outputHelp()
    return exits.done
  }
  const command = root.commands.find((one) => one.name() === name)
  const found = below === undefined ? command : command?.commands.find((one) => one.name() === below) // prettier-ignore
  if (found) {
    found.outputHelp()
    return exits.done
  }
  if (command && below !== undefined) throw await noSubcommand(command, below)
  const { columns, GoapError, nearest } = await import('../../base/index.ts')
  const topic = topics[name.toLowerCase()]
  if (topic) {
    const style = styleFor(io.stdout, io.environment)
    const page = { style, width: widthOf(io), columns, quotes: style('bold', '') === '' }
    for (const line of rendered(topicText(topic), page)) io.stdout.write(`${line}\n`)
    return exits.done
  }
  const near = nearest(name, [...root.commands.map((one) => one.name()), ...Object.keys(topics)])
  throw new GoapError('cli/unknown-help', `There is no command and no topic "${name}".`, {
    hint: `${near === undefined ? '' : `Did you mean "${near}"? `}Topics are ${Object.keys(topics).join(', ')}.`,
  })
}

async function noSubcommand(command: Command, name: string): Promise<Error> {
  const { GoapError } = await import('../../base/index.ts')
  const names = command.commands.map((one) => one.name())
  return new GoapError('cli/unknown-help', `\`goap ${command.name()}\` has no command "${name}".`, {
    hint: names.length === 0 ? `\`goap help ${command.name()}\` explains it.` : `It has ${names.join(', ')}.`, // prettier-ignore
  })
}

/** Lines longer than a hundred columns are hard to read, however wide the terminal is. */
function widthOf({ stdout }: Io): number {
  return Math.max(30, Math.min(stdout.columns ?? 80, 100))
}

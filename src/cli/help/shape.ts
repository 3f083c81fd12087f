import { styleText } from 'node:util'
import { Help, type Command } from 'commander'
import { examples } from './examples.ts'
import { firstSteps, groups } from './groups.ts'
import { topics } from './topics.ts'

type Format = Parameters<typeof styleText>[0]

// commander takes the colours out again where none are wanted.
const style = (format: Format) => (text: string) =>
  styleText(format, text, { validateStream: false })
const [bold, cyan] = [style('bold'), style('cyan')]

/** How help is written: to be given before the commands, which inherit it. */
export const helpFormat: Partial<Help> = {
  subcommandTerm: (command) =>
    [command.name(), ...command.registeredArguments.map((one) => argumentTerm(one))].join(' '),
  // The values of an option stand in its description, and an empty list is nothing to tell.
  optionDescription: ({ description, defaultValue, required }) =>
    required && (typeof defaultValue === 'string' || typeof defaultValue === 'number')
      ? `${description} (default: ${defaultValue})`
      : description,
  styleTitle: bold,
  styleCommandText: cyan,
  styleSubcommandText: cyan,
  styleOptionText: cyan,
  formatHelp: (command, helper) =>
    command.parent === null ? overview(command, helper) : ofCommand(command, helper),
}

/** A command's help, with calls to copy. */
function ofCommand(command: Command, helper: Help): string {
  const calls = examples[pathOf(command)] ?? []
  const width = Math.max(0, ...calls.map(([call]) => call.length))
  const lines = calls.map(([call, does]) => helper.formatItem(cyan(call), Math.min(width, 44), does, helper)) // prettier-ignore
  const text = Help.prototype.formatHelp.call(helper, command, helper)
  return lines.length === 0 ? text : `${text}\n${bold('Examples:')}\n${lines.join('\n')}\n`
}

/** The names of a command and those that it stands in, without goap's own: `sandbox run`. */
function pathOf(command: Command): string {
  const { parent } = command
  return parent === null || parent.parent === null
    ? command.name()
    : `${pathOf(parent)} ${command.name()}`
}

/** What `goap` alone says: first steps, the commands by what one wants, topics. */
function overview(root: Command, helper: Help): string {
  const commands = helper.visibleCommands(root)
  const steps = firstSteps.map(([call, does]) => [call, does] as const)
  const grouped = groups.map(([heading, names]) => ({
    heading,
    items: names.flatMap((name) => commands.filter((one) => one.name() === name)),
  }))
  const known = new Set(grouped.flatMap(({ items }) => items))
  const others = { heading: 'More', items: commands.filter((one) => !known.has(one)) }
  const sections = [...grouped, others].map(
    ({ heading, items }) =>
      [
        heading,
        items.map((one) => [helper.subcommandTerm(one), helper.subcommandDescription(one)] as const), // prettier-ignore
      ] as const,
  )
  const options = helper.visibleOptions(root)
  const all = [
    ['First steps', steps],
    ...sections,
    ['Topics (goap help TOPIC)', Object.entries(topics).map(([name, { says }]) => [name, says] as const)], // prettier-ignore
    ['Options', options.map((one) => [helper.optionTerm(one), helper.optionDescription(one)] as const)], // prettier-ignore
  ] as const
  const width = Math.max(...all.flatMap(([, items]) => items.map(([term]) => term.length)))
  const parts = all
    .filter(([, items]) => items.length > 0)
    .map(([heading, items]) => {
      const lines = items.map(([term, does]) => helper.formatItem(cyan(term), width, does, helper))
      return `${bold(`${heading}:`)}\n${lines.join('\n')}\n`
    })
  return [`${root.description()} ${bold('goap help COMMAND')} shows examples.\n`, ...parts].join('\n') // prettier-ignore
}

function argumentTerm(one: Command['registeredArguments'][number]): string {
  const name = one.variadic ? `${one.name()}...` : one.name()
  return one.required ? `<${name}>` : `[${name}]`
}

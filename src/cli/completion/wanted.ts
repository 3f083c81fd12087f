import type { Command, Option } from 'commander'
import { isRepeatable } from '../grammar/options.ts'

/** What a value of an argument or option can be. `none`: nobody can guess it. */
export type Kind =
  | 'plans' | 'file' | 'folder' | 'run' | 'plans-or-run' | 'run-or-task' | 'task' | 'task-time' | 'subject' | 'phase' | 'reporter' | 'code' | 'help' | 'none' // prettier-ignore

// By the names that stand in <> and [], so that a new command is completed as soon as it is there.
const kinds: Readonly<Record<string, Kind>> = {
  path: 'plans',
  file: 'file',
  folder: 'folder',
  run: 'run',
  'path-or-run': 'plans-or-run',
  task: 'task',
  subject: 'subject',
  name: 'subject',
  reporter: 'reporter',
  type: 'none',
  'run|subject': 'run-or-task',
  words: 'run-or-task',
  'task=time': 'task-time',
  phase: 'phase',
  code: 'code',
  'command-or-topic': 'help',
  number: 'none',
  pattern: 'none',
  domain: 'file',
  problem: 'file',
  plan: 'file',
  action: 'none',
  size: 'none',
  tag: 'none',
  id: 'none',
  text: 'none',
  shell: 'none',
  time: 'none',
  word: 'none',
  subcommand: 'none',
  mb: 'none',
  ms: 'none',
  json: 'file',
}

/** A value, and what is said of it. */
export type Candidate = readonly [value: string, about: string]

/** What may stand for an unfinished word. */
export interface Wanted {
  /** What is written of it already, without `lead`. */
  readonly prefix: string
  /** What belongs to the word and stays: `--format=`. */
  readonly lead: string
  readonly kind: Kind
  /** Where the values are known from the grammar: these. */
  readonly values: readonly Candidate[]
  readonly command: string
  /** The arguments before the word. */
  readonly before: readonly string[]
}

/** What may stand for the last of the words behind `goap`, by commander's own tree. */
export function wanted(root: Command, words: readonly string[]): Wanted {
  const before = words.slice(0, -1)
  const last = words.at(-1) ?? ''
  const { command, found } = called(root, before)
  const base = { prefix: last, lead: '', command: command?.name() ?? '' }
  if (!command)
    return last.startsWith('-')
      ? { ...base, kind: 'none', values: optionsOf(root, before), before: [] }
      : { ...base, kind: 'none', values: found < 0 ? commandsOf(root) : [], before: [] }
  const { option, given, isOver } = walk(command, before.slice(found + 1))
  const rest = { ...base, before: given }
  const [, name = '', value] = /^(--[\w-]+)=(.*)$/s.exec(last) ?? []
  const own = isOver ? undefined : optionOf(command, name)
  if (own && value !== undefined)
    return { ...rest, ...valuesOf(own), prefix: value, lead: `${name}=` }
  if (command.commands.length > 0 && given.length === 0 && !last.startsWith('-'))
    return { ...rest, kind: 'none', values: commandsOf(command) }
  if (option && !(last.startsWith('-') && option.optional)) return { ...rest, ...valuesOf(option) }
  if (last.startsWith('-') && last !== '-' && !isOver)
    return { ...rest, kind: 'none', values: optionsOf(command, before) }
  const { registeredArguments: all } = command
  const argument = all[given.length] ?? (all.at(-1)?.variadic === true ? all.at(-1) : undefined)
  return argument === undefined
    ? { ...rest, kind: 'none', values: [] }
    : { ...rest, ...kindOf(argument.name(), argument.argChoices) }
}

/** The command that the words call, one below another too, and where its name stands in them. */
function called(
  root: Command,
  words: readonly string[],
): { readonly command: Command | undefined; readonly found: number } {
  const found = words.findIndex((word) => !word.startsWith('-'))
  const command = root.commands.find((one) => one.name() === words[found])
  const next = command?.commands.length ? words.findIndex((word, at) => at > found && !word.startsWith('-')) : -1 // prettier-ignore
  const below = next < 0 ? undefined : command?.commands.find((one) => one.name() === words[next])
  return below ? { command: below, found: next } : { command, found }
}

/** The kind of values that a name in <> or [] stands for; undefined when nobody has said it. */
export function kindNamed(name: string): Kind | undefined {
  return kinds[name]
}

/** The name in <> or [] of an option: `file` of `-o, --output <file>`. */
export function placeholderOf({ flags }: Option): string {
  return /[<[]([^\]>]+?)(?:\.\.\.)?[\]>]/.exec(flags)?.[1] ?? ''
}

function valuesOf(option: Option): Pick<Wanted, 'kind' | 'values'> {
  return kindOf(placeholderOf(option), option.argChoices)
}

function kindOf(
  name: string,
  choices: readonly string[] | undefined,
): Pick<Wanted, 'kind' | 'values'> {
  if (choices) return { kind: 'none', values: choices.map((choice) => [choice, ''] as const) }
  return { kind: kindNamed(name) ?? 'none', values: [] }
}

interface Walked {
  /** Whose value the next word is, or may be. */
  readonly option: Option | undefined
  /** The arguments, without options and their values. */
  readonly given: readonly string[]
  /** Behind `--`: only arguments follow. */
  readonly isOver: boolean
}

function walk(command: Command, words: readonly string[]): Walked {
  const given: string[] = []
  let option: Option | undefined
  let isOver = false
  for (const word of words) {
    if (!isOver && word === '--') {
      isOver = true
      option = undefined
    } else if (!isOver && word.startsWith('-') && word !== '-') {
      const named = optionOf(command, word)
      option = named?.required === true || named?.optional === true ? named : undefined
    } else if (option) {
      if (!option.variadic) option = undefined
    } else given.push(word)
  }
  return { option, given, isOver }
}

function optionOf(command: Command, word: string): Option | undefined {
  return command.options.find(({ long, short }) => word !== '' && (long === word || short === word))
}

function commandsOf(root: Command): Candidate[] {
  return root
    .createHelp()
    .visibleCommands(root)
    .map((one) => [one.name(), one.summary()] as const)
}

/** Options that are not there yet, or that may be there several times. */
function optionsOf(command: Command, before: readonly string[]): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => {
      const { long, short } = option
      const isThere = before.some((word) => word === short || word.split('=')[0] === long)
      return !isThere || isRepeatable(option)
    })
    .flatMap(({ long, description }) => (typeof long === 'string' ? [[long, description]] : []))
}

import type { Command } from 'commander'

/** A call of goap that a page names: the words behind `goap`. */
export interface Call {
  readonly page: string
  readonly words: readonly string[]
}

/** Calls of goap in code: `goap check FILE` in a sentence, and lines of fences that begin with goap or npx goap. */
export function callsIn(page: string, text: string): readonly Call[] {
  const fences = [...text.matchAll(/^( *)```[^\n]*\n([\s\S]*?)^\1```$/gm)].map(
    ([, , body = '']) => body,
  )
  const inline = [...text.replace(/^( *)```[\s\S]*?^\1```$/gm, '').matchAll(/`([^`\n]+)`/g)]
  const lines = [
    ...fences.flatMap((body) => body.split('\n')),
    ...inline.map(([, code = '']) => code),
  ]
  return lines.flatMap((line) => {
    const [, rest] = /(?:^|&& |\| |\$ )\s*(?:npx )?goap((?: +[^\s|&;>#]+)*)/.exec(line.trim()) ?? []
    const words =
      rest
        ?.trim()
        .split(/ +/)
        .filter((word) => !['', '…'].includes(word)) ?? []
    return words.length === 0 ? [] : [{ page, words }]
  })
}

/** What is wrong with a call, or null: goap must know the command and each of its options. */
export function wrongWith({ words }: Call, goap: Command): string | null {
  const [name = '', ...rest] = words
  if (name.startsWith('-')) return knows(goap, name) ? null : `goap has no ${name}`
  const command = goap.commands.find((one) => one.name() === name)
  if (!command) return name === 'help' ? null : `goap has no command ${name}`
  const below = command.commands.find((one) => one.name() === rest[0])
  if (command.commands.length > 0 && !below && rest[0] !== undefined && !rest[0].startsWith('-'))
    return `goap ${name} has no command ${rest[0]}`
  const unknown = rest.find((word) => /^--?[a-z]/.test(word) && !knows(below ?? command, word))
  return unknown === undefined ? null : `goap ${name} has no ${unknown}`
}

function knows(command: Command, word: string): boolean {
  const [name] = word.split('=')
  return (
    name === '--help' ||
    name === '-h' ||
    command.options.some(({ long, short }) => long === name || short === name)
  )
}

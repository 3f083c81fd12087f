import type { Command } from 'commander'
import { valuesFor } from '../completion/values.ts'
import { wanted } from '../completion/wanted.ts'
import { exits, type Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { visibleLine } from '../visible.ts'

/**
 * `goap complete SHELL -- WORDS`: what may stand for the last word, a line each, with a tab and what it is. Asked by the scripts
 * of `goap completion`; a trouble, such as a journal that cannot be read, gives no line and no message.
 */
export async function completeCommand(
  io: Io,
  root: Command,
  shell: string,
  words: readonly string[],
): Promise<Exit> {
  const asked = wanted(root, shell === 'bash' ? rejoined(words) : words.map(unquoted))
  // bash replaces only what stands behind the sign of equality, the others the whole word.
  const lead = shell === 'bash' ? '' : asked.lead
  const values = await valuesFor(io, root, asked).catch(() => [])
  const told = new Set<string>()
  for (const [value, about] of values) {
    if (!value.startsWith(asked.prefix) || told.has(value)) continue
    told.add(value)
    const said = about === '' ? '' : `\t${visibleLine(about)}`
    io.stdout.write(`${lead}${visibleLine(value)}${said}\n`)
  }
  return exits.done
}

/** bash takes `--format=svg` for three words. */
function rejoined(words: readonly string[]): string[] {
  const joined: string[] = []
  for (const [index, word] of words.entries()) {
    const follows = word === '=' || words[index - 1] === '='
    const before = joined.at(-1)
    if (follows && before?.startsWith('--') === true)
      joined[joined.length - 1] = before + unquoted(word)
    else joined.push(unquoted(word))
  }
  return joined
}

function unquoted(word: string): string {
  return word.replace(/^(["'])(.*?)\1?$/s, '$2').replace(/\\(.)/gs, '$1')
}

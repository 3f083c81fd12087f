import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io, type Style } from '../io.ts'
import { sections } from '../sections.ts'

/** `goap explain`: what a code means, or which codes there are. */
export async function explainCommand(
  io: Io,
  code: string | undefined,
  { json = false }: { readonly json?: boolean },
): Promise<Exit> {
  const all = sections()
  const style = styleFor(io.stdout, io.environment)
  if (code === undefined) {
    for (const [name, text] of all)
      io.stdout.write(
        json ? jsonLine(name, text) : `${style('bold', name)}  ${firstSentence(text)}\n`,
      )
    return exits.done
  }
  const name = await nameOf(code.toLowerCase(), [...all.keys()])
  const text = all.get(name) ?? ''
  io.stdout.write(
    json ? jsonLine(name, text) : `${style('bold', name)}\n\n${styled(text, style)}\n`,
  )
  return exits.done
}

/** The full code that a name means: `cycle` is `documents/cycle`. */
async function nameOf(code: string, known: readonly string[]): Promise<string> {
  const meant = known.filter((name) => name === code || name.endsWith(`/${code}`))
  const [only] = meant.toSorted((a, b) => Number(b.startsWith('documents/')) - Number(a.startsWith('documents/'))) // prettier-ignore
  if (only !== undefined) return only
  const { GoapError, nearest } = await import('../../base/index.ts')
  const near =
    nearest(code, known) ??
    nearest(
      code,
      known.map((name) => name.replace(/^.*\//, '')),
    )
  throw new GoapError(
    'cli/unknown-code',
    `There is no code "${code}".`,
    near === undefined ? {} : { hint: `Did you mean "${near}"?` },
  )
}

function jsonLine(code: string, text: string): string {
  const part = (title: string): string =>
    new RegExp(`\\*\\*${title}:\\*\\*\\s*([\\s\\S]*?)(?=\\n\\n\\*\\*|$)`).exec(text)?.[1]?.trim() ??
    ''
  const line = {
    schema: 'goap/code@1',
    code,
    says: part('Says'),
    why: part('Why'),
    do: part('What to do'),
  }
  return `${JSON.stringify(line)}\n`
}

function firstSentence(text: string): string {
  return text.replace(/^\*\*Says:\*\*\s*/, '').split('\n')[0] ?? ''
}

/** Bold and code of Markdown as a terminal shows them; links by their words. */
function styled(text: string, style: Style): string {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, (_, words: string) => style('bold', words))
    .replace(/`([^`]+)`/g, (_, code: string) => style('cyan', code))
}

import type { Io } from './io.ts'

/** Takes the secrets out of what is shown. */
export interface Discreet {
  readonly text: (text: string) => string
  /** Out of every text of an event or a report that people, documents or commands wrote. */
  readonly all: <T>(told: T) => T
}

/**
 * Makes it, by what the environment says is secret and by the shapes of known tokens. Evidence is redacted before it is kept; commands
 * of documents and what agents say are not, and an agent in code may keep what it likes.
 */
export async function discreet({ environment }: Pick<Io, 'environment'>): Promise<Discreet> {
  const { redactor } = await import('../commands/index.ts')
  const redact = remembered(redactor({ environment }))
  return {
    text: redact,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the copy differs in texts only
    all: <T>(told: T): T => copy(told, false, redact) as T,
  }
}

/** The same for short texts, many of which come again and again: reasons, titles, commands. */
function remembered(redact: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const after = redact(text)
    if (text.length <= 200 && known.size < 2000) known.set(text, after)
    return after
  }
}

/** What is written by people, documents and commands; keys, hashes and kinds are not. */
const spoken = new Set([
  'action',
  'answer',
  'code',
  'command',
  'expect',
  'message',
  'note',
  'outputs',
  'pattern',
  'payload',
  'reason',
  'tail',
  'text',
  'title',
  'trigger',
  'value',
  'why',
])

function copy(value: unknown, isSpoken: boolean, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return isSpoken ? redact(value) : value
  if (Array.isArray(value)) return value.map((one: unknown) => copy(one, isSpoken, redact))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      copy(one, isSpoken || spoken.has(name), redact),
    ]),
  )
}

import type { Json, RunRecord } from '../../index.ts'
import type { Exit } from '../exit.ts'
import type { StateOption } from '../flags.ts'
import type { Io } from '../io.ts'
import { steer } from './steer.ts'

/** `goap answer [RUN] TASK ANSWER`: an answer in JSON is taken as such, anything else as text. */
export async function answerCommand(
  io: Io,
  words: readonly string[],
  flags: StateOption,
): Promise<Exit> {
  const { GoapError } = await import('../../base/index.ts')
  if (words.length < 2 || words.length > 3)
    throw new GoapError('cli/bad-option', 'It takes [run] <task> <answer>.', {
      hint: 'An answer of several words stands in quotes.',
    })
  const value = valueOf(words.at(-1) ?? '')
  const payload = (subject: string): Json => ({ subject, value })
  const wish = { kind: 'answer', payload, taken: 'is answered', isMeant } as const
  return steer(io, words.slice(0, -1), wish, flags)
}

const isMeant = ({ status }: RunRecord): boolean => status === 'running' || status === 'paused'

/** Objects, lists and quoted texts are JSON; `7` and `true` stay the words that they are. */
function valueOf(text: string): Json {
  if (!/^\s*[[{"]/.test(text)) return text
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what JSON.parse gives is JSON
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

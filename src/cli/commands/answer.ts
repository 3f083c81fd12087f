import type { Json, RunRecord } from '../../index.ts'
import type { Exit } from '../exit.ts'
import type { StateOption } from '../flags.ts'
import type { Io } from '../io.ts'
import { steer } from './steer.ts'

/** `goap answer [RUN] TASK ANSWER`: an answer in JSON is taken as such, anything else as text. */
export async function answerCommand(
  io: Io,
  words: readonly string[],
  flags: StateOption & { readonly report?: readonly string[] },
): Promise<Exit> {
  const { GoapError } = await import('../../base/index.ts')
  if (words.length < 2 || words.length > 3)
    throw new GoapError('cli/bad-option', 'It takes [run] <task> <answer>.', {
      hint: 'An answer of several words stands in quotes.',
    })
  const told = (flags.report ?? []).map((one) => {
    const [, name = '', text = ''] = /^([^=]+)=(.*)$/s.exec(one) ?? []
    if (name.trim() === '')
      throw new GoapError('cli/bad-option', `--report "${one}" is not NAME=TEXT.`)
    return [name.trim(), text.trim()] as const
  })
  const said = valueOf(words.at(-1) ?? '')
  const value = told.length === 0 ? said : withReport(said, Object.fromEntries(told))
  const payload = (subject: string): Json => ({ subject, value })
  const wish = { kind: 'answer', payload, taken: 'is answered', isMeant } as const
  return steer(io, words.slice(0, -1), wish, flags)
}

function withReport(said: Json, told: Readonly<Record<string, string>>): Json {
  if (!isObject(said)) return { choice: said, report: told }
  const { report } = said
  return { ...said, report: { ...(isObject(report) ? report : {}), ...told } }
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
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

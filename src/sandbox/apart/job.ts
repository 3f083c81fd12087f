import type { BoundScript } from '../backend.ts'
import type { Source } from '../source.ts'
import type { Job } from './exchange.ts'

/** What a thread or process needs of a script. Chance begins at the script's seed, or anywhere. */
export function jobOf(
  { tools = [], input, limits, seed, now = 0 }: BoundScript,
  { text, file }: Source,
): Job {
  const { wall, memory, stack, output, value } = limits
  return {
    text,
    file,
    tools: tools.map(({ name }) => name),
    input: input === undefined ? '' : JSON.stringify(input),
    limits: { wall, memory, stack, output, value },
    seed: seed ?? Math.floor(Math.random() * Number.MAX_SAFE_INTEGER),
    now: seed === undefined ? null : now,
  }
}

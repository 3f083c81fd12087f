import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Answers, Plan } from '../index.ts'
import type { Io } from './io.ts'

/** The answers of `--answers FILE`; null: the option is not given. Throws `workspace/bad-answers` and `workspace/not-readable`. */
export async function answersOf(
  io: Io,
  file: string | undefined,
  plans: readonly Plan[],
): Promise<Answers | null> {
  if (file === undefined) return null
  const { parseAnswers } = await import('../workspace/index.ts')
  return parseAnswers(await textOf(resolve(io.folder, file), file), file, plans)
}

async function textOf(path: string, name: string): Promise<string> {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const { GoapError } = await import('../base/index.ts')
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${name} cannot be read: ${what}.`, { cause })
  }
}

import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LiftedTask } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { elapsed } from '../elapsed.ts'
import { showFound, type NamedText } from './placed.ts'

/** A planning task that was read, and how long that took. */
export interface ReadTask {
  readonly task: LiftedTask | null
  readonly milliseconds: number
  /** What to end with when there is no task. */
  readonly code: Exit
  /** Where its actions stand. */
  readonly domain: NamedText
}

/** Reads a domain and a problem, and shows what is wrong with them on the standard error. Throws `workspace/not-readable`. */
export async function readTask(
  io: Io,
  { domain, problem }: { readonly domain: string; readonly problem: string },
): Promise<ReadTask> {
  const { readPddl } = await import('../../planner/index.ts')
  const files = { domain: await file(io, domain), problem: await file(io, problem) }
  const began = elapsed()
  const { task, findings } = readPddl(files)
  const milliseconds = elapsed() - began
  for (const text of [files.domain, files.problem])
    await showFound(io, text, findings.filter((one) => one.file === text.file)) // prettier-ignore
  return { task, milliseconds, code: exits.documents, domain: files.domain }
}

/** A file as text; also a pipe. Throws `planner/too-large`, `workspace/missing-file` and `workspace/not-readable`. */
export async function file(io: Io, name: string): Promise<NamedText> {
  const { maximumPddlCharacters } = await import('../../planner/index.ts')
  // UTF-8 has at most four bytes for a character: beyond that it is too large in any case, and need not be read.
  const most = maximumPddlCharacters * 4
  const path = resolve(io.folder, name)
  const state = statSync(path, { throwIfNoEntry: false })
  const isPlain = state?.isFile() === true && state.size > 0 && state.size <= most
  if (isPlain) return { file: name, text: readFileSync(path, 'utf8') }
  const { GoapError } = await import('../../base/index.ts')
  const tooLarge = (size: number | null): InstanceType<typeof GoapError> =>
    new GoapError('planner/too-large', `${name} has ${size ?? `more than ${most}`} bytes; at most ${maximumPddlCharacters} characters are read.`) // prettier-ignore
  const { readBytes } = await import('../../workspace/index.ts')
  return { file: name, text: Buffer.from(readBytes(path, name, { most, tooLarge })).toString('utf8') } // prettier-ignore
}

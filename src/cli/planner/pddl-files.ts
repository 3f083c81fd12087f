import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LiftedTask } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'

/** A planning task that was read, and how long that took. */
export interface ReadTask {
  readonly task: LiftedTask | null
  readonly milliseconds: number
  /** What to end with when there is no task. */
  readonly code: Exit
}

/** Reads a domain and a problem, and shows what is wrong with them on the standard error. Throws `workspace/not-readable`. */
export async function readTask(
  io: Io,
  { domain, problem }: { readonly domain: string; readonly problem: string },
): Promise<ReadTask> {
  const [{ readPddl }, { frame }] = await Promise.all([
    import('../../planner/index.ts'),
    import('../../documents/index.ts'),
  ])
  const files = { domain: await file(io, domain), problem: await file(io, problem) }
  const began = performance.now()
  const { task, findings } = readPddl(files)
  const milliseconds = performance.now() - began
  const style = styleFor(io.stderr, io.environment)
  for (const one of findings) {
    const { text } = one.file === domain ? files.domain : files.problem
    // Of a file of many megabytes only what is around the place is shown; the frame needs no bytes.
    const source = { bytes: new Uint8Array(), text }
    const paint = (kind: string, part: string): string =>
      kind === 'error' ? style('red', part) : kind === 'warning' ? style('yellow', part) : part
    io.stderr.write(`${frame(source, one, one.file, { paint })}\n\n`)
  }
  return { task, milliseconds, code: exits.documents }
}

/** A file as text. Throws `workspace/not-readable`. */
export async function file(io: Io, name: string): Promise<{ file: string; text: string }> {
  const { GoapError } = await import('../../base/index.ts')
  const { maximumPddlCharacters } = await import('../../planner/index.ts')
  try {
    const path = resolve(io.folder, name)
    const { size } = statSync(path)
    // UTF-8 has at most four bytes for a character: beyond that it is too large in any case, and need not be read.
    if (size > maximumPddlCharacters * 4)
      throw new GoapError('planner/too-large', `${name} has ${size} bytes; at most ${maximumPddlCharacters} characters are read.`) // prettier-ignore
    return { file: name, text: readFileSync(path, 'utf8') }
  } catch (cause) {
    if (cause instanceof GoapError) throw cause
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${name} cannot be read: ${what}.`, { cause })
  }
}

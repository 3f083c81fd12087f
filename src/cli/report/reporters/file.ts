import { closeSync, existsSync, mkdirSync, openSync, realpathSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Output } from '../../io.ts'

/** A file that is written as a run goes on. */
export interface FileOutput extends Output {
  /** Gives why it could not be written; null when all went well. Closing twice is harmless. */
  close(): string | null
}

/**
 * Opens a file for a reporter, with the folders it lies in. Throws `cli/bad-option` for a file that the run reads, and
 * `workspace/not-writable`; once it is open, a run is not stopped by what cannot be written.
 */
export async function fileOutput(
  folder: string,
  name: string,
  sources: readonly string[],
): Promise<FileOutput> {
  const { GoapError } = await import('../../../base/index.ts')
  const path = resolve(folder, name)
  if (
    existsSync(path) &&
    sources.some((one) => existsSync(one) && realpathSync(one) === realpathSync(path))
  )
    // prettier-ignore
    throw new GoapError('cli/bad-option', `${name} is a document of the run: it is not written over.`, { // prettier-ignore
      hint: 'Name another file for the reporter.',
    })
  let file: number | null
  try {
    mkdirSync(dirname(path), { recursive: true })
    file = openSync(path, 'w')
  } catch (cause) {
    throw new GoapError('workspace/not-writable', `${name} cannot be written: ${messageOf(cause)}.`, { cause }) // prettier-ignore
  }
  let trouble: string | null = null
  return {
    write(text) {
      if (file === null || trouble !== null) return
      try {
        writeSync(file, text)
      } catch (cause) {
        trouble = `${name} could not be written to its end: ${messageOf(cause)}`
      }
    },
    close() {
      if (file !== null) closeSync(file)
      file = null
      return trouble
    },
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

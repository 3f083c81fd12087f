import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Output } from '../../io.ts'
import { spareDocuments } from '../../output.ts'

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
  await spareDocuments(folder, name, sources)
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

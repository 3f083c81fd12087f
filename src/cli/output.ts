import { existsSync, realpathSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Io } from './io.ts'

/** Writes a text to the standard output, or into a file; `fresh` keeps one that is there. Throws `workspace/not-writable`. */
export async function put(
  io: Io,
  text: string,
  name: string | undefined,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<void> {
  if (name === undefined) {
    io.stdout.write(text)
    return
  }
  const { GoapError } = await import('../base/index.ts')
  const path = resolve(io.folder, name)
  if (fresh && existsSync(path))
    throw new GoapError('workspace/not-writable', `${name} exists already.`, {
      hint: 'Name another file, or remove this one first.',
    })
  await save(io, text, name)
}

/** Writes a text, or bytes, into a file. Throws `workspace/not-writable`. */
export async function save(io: Io, content: string | Uint8Array, name: string): Promise<void> {
  try {
    writeFileSync(resolve(io.folder, name), content)
  } catch (cause) {
    const { GoapError } = await import('../base/index.ts')
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-writable', `${name} cannot be written: ${what}.`, { cause })
  }
}

/** A document that is read is never written over. Throws `cli/bad-option` when `name` is one of `documents`, by whatever name. */
export async function spareDocuments(
  folder: string,
  name: string | undefined,
  documents: readonly string[],
): Promise<void> {
  const path = name === undefined ? '' : resolve(folder, name)
  if (!existsSync(path)) return
  const target = realpathSync(path)
  if (!documents.some((one) => existsSync(one) && realpathSync(one) === target)) return
  const { GoapError } = await import('../base/index.ts')
  throw new GoapError(
    'cli/bad-option',
    `${name} is a document that is read: it is not written over.`,
    { hint: 'Name another file.' },
  )
}

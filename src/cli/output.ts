import { accessSync, chmodSync, constants, existsSync, lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs' // prettier-ignore
import { dirname, join, resolve } from 'node:path'
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

/** Writes a text, or bytes, into a file: all of it or nothing, whenever the process may end. Throws `workspace/not-writable`. */
export async function save(io: Io, content: string | Uint8Array, name: string): Promise<void> {
  try {
    replace(resolve(io.folder, name), content)
  } catch (cause) {
    const { GoapError } = await import('../base/index.ts')
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-writable', `${name} cannot be written: ${what}.`, { cause })
  }
}

function replace(path: string, content: string | Uint8Array): void {
  const before = statSync(path, { throwIfNoEntry: false })
  // A pipe, a device, or a link to nowhere stays what it is.
  if (before ? !before.isFile() : lstatSync(path, { throwIfNoEntry: false })) return writeFileSync(path, content) // prettier-ignore
  const target = before ? realpathSync(path) : path
  if (before) accessSync(target, constants.W_OK)
  const temporary = join(dirname(target), `.goap-${crypto.randomUUID()}.tmp`)
  try {
    writeFileSync(temporary, content, { flag: 'wx' })
    if (before) chmodSync(temporary, before.mode)
    renameSync(temporary, target)
  } finally {
    rmSync(temporary, { force: true })
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

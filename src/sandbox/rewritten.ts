import { createHash, randomUUID } from 'node:crypto'
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { getCompileCacheDir } from 'node:module'
import { join } from 'node:path'
import { workerData } from 'node:worker_threads'
import { webAssembly, type WasmModule } from '../wasm/index.ts'

// The modules of the interpreters are rewritten before they are used, which takes longer than all else at the start of a sandbox. What
// comes of it is kept on disk, beside the machine code that Node keeps of JavaScript, where that is kept at all.
//
//   K1. What is read there is used only if it has the hash that this source names for it. So whoever can write there can at most have
//       it made anew.
//   K2. What is made is kept only if it has that hash, in a folder that is the user's alone.
//   K3. That something could not be kept or read is no error.

/** A rewritten module with the SHA-256 in hex that it has, made by `make` where it is not kept. */
export async function rewritten(
  hash: string,
  make: () => Promise<Uint8Array<ArrayBuffer>>,
  beside: string | null = compileCache(),
): Promise<Uint8Array<ArrayBuffer>> {
  const folder = beside === null ? null : await ownFolder(join(beside, 'goap'))
  if (folder === null) return make()
  const file = join(folder, `${hash}.wasm`)
  const kept = await readFile(file).catch(() => null)
  if (kept !== null && hashOf(kept) === hash) return kept
  const bytes = await make()
  if (hashOf(bytes) === hash) await keep(file, bytes)
  return bytes
}

/** The names of the exports of a module that begin so: of its globals, as metering exports them. */
export function exportedGlobals(module: WasmModule, prefix: string): readonly string[] {
  const names = webAssembly.Module.exports(module).map(({ name }) => name)
  return names.filter((name) => name.startsWith(prefix))
}

/** Where Node keeps machine code in this process; threads do not know it of themselves, and are told (line.ts). Null: nowhere. */
export function compileCache(): string | null {
  const told: unknown = workerData === null ? undefined : Reflect.get(Object(workerData), 'compileCache') // prettier-ignore
  return getCompileCacheDir() ?? (typeof told === 'string' ? told : null)
}

/** SHA-256 in hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The folder, made if it is not there. Null if others may change it, or nobody can say. */
async function ownFolder(path: string): Promise<string | null> {
  const own = process.getuid?.()
  if (own === undefined) return null
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    const found = await lstat(path)
    const isOwn = found.isDirectory() && found.uid === own && (found.mode & 0o777) === 0o700
    return isOwn ? path : null
  } catch {
    return null
  }
}

/** Written apart first: who reads meanwhile finds all of it, or nothing. */
async function keep(file: string, bytes: Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  try {
    await writeFile(draft, bytes, { flag: 'wx', mode: 0o600 })
    await rename(draft, file)
  } catch {
    await rm(draft, { force: true }).catch(() => {})
  }
}

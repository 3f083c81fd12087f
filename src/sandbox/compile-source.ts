import { GoapError } from '../base/index.ts'
import { limitsOf } from './limits.ts'
import { usualFiles, type Script } from './script.ts'

/**
 * A WASI preview 1 module that does what a script in JavaScript or TypeScript does, with QuickJS in it: it prints to standard output and
 * error, finds as `input` the JSON of its standard input, and ends with exit code 1 if the script fails. It has no tools.
 *
 * Rejects with `sandbox/bad-script` for what is no script, with the place.
 */
export async function compileSource(
  script: Pick<Script, 'code' | 'language' | 'file'>,
): Promise<Uint8Array> {
  const { sourceReader } = await import('./typescript/reader.ts')
  await using sources = sourceReader('wasm')
  const source = await sources.read({ ...script, limits: limitsOf('permissive'), why: '' }, never)
  if ('status' in source) {
    const { name, message, line, column } = source.error ?? unread
    const place = line === null ? '' : `:${line}:${column}`
    const file = script.file ?? usualFiles[script.language ?? 'js']
    throw new GoapError('sandbox/bad-script', `${file}${place}: ${name}: ${message}`)
  }
  const { compileScript } = await import('./modules/index.ts')
  return await compileScript(source)
}

const never = new AbortController().signal

const unread = { name: 'Error', message: 'It is not read in time.', line: null, column: null }

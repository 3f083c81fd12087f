import { basename } from 'node:path'
import { exits, type Exit } from '../exit.ts'
import { readInput, type Io } from '../io.ts'
import { save } from '../output.ts'
import { bytesOf } from './sandbox-run.ts'

/** The options of `goap sandbox compile`. */
export interface CompileFlags {
  readonly out?: string
  readonly json?: boolean
}

/** `goap sandbox compile FILE`: writes a WASI module that does what a script does. */
export async function sandboxCompileCommand(
  io: Io,
  name: string,
  flags: CompileFlags,
): Promise<Exit> {
  const { GoapError } = await import('../../base/index.ts')
  if (name === '-' && flags.out === undefined)
    throw new GoapError('cli/bad-option', 'A script of the standard input has no name that its module could have.', { hint: 'Say where it goes: --out FILE.wasm' }) // prettier-ignore
  const out = flags.out ?? `${basename(name).replace(/\.[mc]?[jt]s$/, '')}.wasm`
  const code = name === '-' ? await readInput(io) : await bytesOf(io, name)
  const language = /\.[mc]?ts$/.test(name) ? 'ts' : 'js'
  const { compileSource } = await import('../../index.ts')
  const module = await compileSource({ code, language, file: name === '-' ? 'stdin.js' : name })
  await save(io, module, out)
  const made = { file: name, module: out, bytes: module.length }
  if (flags.json)
    io.stdout.write(`${JSON.stringify({ schema: 'goap/sandbox-compiled@1', ...made })}\n`)
  else
    io.stdout.write(`${out}: ${Math.ceil(module.length / 1024)} KiB, QuickJS and the script. goap sandbox run ${out} runs it.\n`) // prettier-ignore
  return exits.done
}

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Json, Limits, PresetName, Script, ScriptLanguage } from '../../index.ts' // prettier-ignore
import { exits, type Exit } from '../exit.ts'
import { readInput, type Io } from '../io.ts'
import { interruptible } from '../planner/interruptible.ts'
import { sandboxOf } from '../sandbox/opened.ts'
import { resultJson, tell } from '../sandbox/told.ts'
import { toolsOf } from '../sandbox/tools-file.ts'

/** The options of `goap sandbox run`. */
export interface RunFlags {
  readonly backend?: string
  readonly fuel?: number
  /** In MiB. */
  readonly memory?: number
  readonly timeout?: number
  readonly seed?: number
  readonly preset?: PresetName
  readonly input?: string
  readonly language?: ScriptLanguage
  readonly tools?: string
  readonly json?: boolean
}

/** `goap sandbox run FILE`: runs a script and prints what became of it. */
export async function sandboxRunCommand(io: Io, name: string, flags: RunFlags): Promise<Exit> {
  const code = name === '-' ? await readInput(io) : await bytesOf(io, name)
  const language = flags.language ?? languageOf(name, code)
  const file = name === '-' ? `stdin.${language}` : name
  const input = flags.input === undefined ? undefined : await inputOf(io, flags.input)
  const tools = flags.tools === undefined ? [] : await toolsOf(io.folder, flags.tools)
  const script: Script = {
    code,
    language,
    file,
    tools,
    ...(input === undefined ? {} : { input }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  }
  const preset = flags.preset === undefined ? {} : { preset: flags.preset }
  await using sandbox = await sandboxOf(io, flags.backend, { ...preset, limits: limitsOf(flags) })
  const { found: result, exit } = await interruptible(io, async (signal, listen) => {
    listen()
    return sandbox.execute(script, { signal })
  })
  if (flags.json) io.stdout.write(`${JSON.stringify(resultJson(result))}\n`)
  else await tell(io, result, { file, code })
  if (exit !== null) return exit
  return result.status === 'success' ? exits.done : exits.failed
}

function limitsOf({ fuel, memory, timeout }: RunFlags): Partial<Limits> {
  return {
    ...(fuel === undefined ? {} : { fuel }),
    ...(memory === undefined ? {} : { memory: Math.floor(memory * 2 ** 20) }),
    ...(timeout === undefined ? {} : { wall: timeout }),
  }
}

function languageOf(name: string, code: Uint8Array): ScriptLanguage {
  if (/\.[mc]?ts$/.test(name)) return 'ts'
  // A module of WebAssembly begins with `\0asm`, which no text does.
  const isModule = code[0] === 0 && code[1] === 97 && code[2] === 115 && code[3] === 109
  return isModule || name.endsWith('.wasm') ? 'wasm' : 'js'
}

/** The bytes of a file. */
export async function bytesOf(io: Io, name: string): Promise<Uint8Array> {
  try {
    return readFileSync(resolve(io.folder, name))
  } catch (cause) {
    const { GoapError } = await import('../../base/index.ts')
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    if (isMissing) throw new GoapError('workspace/missing-file', `There is no file ${name}.`)
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${name} cannot be read: ${what}.`, { cause })
  }
}

/** JSON, or with `@` the JSON of a file. */
async function inputOf(io: Io, given: string): Promise<Json> {
  const isFile = given.startsWith('@')
  const text = isFile ? Buffer.from(await bytesOf(io, given.slice(1))).toString('utf8') : given
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch (cause) {
    const { GoapError } = await import('../../base/index.ts')
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('cli/bad-option', `--input${isFile ? ` ${given}` : ''} is no JSON: ${what}.`, { cause, hint: `Write JSON, such as --input '{"a": 1}', or @FILE.` }) // prettier-ignore
  }
}

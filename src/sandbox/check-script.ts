import { GoapError } from '../base/index.ts'
import type { Script, ScriptLanguage } from './script.ts'
import type { Tool } from './tool.ts'

const toolName = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/

/** Throws `sandbox/bad-script` for what no script can have: code that is none, an input that is no JSON, bounds that are no numbers, names of tools that are none, or that collide. */
export function checkScript(script: Script): void {
  const { limits, tools } = script
  checkCode(script)
  checkInput(script)
  if (limits !== undefined)
    for (const [name, value] of Object.entries(limits)) checkLimit(name, value)
  if (tools !== undefined && tools.length > 0) checkTools(tools)
}

function checkTools(tools: readonly Tool[]): void {
  const names = tools.map(({ name }) => name)
  for (const [index, name] of names.entries()) {
    if (!toolName.test(name))
      throw new GoapError('sandbox/bad-script', `The tool "${name}" has no name that a script can call.`, { hint: 'Use identifiers, joined by dots: `files.read`.' }) // prettier-ignore
    const other = names.find(
      (one, at) => (at < index && one === name) || one.startsWith(`${name}.`),
    )
    if (other !== undefined)
      throw new GoapError('sandbox/bad-script', `Two tools need the name "${name}": it and "${other}".`) // prettier-ignore
  }
}

const languages: readonly string[] = ['js', 'ts', 'wasm'] satisfies ScriptLanguage[]

function checkCode({ code, language, seed, now }: Script): void {
  if (language !== undefined && !languages.includes(language))
    throw new GoapError('sandbox/bad-script', `There is no language "${language}".`, { hint: 'There are js, ts and wasm.' }) // prettier-ignore
  if (typeof code !== 'string' && !(code instanceof Uint8Array))
    throw new GoapError('sandbox/bad-script', 'The code of a script is neither text nor bytes.')
  if (language === 'wasm' && typeof code === 'string')
    throw new GoapError('sandbox/bad-script', 'A module of WebAssembly was given as text.', { hint: 'Give its bytes, as a Uint8Array.' }) // prettier-ignore
  if (seed !== undefined) checkNumber('seed', seed)
  if (now !== undefined) checkNumber('now', now)
}

function checkNumber(name: string, value: number): void {
  if (!Number.isFinite(value))
    throw new GoapError('sandbox/bad-script', `The ${name} of a script is ${value}, which is no number.`) // prettier-ignore
}

/** What JSON cannot say would otherwise look like a fault of the backend. */
function checkInput({ input }: Script): void {
  if (input === undefined || input === null) return
  let text: unknown
  try {
    text = JSON.stringify(input)
  } catch (cause) {
    throw new GoapError('sandbox/bad-script', `The input of a script is no JSON: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause }) // prettier-ignore
  }
  if (text === undefined)
    throw new GoapError('sandbox/bad-script', `The input of a script is a ${typeof input}, which JSON cannot say.`) // prettier-ignore
}

function checkLimit(name: string, value: number | undefined): void {
  const mayBeUnbounded = name === 'fuel'
  if (value !== undefined && value >= 0 && (mayBeUnbounded || Number.isFinite(value))) return
  throw new GoapError('sandbox/bad-script', `The limit of ${name} is ${value}, which is no bound.`, { hint: `Give a number from 0${mayBeUnbounded ? ', or Infinity' : ''}.` }) // prettier-ignore
}

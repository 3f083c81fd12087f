import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Tool } from '../../index.ts'

/**
 * The tools that a JavaScript module exports: functions by their names, objects with `name` and `call` as they are, other objects with
 * functions in them by names with dots, and of `default` whatever is in it. The module runs with all rights of the caller, who named it.
 * Rejects with `workspace/missing-file` and `cli/bad-option`.
 */
export async function toolsOf(folder: string, name: string): Promise<readonly Tool[]> {
  const { GoapError } = await import('../../base/index.ts')
  const path = resolve(folder, name)
  if (!existsSync(path))
    throw new GoapError('workspace/missing-file', `--tools: there is no file ${name}.`)
  const module: object = await import(pathToFileURL(path).href).catch((cause: unknown) => {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('cli/bad-option', `--tools: ${name} cannot be loaded: ${what}.`, { cause })
  })
  const tools = [...toolsIn(module)]
  if (tools.length > 0) return tools
  throw new GoapError('cli/bad-option', `--tools: ${name} exports no function.`, {
    hint: 'Write `export function name(argument) { … }`, or export objects with `name` and `call`.',
  })
}

/** Of a CommonJS module Node gives everything several times: what has a name of its own counts first. */
function toolsIn(module: object): Iterable<Tool> {
  const { default: all, 'module.exports': _same, ...named } = module as { readonly default?: unknown; readonly 'module.exports'?: unknown } // prettier-ignore
  const tools = [...toolsUnder('', named), ...toolsUnder('', all)]
  return new Map(tools.toReversed().map((tool) => [tool.name, tool])).values()
}

function toolsUnder(path: string, value: unknown): readonly Tool[] {
  if (typeof value === 'function') {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the user's own module exports
    const call = value as Tool['call']
    return [{ name: path === '' ? value.name : path, call: (argument, context) => call(argument, context) }] // prettier-ignore
  }
  if (isTool(value)) return [value]
  if (Array.isArray(value)) return value.flatMap((one) => toolsUnder('', one))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => toolsUnder(path === '' ? key : `${path}.${key}`, one)) // prettier-ignore
}

function isTool(value: unknown): value is Tool {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'call' in value &&
    typeof value.call === 'function'
  )
}

import type { z } from 'zod'
import { GoapError, once, zod } from '../../base/index.ts'
import type { JsonSchema, Tool } from '../tool.ts'

/**
 * The tool, with its argument looked at before every call: what is not as `parameters` says is a TypeError that names the place. A
 * schema that cannot be checked is told at the first call, as `sandbox/bad-script`.
 */
export function checked(tool: Tool): Tool {
  if (!tool.parameters) return tool
  const before = known.get(tool)
  if (before) return before
  const made = checking(tool, tool.parameters)
  known.set(tool, made)
  return made
}

/** The same for the same tool, so that its schema is read once. */
const known = new WeakMap<Tool, Tool>()

function checking(tool: Tool, parameters: JsonSchema): Tool {
  const { name, call } = tool
  const schema = once(() => schemaOf(name, parameters))
  return {
    ...tool,
    call(argument, context) {
      const [issue] = schema().safeParse(argument).error?.issues ?? []
      if (issue) throw new TypeError(`${name}: ${problem(issue)}`)
      // What was given, not what a schema makes of it: defaults are the tool's own business.
      return call(argument, context)
    },
  }
}

function schemaOf(name: string, parameters: JsonSchema): z.ZodType {
  try {
    return zod().fromJSONSchema(parameters)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('sandbox/bad-script', `The parameters of the tool "${name}" cannot be checked: ${why}.`, { cause, hint: 'Say it in a plainer JSON Schema.' }) // prettier-ignore
  }
}

/** Of the branches of a union the one that got furthest, else what each of them wants. */
function problem(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): string {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.flatMap(([first]) => (first ? [first] : []))
    const inner = branches.find((one) => one.path.length > 0)
    if (inner) return problem(inner, path)
    if (branches.length > 0)
      return `${pathOf(path)}: ${branches.map(({ message }) => plain(message)).join(', or ')}`
  }
  return `${pathOf(path)}: ${plain(issue.message)}`
}

function plain(message: string): string {
  return message.replace(/^Invalid input: /, '')
}

/** `$.files[0]`: the argument, and the place in it. */
function pathOf(path: readonly PropertyKey[]): string {
  let text = '$'
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (/^[A-Za-z_$][\w$]*$/.test(String(step))) text += `.${String(step)}`
    else text += `[${JSON.stringify(String(step))}]`
  }
  return text
}

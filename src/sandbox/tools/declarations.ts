import { isObject, type Json } from '../../base/index.ts'
import type { JsonSchema, Tool } from '../tool.ts'

/**
 * TypeScript declarations of tools, for whom, or what, writes a script that calls them. What a JSON Schema says beyond types, such
 * as bounds, is left out; a call is checked by the whole schema.
 */
export function declarations(tools: readonly Tool[]): string {
  if (tools.length === 0) return ''
  const { below } = grouped(tools.map((tool) => [tool.name.split('.'), tool]))
  const lines = [...below].flatMap(([name, node]) => top(name, node))
  return `${json}\n${answer}\n\n${lines.join('\n')}\n`
}

const json = 'type Json = string | number | boolean | null | Json[] | { [name: string]: Json }'
/** A tool may answer later; a script that awaits is right in both cases. */
const answer = 'type Answer<T> = T | Promise<T>'

interface Group {
  tool: Tool | null
  readonly below: Map<string, Group>
}

/** Names with dots as objects within objects. */
function grouped(all: readonly (readonly [readonly string[], Tool])[]): Group {
  const root: Group = { tool: null, below: new Map() }
  for (const [path, tool] of all) {
    let at = root
    for (const step of path) {
      const next = at.below.get(step) ?? { tool: null, below: new Map() }
      at.below.set(step, next)
      at = next
    }
    at.tool = tool
  }
  return root
}

function top(name: string, { tool, below }: Group): readonly string[] {
  if (tool) return [...comment(tool, ''), `declare function ${name}${signature(tool)}`]
  return [`declare const ${name}: {`, ...[...below].flatMap(([each, node]) => member(each, node, '  ')), '}'] // prettier-ignore
}

function member(name: string, { tool, below }: Group, indent: string): readonly string[] {
  if (tool) return [...comment(tool, indent), `${indent}${name}${signature(tool)}`]
  const inner = [...below].flatMap(([each, node]) => member(each, node, `${indent}  `))
  return [`${indent}${name}: {`, ...inner, `${indent}}`]
}

function comment({ description }: Tool, indent: string): readonly string[] {
  if (description === undefined || description.trim() === '') return []
  const text = description.trim().replaceAll('*/', '* /').split('\n')
  const [first = ''] = text
  return text.length === 1
    ? [`${indent}/** ${first} */`]
    : [`${indent}/**`, ...text.map((one) => `${indent} * ${one}`.trimEnd()), `${indent} */`]
}

function signature({ parameters, returns }: Tool): string {
  const given = parameters ? typeOf(parameters, parameters, []) : 'Json'
  return `(argument${parameters ? '' : '?'}: ${given}): Answer<${returns ? typeOf(returns, returns, []) : 'Json'}>`
}

/** `within` are references that are being followed: a schema that holds itself ends as `Json`. */
function typeOf(schema: Json | undefined, root: JsonSchema, within: readonly string[]): string {
  if (schema === false) return 'never'
  if (!isObject(schema)) return 'Json'
  const { $ref, enum: values, anyOf, oneOf, allOf, type } = schema
  if (typeof $ref === 'string')
    return within.includes($ref) ? 'Json' : typeOf(referred($ref, root), root, [...within, $ref])
  if ('const' in schema) return JSON.stringify(schema['const'])
  if (Array.isArray(values)) return union(values.map((value: Json) => JSON.stringify(value)))
  const several = anyOf ?? oneOf
  if (Array.isArray(several)) return union(several.map((one: Json) => typeOf(one, root, within)))
  if (Array.isArray(allOf)) return allOf.map((one: Json) => inBrackets(typeOf(one, root, within))).join(' & ') // prettier-ignore
  if (Array.isArray(type)) return union(type.map((one: Json) => typeOf({ ...schema, type: one }, root, within))) // prettier-ignore
  const word = type ?? (schema['properties'] === undefined ? undefined : 'object')
  switch (word) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return word
    case 'integer':
      return 'number'
    case 'array':
      return listOf(schema, root, within)
    case 'object':
      return objectOf(schema, root, within)
    default:
      return 'Json'
  }
}

type Schema = { readonly [name: string]: Json | undefined }

function listOf(
  { prefixItems, items }: Schema,
  root: JsonSchema,
  within: readonly string[],
): string {
  if (!Array.isArray(prefixItems)) return `${inBrackets(typeOf(items, root, within))}[]`
  const first = prefixItems.map((one: Json) => typeOf(one, root, within))
  const rest = items === false ? [] : [`...${inBrackets(typeOf(items, root, within))}[]`]
  return `[${[...first, ...rest].join(', ')}]`
}

function objectOf(
  { properties, required, additionalProperties }: Schema,
  root: JsonSchema,
  within: readonly string[],
): string {
  const known = isObject(properties) ? Object.entries(properties) : []
  const needed = new Set<Json>(Array.isArray(required) ? required : [])
  const fields = known.map(([name, one]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
    return `${key}${needed.has(name) ? '' : '?'}: ${typeOf(one, root, within)}`
  })
  // Beside known properties an index would have to fit them too.
  const more = additionalProperties === false || fields.length > 0 ? [] : [`[name: string]: ${typeOf(additionalProperties, root, within)}`] // prettier-ignore
  const all = [...fields, ...more]
  return all.length === 0 ? '{}' : `{ ${all.join('; ')} }`
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)]
  return distinct.length === 0 ? 'never' : distinct.join(' | ')
}

function inBrackets(type: string): string {
  return / [|&] /.test(type) && !type.startsWith('{') ? `(${type})` : type
}

/** `#/$defs/name`, `#`; anything else is not looked for. */
function referred(reference: string, root: JsonSchema): Json | undefined {
  if (!reference.startsWith('#')) return undefined
  let at: Json | undefined = root
  for (const step of reference.slice(1).split('/').slice(1)) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    at = isObject(at) ? at[name] : undefined
  }
  return at
}

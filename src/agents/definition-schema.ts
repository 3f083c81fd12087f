import { posix } from 'node:path'
import { changesBetween, once, parseDuration, zod } from '../base/index.ts'
import { inUnit } from '../model/index.ts'
import { executors } from './definition.ts'

const ownKeys = ['name', 'description', 'tools', 'model', 'executor', 'command', 'directory', 'capabilities', 'limits', 'budget', 'permissions'] as const // prettier-ignore

const schemas = once(() => {
  const z = zod()
  const words = z
    .union([z.string(), z.array(z.string())], { error: 'is neither a list of words nor one line' })
    .transform(wordsOf)

  const patterns = z
    .union([z.string(), z.array(z.string())], { error: 'is neither a pattern nor a list of them' })
    .transform((value) => (typeof value === 'string' ? [value] : value))
    .pipe(z.array(z.string().trim().min(1)))

  const duration = z
    .string()
    .refine((text) => (parseDuration(text) ?? 0) > 0, 'is not a duration such as "10 min"')
    .transform((text) => parseDuration(text) ?? null)

  /** Where symbolic links lead is looked at when a command is to run there. */
  const directory = z
    .string()
    .trim()
    .min(1)
    .refine((path) => !posix.isAbsolute(path) && !/^\.\.(?:\/|$)/.test(posix.normalize(path)), 'leads out of the workspace') // prettier-ignore

  const size = z
    .string()
    .refine((text) => bytesOf(text) !== null, 'is not a size such as "16 MB"')
    .transform(bytesOf)

  const limits = z.strictObject({
    concurrency: z.int().min(1).max(1000).nullish(),
    timeout: duration.nullish(),
    fuel: z.number().min(1).nullish(),
    memory: size.nullish(),
  })
  const budget = z.strictObject({
    tokens: z.int().min(1).nullish(),
    cost: z.number().positive().nullish(),
  })
  const permissions = z.strictObject({
    allow: patterns.nullish(),
    deny: patterns.nullish(),
    files: patterns.nullish(),
  })

  const definition = z.object({
    name: z.string().trim().min(1),
    description: z.string().nullish(),
    tools: words.nullish(),
    model: z.string().nullish(),
    executor: z.enum(executors, { error: (issue) => `"${String(issue.input)}" is no executor` }).nullish(), // prettier-ignore
    command: z.string().trim().min(1).nullish(),
    directory: directory.nullish(),
    capabilities: words.nullish(),
    limits: limits.nullish(),
    budget: budget.nullish(),
    permissions: permissions.nullish(),
  } satisfies Record<(typeof ownKeys)[number], unknown>)
  return { definition, limits, budget, permissions }
})

/** `16 MB`, in bytes; null: the text is no size. */
function bytesOf(text: string): number | null {
  const found = /^\s*(\d+(?:\.\d+)?)\s*([kmg]i?b)\s*$/i.exec(text)
  const bytes = inUnit(Number(found?.[1] ?? 0), found?.[2] ?? '', 'b') ?? 0
  return bytes >= 1 ? Math.floor(bytes) : null
}

/** A list as YAML has it, or one line with commas: `Read, Bash(git log:*, git diff:*)` are two. */
export function wordsOf(value: string | readonly string[]): string[] {
  const all = typeof value === 'string' ? value.split(/,(?![^(]*\))/) : value
  return all.map((one) => one.trim()).filter((one) => one !== '')
}

/** The shape of an agent's front matter. What other tools keep there too is left alone. */
export function definitionSchema(): ReturnType<typeof schemas>['definition'] {
  return schemas().definition
}

/** Keys of other tools that look like ours and are not meant as such. */
const foreign = new Set(['mode', 'permissionMode', 'disallowedTools'])

/** The key of ours that a key is a slip of; undefined: it is one of ours, or another tool's. */
export function meantKey(key: string): string | undefined {
  if (isOwnKey(key) || foreign.has(key)) return undefined
  return ownKeys.find((name) => changesBetween(key, name, limitOf(name)) < limitOf(name))
}

export function isOwnKey(key: string): boolean {
  return ownKeys.some((own) => own === key)
}

function limitOf({ length }: string): number {
  return length < 8 ? 2 : length < 10 ? 3 : 4
}

/** Keys that there may be at a path below the top. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const below = schemas()
  return path[0] === 'limits' || path[0] === 'budget' || path[0] === 'permissions'
    ? Object.keys(below[path[0]].shape)
    : []
}

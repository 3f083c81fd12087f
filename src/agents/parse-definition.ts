import type { z } from 'zod'
import { GoapError, nearest, plainYaml, startInYaml, yamlMessage } from '../base/index.ts'
import { executors, type AgentDefinition } from './definition.ts'
import { definitionSchema, isOwnKey, keysAt, meantKey, wordsOf } from './definition-schema.ts'
import { ownScript } from './own-script.ts'
import { definesAgent, frontMatterOf, type FrontMatter } from './front-matter.ts'

/** A file that means to define an agent and does not. */
export interface BrokenDefinition {
  /** What tasks may call it: the name that stands in it, else the file's. */
  readonly name: string
  readonly file: string
  /** `agents/bad-definition`, with the place in its message. */
  readonly error: GoapError
}

export type ParsedDefinition =
  | { readonly definition: AgentDefinition }
  | { readonly broken: BrokenDefinition }

/**
 * Reads the definition of an agent: Markdown with a front matter, as Claude Code has it, and with goap's own keys. `file` is shown in
 * errors. Null: the text has no front matter that speaks of an agent, so it defines nothing.
 */
export function parseDefinition(text: string, file: string): ParsedDefinition | null {
  const matter = frontMatterOf(text)
  if (!matter || !definesAgent(matter)) return null
  try {
    return { definition: definitionOf(matter, file) }
  } catch (error) {
    if (!(error instanceof GoapError)) throw error
    return { broken: { name: nameIn(matter, file), file, error } }
  }
}

function definitionOf(matter: FrontMatter, file: string): AgentDefinition {
  const values = plainValues(matter.source) ?? validated(matter, file)
  const { name, description, tools, model, command, directory, capabilities } = values
  const { limits, budget, permissions } = values
  const files = permissions?.files
  const executor = values.executor ?? (command ? 'shell' : null)
  if (command && executor !== 'shell')
    throw wrong(matter, file, startInYaml(matter.yaml, [], 'command'), `executor ${executor} runs no command`, 'Leave out `command`, or say `executor: shell`.') // prettier-ignore
  const own = executor === 'script' ? ownScript(matter.body, matter.bodyLine) : null
  if (files && executor !== 'script')
    throw wrong(matter, file, startInYaml(matter.yaml, ['permissions'], 'files'), 'only scripts are bound by `permissions.files`', 'Leave it out, or say `executor: script`.') // prettier-ignore
  const patterns = (all: readonly string[] | null | undefined) =>
    (all ?? []).map((pattern) => ({ pattern, source: file }))
  return {
    name,
    description: description?.trim() ?? '',
    executor,
    command: command ?? null,
    ...(own ? { script: own } : {}),
    ...(files ? { files } : {}),
    directory: directory ?? null,
    tools: tools ?? null,
    model: model ?? null,
    capabilities: capabilities ?? [],
    limits: {
      concurrency: limits?.concurrency ?? null,
      timeout: limits?.timeout ?? null,
      ...(limits?.fuel == null ? {} : { fuel: limits.fuel }),
      ...(limits?.memory == null ? {} : { memory: limits.memory }),
    },
    budget: { tokens: budget?.tokens ?? null, cost: budget?.cost ?? null },
    permissions: { allow: patterns(permissions?.allow), deny: patterns(permissions?.deny) },
    instructions: matter.body,
    file,
  }
}

type Values = z.output<ReturnType<typeof definitionSchema>>

/** The values of a front matter that says in plain lines what most say, which needs no package to read it; null: it says more. */
function plainValues(source: string): Values | null {
  const said = plainYaml(source)
  const name = said?.get('name')
  if (!said || name === undefined) return null
  for (const key of said.keys())
    if (isOwnKey(key) ? !plainKeys.has(key) : meantKey(key) !== undefined) return null
  const tools = said.get('tools')
  return {
    name,
    description: said.get('description'),
    tools: tools === undefined ? undefined : wordsOf(tools),
    model: said.get('model'),
  }
}

/** Those of which every text is a value. */
const plainKeys: ReadonlySet<string> = new Set(['name', 'description', 'tools', 'model'])

function validated(matter: FrontMatter, file: string): Values {
  const [broken] = matter.yaml.errors
  if (broken) throw wrong(matter, file, broken.pos[0], yamlMessage(broken))
  const value = valueOf(matter, file)
  refuseSlips(matter, file, value)
  const result = definitionSchema().safeParse(value)
  if (!result.success) throw explained(matter, file, result.error.issues)
  return result.data
}

/** Aliases that would blow up, or that lead nowhere, are found only here. */
function valueOf(matter: FrontMatter, file: string): object {
  try {
    const value: unknown = matter.yaml.toJS()
    return typeof value === 'object' && value !== null ? value : {}
  } catch (cause) {
    throw wrong(matter, file, 0, cause instanceof Error ? cause.message : String(cause))
  }
}

/** A misspelt key must not be passed over: it may be the one that forbids something. */
function refuseSlips(matter: FrontMatter, file: string, value: object): void {
  for (const key of Object.keys(value)) {
    const meant = meantKey(key)
    if (meant !== undefined && !(meant in value))
      throw wrong(matter, file, startInYaml(matter.yaml, [], key), `there is no "${key}"`, `Did you mean "${meant}"?`) // prettier-ignore
  }
}

function explained(
  matter: FrontMatter,
  file: string,
  [issue]: readonly z.core.$ZodIssue[],
): GoapError {
  const path = [...(issue?.path ?? [])]
  const shown = path.map(String).join('.')
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    const near = nearest(key, keysAt(path), 3)
    const hint = near === undefined ? `There are ${keysAt(path).join(', ')}.` : `Did you mean "${near}"?` // prettier-ignore
    return wrong(matter, file, startInYaml(matter.yaml, path, key), `there is no "${shown}.${key}"`, hint) // prettier-ignore
  }
  const start = startInYaml(matter.yaml, path)
  if (shown === 'name' && matter.yaml.get('name') === undefined)
    return wrong(matter, file, start, 'the agent has no "name"', 'Add `name: …` to the front matter.') // prettier-ignore
  const hint = shown === 'executor' ? executorHint(matter.yaml.get('executor')) : undefined
  return wrong(matter, file, start, `"${shown}": ${issue?.message ?? 'is wrong'}`, hint)
}

function executorHint(written: unknown): string {
  const near = typeof written === 'string' ? nearest(written, executors, 2) : undefined
  return near === undefined ? `There are ${executors.join(', ')}.` : `Did you mean "${near}"?`
}

function nameIn({ yaml }: FrontMatter, file: string): string {
  const name: unknown = yaml.get('name')
  const stem = file.replace(/^.*\//, '').replace(/\.[^.]*$/, '')
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : stem
}

function wrong(
  { placeOf }: FrontMatter,
  file: string,
  offset: number,
  message: string,
  hint?: string,
): GoapError {
  const { line, column } = placeOf(offset)
  return new GoapError(
    'agents/bad-definition',
    `${file}:${line}:${column}: ${message}.`,
    hint === undefined ? {} : { hint },
  )
}

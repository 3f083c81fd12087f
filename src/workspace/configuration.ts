import { readFileSync } from 'node:fs'
import { isNode, LineCounter, parseDocument, type Document } from 'yaml'
import { z } from 'zod'
import { GoapError, parseDuration } from '../base/index.ts'

/** What the configuration file of a workspace may hold. */
export interface Configuration {
  /** Which commands of documents may run: globs over simple commands. */
  readonly permissions: { readonly allow: readonly string[]; readonly deny: readonly string[] }
  /** How many tasks and gates run at once. Default 4. */
  readonly concurrency: number
  /** Names of further environment variables that commands may see. */
  readonly environment: readonly string[]
  /** Time for one command in milliseconds; absent: 10 minutes. */
  readonly timeout?: number
}

export const defaultConfiguration: Configuration = {
  permissions: { allow: [], deny: [] },
  concurrency: 4,
  environment: [],
}

const patterns = z.array(z.string().min(1)).default([])
const schema = z.strictObject({
  $schema: z.string().optional(),
  permissions: z.strictObject({ allow: patterns, deny: patterns }).default({ allow: [], deny: [] }),
  concurrency: z.int().min(1).max(1000).default(4),
  environment: z.array(z.string().regex(/^[A-Za-z_]\w*$/)).default([]),
  timeout: z
    .string()
    .refine((text) => parseDuration(text) !== undefined, 'is not a duration such as "10 min"')
    .optional(),
})

/** Reads a configuration file, JSON or YAML. Throws `workspace/bad-configuration` with the place of the mistake. */
export function readConfiguration(file: string): Configuration {
  return parseConfiguration(readFileSync(file, 'utf8'), file)
}

/** Reads a configuration; `file` is named in errors. */
export function parseConfiguration(text: string, file: string): Configuration {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0])
    throw wrong(file, line, col, broken.message.split('\n')[0] ?? 'is not JSON or YAML')
  }
  const result = schema.safeParse(document.toJS() ?? {})
  if (!result.success) throw explained(file, document, lines, result.error.issues)
  const { permissions, concurrency, environment, timeout } = result.data
  const span = timeout === undefined ? undefined : parseDuration(timeout)
  return {
    permissions,
    concurrency,
    environment,
    ...(span === undefined ? {} : { timeout: span }),
  }
}

function explained(
  file: string,
  document: Document,
  lines: LineCounter,
  [issue]: readonly z.core.$ZodIssue[],
): GoapError {
  const path = [...(issue?.path ?? [])]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const { line, col } = position(document, lines, unknown === undefined ? path : [...path, unknown])
  const name = path.map(String).join('.')
  const message =
    unknown === undefined
      ? `"${name}" ${issue?.message ?? 'is wrong'}`
      : `there is no "${[...path, unknown].map(String).join('.')}"`
  return wrong(file, line, col, message)
}

function position(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
): { line: number; col: number } {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0])
  }
  return { line: 1, col: 1 }
}

function wrong(file: string, line: number, column: number, message: string): GoapError {
  return new GoapError('workspace/bad-configuration', `${file}:${line}:${column}: ${message}.`, {
    hint: 'It may hold permissions.allow, permissions.deny, concurrency, environment and timeout; see docs/guide.md.',
  })
}

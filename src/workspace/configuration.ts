import { readFileSync } from 'node:fs'
import type { Document, LineCounter } from 'yaml'
import type { z } from 'zod'
import { GoapError, parseDuration, nearest } from '../base/index.ts'
import { fullCode, type ChosenSeverity } from '../documents/index.ts'

/** What the configuration file of a workspace may hold. */
export interface Configuration {
  /** Which commands of documents may run: globs over simple commands. */
  readonly permissions: { readonly allow: readonly string[]; readonly deny: readonly string[] }
  readonly check: {
    /** Severities of findings by their full code; `off` leaves them out. Only `goap check` looks at them. */
    readonly severities: Readonly<Record<string, ChosenSeverity>>
    /** A file of known findings, relative to the workspace. */
    readonly baseline?: string
  }
  /** How many tasks and gates run at once. Default 4. */
  readonly concurrency: number
  /** Names of further environment variables that commands may see. */
  readonly environment: readonly string[]
  /** Time for one command in milliseconds; absent: 10 minutes. */
  readonly timeout?: number
  /** The file as it was read: what is trusted is what is used. Empty without a file. */
  readonly text: string
}

export const defaultConfiguration: Configuration = {
  permissions: { allow: [], deny: [] },
  check: { severities: {} },
  concurrency: 4,
  environment: [],
  text: '',
}

/**
 * Reads a configuration file, JSON or YAML; null: there is none. Rejects `workspace/bad-configuration` with the place of the
 * mistake, `workspace/not-readable`.
 */
export async function readConfiguration(file: string | null): Promise<Configuration> {
  return file === null ? defaultConfiguration : parseConfiguration(textOf(file), file)
}

/** Reads a configuration; `file` is named in errors. */
export async function parseConfiguration(text: string, file: string): Promise<Configuration> {
  const [{ LineCounter, parseDocument }, { configurationSchema, namesAt }] = await Promise.all([
    import('yaml'),
    import('./configuration-schema.ts'),
  ])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0])
    throw wrong(file, line, col, broken.message.split('\n')[0] ?? 'is not JSON or YAML')
  }
  const result = configurationSchema.safeParse(valueOf(document, file))
  if (!result.success) throw explained(file, document, lines, result.error.issues, namesAt)
  const { permissions, check, concurrency, environment, timeout } = result.data
  const span = timeout === undefined ? undefined : parseDuration(timeout)
  const severities = Object.fromEntries(
    Object.entries(check.severities).map(([code, severity]) => [fullCode(code), severity] as const),
  )
  return {
    permissions,
    check: { severities, ...(check.baseline === undefined ? {} : { baseline: check.baseline }) },
    concurrency,
    environment,
    text,
    ...(span === undefined ? {} : { timeout: span }),
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${file} cannot be read: ${what}.`, { cause })
  }
}

/** Aliases that would blow up, or that lead nowhere, are found only here. */
function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS() ?? {}
  } catch (cause) {
    throw wrong(file, 1, 1, cause instanceof Error ? cause.message : String(cause))
  }
}

function explained(
  file: string,
  document: Document,
  lines: LineCounter,
  [issue]: readonly z.core.$ZodIssue[],
  namesAt: (path: readonly PropertyKey[]) => readonly string[],
): GoapError {
  const path = [...(issue?.path ?? [])]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  if (unknown === undefined) {
    const { line, col } = lines.linePos(startOf(document, path))
    const name = path.length === 0 ? 'The configuration' : `"${path.map(String).join('.')}"`
    return wrong(file, line, col, `${name}: ${issue?.message ?? 'is wrong'}`)
  }
  const near = nearest(unknown, namesAt(path))
  const { line, col } = lines.linePos(startOf(document, path, unknown))
  const name = [...path, unknown].map(String).join('.')
  const known =
    near === undefined ? '' : ` Did you mean "${[...path, near].map(String).join('.')}"?`
  return wrong(file, line, col, `there is no "${name}"`, known)
}

interface Ranged {
  readonly range?: readonly number[] | null | undefined
}

/** Where the value at a path begins, or the name `key` in it; of what is not there, what would hold it. */
function startOf(document: Document, path: readonly PropertyKey[], key?: string): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true)
    const pair = depth === path.length && key !== undefined ? pairOf(node, key) : undefined
    const start = (pair ?? (isRanged(node) ? node : undefined))?.range?.[0]
    if (start !== undefined) return start
  }
  return 0
}

function pairOf(node: unknown, key: string): Ranged | undefined {
  if (typeof node !== 'object' || node === null || !('items' in node)) return undefined
  const items: readonly unknown[] = Array.isArray(node.items) ? node.items : []
  return items
    .flatMap((item) =>
      typeof item === 'object' && item !== null && 'key' in item && isRanged(item.key)
        ? [item.key]
        : [],
    )
    .find((name) => 'value' in name && name.value === key)
}

function isRanged(node: unknown): node is Ranged {
  return typeof node === 'object' && node !== null && 'range' in node
}

function wrong(file: string, line: number, column: number, message: string, near = ''): GoapError {
  return new GoapError(
    'workspace/bad-configuration',
    `${file}:${line}:${column}: ${message}.${near}`,
    {
      hint: 'It may hold permissions.allow, permissions.deny, check.severities, check.baseline, concurrency, environment and timeout; see docs/guide.md.',
    },
  )
}

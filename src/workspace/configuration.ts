import { readFileSync } from 'node:fs'
import type { Document, LineCounter } from 'yaml'
import type { z } from 'zod'
import { GoapError, nearest, parseDuration, startInYaml, yaml } from '../base/index.ts'
import { fullCode, type ChosenSeverity } from '../documents/index.ts'
import { plainConfiguration } from './plain-configuration.ts'
import type { SandboxConfiguration } from './sandbox-configuration.ts'

/** Globs over simple commands. */
export interface PermissionRules {
  readonly allow: readonly string[]
  readonly deny: readonly string[]
}

/** What the configuration file of a workspace may hold. */
export interface Configuration {
  /** Which commands of documents may run: globs over simple commands. */
  readonly permissions: PermissionRules & {
    /** Beside those: for tasks of an agent, by its name. */
    readonly agents: Readonly<Record<string, PermissionRules>>
    /** Beside those: for commands of documents, by a glob over their names. */
    readonly documents: Readonly<Record<string, PermissionRules>>
  }
  readonly check: {
    /** Severities of findings by their full code; `off` leaves them out. Only `goap check` looks at them. */
    readonly severities: Readonly<Record<string, ChosenSeverity>>
    /** A file of known findings, relative to the workspace. */
    readonly baseline?: string
  }
  readonly agents: {
    /**
     * What becomes of a task whose agent nothing defines. `ask`: the shell runs its command, a person does what has none; `default`:
     * the default agent gets it; `fail`: nothing is executed.
     */
    readonly unknown: 'ask' | 'default' | 'fail'
    readonly default?: string
  }
  /** How many tasks of an agent, and how many users of a resource, there may be at once, by name; `*`: of each other one. */
  readonly limits: {
    readonly agents: Readonly<Record<string, number>>
    readonly resources: Readonly<Record<string, number>>
  }
  /** What keeps commands in. All but `require` counts only where the file is trusted. */
  readonly confine: {
    /** Absent: by the origin of each command. */
    readonly level?: 'require' | 'prefer' | 'off'
    /** Which confined commands have the network: globs over simple commands. */
    readonly network: boolean | readonly string[]
    /** Files and folders that confined commands may read beside the workspace; `~` is the home. */
    readonly read: readonly string[]
    /** Folders that they may write. */
    readonly write: readonly string[]
  }
  /** How many tasks and gates run at once. Default 4. */
  readonly concurrency: number
  /** Names of further environment variables that commands may see. */
  readonly environment: readonly string[]
  /** Time for one command in milliseconds; absent: 10 minutes. */
  readonly timeout?: number
  /** Where scripts run, and within which bounds; what is not said is the sandbox's own default. */
  readonly sandbox: SandboxConfiguration
  /** The file as it was read: what is trusted is what is used. Empty without a file. */
  readonly text: string
}

export const defaultConfiguration: Configuration = {
  permissions: { allow: [], deny: [], agents: {}, documents: {} },
  check: { severities: {} },
  agents: { unknown: 'ask' },
  limits: { agents: {}, resources: {} },
  confine: { network: false, read: [], write: [] },
  concurrency: 4,
  environment: [],
  sandbox: {},
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
  const plain = plainConfiguration(text)
  if (!plain) return validated(text, file)
  const permissions = { ...defaultConfiguration.permissions, ...plain.permissions }
  return { ...defaultConfiguration, ...plain, permissions, text }
}

async function validated(text: string, file: string): Promise<Configuration> {
  const { configurationSchema, namesAt } = await import('./configuration-schema.ts')
  const { sandboxConfiguration } = await import('./sandbox-schema.ts')
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [broken] = document.errors
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0])
    throw wrong(file, line, col, broken.message.split('\n')[0] ?? 'is not JSON or YAML')
  }
  const result = configurationSchema.safeParse(valueOf(document, file))
  if (!result.success) throw explained(file, document, lines, result.error.issues, namesAt)
  const {
    permissions,
    check,
    agents,
    limits,
    confine,
    concurrency,
    environment,
    timeout,
    sandbox,
  } = result.data
  const { level, network, read, write } = confine
  const span = timeout === undefined ? undefined : parseDuration(timeout)
  const severities = Object.fromEntries(
    Object.entries(check.severities).map(([code, severity]) => [fullCode(code), severity] as const),
  )
  return {
    permissions,
    check: { severities, ...(check.baseline === undefined ? {} : { baseline: check.baseline }) },
    agents: {
      unknown: agents.unknown,
      ...(agents.default === undefined ? {} : { default: agents.default }),
    },
    limits,
    confine: { network, read, write, ...(level === undefined ? {} : { level }) },
    concurrency,
    environment,
    sandbox: sandboxConfiguration(sandbox),
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
    const { line, col } = lines.linePos(startInYaml(document, path))
    const name = path.length === 0 ? 'The configuration' : `"${path.map(String).join('.')}"`
    return wrong(file, line, col, `${name}: ${issue?.message ?? 'is wrong'}`)
  }
  const near = nearest(unknown, namesAt(path))
  const { line, col } = lines.linePos(startInYaml(document, path, unknown))
  const name = [...path, unknown].map(String).join('.')
  const known =
    near === undefined ? '' : ` Did you mean "${[...path, near].map(String).join('.')}"?`
  return wrong(file, line, col, `there is no "${name}"`, known)
}

function wrong(file: string, line: number, column: number, message: string, near = ''): GoapError {
  return new GoapError(
    'workspace/bad-configuration',
    `${file}:${line}:${column}: ${message}.${near}`,
    {
      hint: 'It may hold permissions.allow, permissions.deny, permissions.agents, permissions.documents, check.severities, check.baseline, agents.unknown, agents.default, limits.agents, limits.resources, confine.level, confine.network, confine.read, confine.write, concurrency, environment, timeout and sandbox; see docs/guide.md.',
    },
  )
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadedDocument, Workspace } from '../index.ts'
import { readInput, styleFor, type Io } from './io.ts'
import { visibleLine } from './visible.ts'

/** The documents of a call, with where they lie. */
export interface Documents {
  readonly workspace: Workspace
  readonly plans: readonly LoadedDocument[]
  readonly others: readonly LoadedDocument[]
}

/** Finds, reads and checks what the arguments mean, with `knowsAgents` also for agents that there are not; `-` is the standard input. Says on the standard error what is left out. */
export async function openDocuments(
  io: Io,
  names: readonly string[],
  options: {
    readonly state?: string
    readonly quiet?: boolean
    readonly knowsAgents?: boolean
  } = {},
): Promise<Documents> {
  const { findAgents, findDocuments, findWorkspace, knownAgents, loadDocument, loadDocuments } =
    await import('../workspace/index.ts')
  const workspace = findWorkspace(io.folder, {
    environment: io.environment,
    ...(options.state === undefined ? {} : { state: options.state }),
  })
  const files = findDocuments(
    names.filter((name) => name !== '-'),
    workspace,
    io.folder,
  )
  const agents = options.knowsAgents === true ? knownAgents(findAgents(workspace)) : undefined
  const known = agents === undefined ? {} : { agents }
  const { plans, others, unreadable } = loadDocuments(files, known)
  if (options.quiet !== true) tellOthers(io, others, plans.length + others.length)
  for (const { file, error } of unreadable) tell(io, `${file.name} is skipped: ${error.message}`)
  if (!names.includes('-')) return { workspace, plans, others }
  const input = { name: 'stdin.md', path: join(workspace.root, 'stdin.md'), named: true }
  const given = loadDocument(input, await readInput(io), known)
  return { workspace, plans: [...plans, given], others }
}

/** What is not a plan is told by its name if the user named it, and counted if it was found in a folder. */
function tellOthers(io: Io, others: readonly LoadedDocument[], all: number): void {
  for (const { file } of others.filter((one) => one.file.named))
    tell(io, `${file.name} is not a plan (no tasks, phases or gates): skipped`)
  const found = others.filter((one) => !one.file.named).length
  if (found > 0) tell(io, `${found} of ${all} documents are no plans: skipped`)
}

function tell(io: Io, note: string): void {
  const style = styleFor(io.stderr, io.environment)
  io.stderr.write(`${style('cyan', 'info')}  ${visibleLine(note)}\n`)
}

/** Where plans are looked for when none is named: `plans/`, else the workspace itself. */
export async function defaultPaths(io: Io): Promise<string[]> {
  const { findWorkspace } = await import('../workspace/index.ts')
  const { root } = findWorkspace(io.folder, { environment: io.environment })
  const plans = join(root, 'plans')
  return [existsSync(plans) ? plans : root]
}

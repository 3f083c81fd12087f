import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadedDocument, Workspace } from '../index.ts'
import { readInput, styleFor, type Io } from './io.ts'

/** The documents of a call, with where they lie. */
export interface Documents {
  readonly workspace: Workspace
  readonly plans: readonly LoadedDocument[]
  readonly others: readonly LoadedDocument[]
}

/** Finds, reads and checks what the arguments mean; `-` is the standard input. Says on the standard error what is left out. */
export async function openDocuments(
  io: Io,
  names: readonly string[],
  options: { readonly state?: string; readonly quiet?: boolean } = {},
): Promise<Documents> {
  const { findDocuments, findWorkspace, loadDocument, loadDocuments } =
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
  const { plans, others, unreadable } = loadDocuments(files)
  const style = styleFor(io.stderr, io.environment)
  if (options.quiet !== true) {
    for (const { file } of others.filter((one) => one.file.named))
      io.stderr.write(
        `${style('cyan', 'info')}  ${file.name} is not a plan (no tasks, phases or gates): skipped\n`,
      )
    for (const { file, error } of unreadable)
      io.stderr.write(`${style('cyan', 'info')}  ${file.name}: ${error.message} Skipped.\n`)
  }
  if (!names.includes('-')) return { workspace, plans, others }
  const input = { name: 'stdin.md', path: join(workspace.root, 'stdin.md'), named: true }
  const given = loadDocument(input, await readInput(io))
  return { workspace, plans: [...plans, given], others }
}

/** Where plans are looked for when none is named: `plans/`, else the workspace itself. */
export async function defaultPaths(io: Io): Promise<string[]> {
  const { findWorkspace } = await import('../workspace/index.ts')
  const { root } = findWorkspace(io.folder, { environment: io.environment })
  const plans = join(root, 'plans')
  return [existsSync(plans) ? plans : root]
}

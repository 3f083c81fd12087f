import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadedDocument, LoadedGoal, Workspace } from '../index.ts'
import { readInput, styleFor, type Io } from './io.ts'
import { visibleLine } from './visible.ts'

/** The documents of a call, with where they lie. */
export interface Documents {
  readonly workspace: Workspace
  readonly plans: readonly LoadedDocument[]
  readonly goals: readonly LoadedGoal[]
  readonly others: readonly LoadedDocument[]
}

/** Finds, reads and checks what the arguments mean, with `knowsAgents` also for agents that there are not; who takes goal documents too says `takesGoals`. `-` is the standard input. Says on the standard error what is left out. */
export async function openDocuments(
  io: Io,
  names: readonly string[],
  options: {
    readonly state?: string
    readonly quiet?: boolean
    readonly knowsAgents?: boolean
    readonly takesGoals?: boolean
  } = {},
): Promise<Documents> {
  const {
    findAgents,
    findDocuments,
    findWorkspace,
    knownAgents,
    loadDocument,
    loadDocuments,
    loadGoal,
  } = await import('../workspace/index.ts')
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
  const { plans, goals, others, unreadable } = loadDocuments(files, known)
  const isTold = options.quiet !== true
  if (isTold && options.takesGoals !== true) tellGoals(io, goals)
  if (isTold) tellOthers(io, others, plans.length + goals.length + others.length)
  for (const { file, error } of unreadable) tell(io, `${file.name} is skipped: ${error.message}`)
  if (!names.includes('-')) return { workspace, plans, goals, others }
  const input = { name: 'stdin.md', path: join(workspace.root, 'stdin.md'), named: true }
  const bytes = await readInput(io)
  const goal = options.takesGoals === true ? loadGoal(input, bytes) : null
  if (goal) return { workspace, plans, goals: [...goals, goal], others }
  return { workspace, plans: [...plans, loadDocument(input, bytes, known)], goals, others }
}

/** Goal documents that the user named; those in folders are no surprise. */
function tellGoals(io: Io, goals: readonly LoadedGoal[]): void {
  for (const { file } of goals.filter((one) => one.file.named))
    tell(io, `${file.name} is a goal document and no plan: skipped`)
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

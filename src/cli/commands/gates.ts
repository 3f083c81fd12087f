import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { GateState, Journal, Plan, Workspace } from '../../index.ts'
import { defaultPaths, openDocuments } from '../documents.ts'
import { exits, type Exit } from '../exit.ts'
import { fitOf, type Fit } from '../fit.ts'
import { styleFor, type Io } from '../io.ts'
import { findJournal, workspaceOf } from '../journal.ts'
import { gateStateLines } from '../report/gate-states.ts'
import { visibleLine } from '../visible.ts'

export interface GatesFlags {
  readonly state?: string
  readonly json?: boolean
}

/** `goap gates`: what is proven, by which evidence, and whether it still counts. */
export async function gatesCommand(
  io: Io,
  names: readonly string[],
  flags: GatesFlags,
): Promise<Exit> {
  const workspace = await workspaceOf(io, flags)
  await using journal = await findJournal(workspace)
  const runs = new Set(((await journal?.runs()) ?? []).map(({ run }) => run))
  const asked = names.filter((name) => runs.has(name) && !existsSync(resolve(io.folder, name)))
  const paths = names.filter((name) => !asked.includes(name))
  for (const run of asked) await show(io, await plansOf(journal, run), { workspace, journal, run, flags }) // prettier-ignore
  if (paths.length === 0 && asked.length > 0) return exits.done
  const chosen = paths.length > 0 ? paths : await defaultPaths(io)
  const { plans } = await openDocuments(io, chosen, { ...flags, quiet: flags.json === true })
  await show(io, plans.map(({ document }) => document.plan), { workspace, journal, flags }) // prettier-ignore
  return exits.done
}

interface Shown {
  readonly workspace: Workspace
  readonly journal: Journal | null
  readonly run?: string
  readonly flags: GatesFlags
}

async function show(io: Io, plans: readonly Plan[], shown: Shown): Promise<void> {
  const { workspace, journal, run, flags } = shown
  const [{ gateStates, gitState }, { workspaceFiles }] = await Promise.all([
    import('../../workspace/index.ts'),
    import('../../gates/index.ts'),
  ])
  const states = await gateStates(plans, {
    journal,
    files: workspaceFiles(workspace.root),
    tree: (documents) => gitState(workspace.root, documents)(),
    ...(run === undefined ? {} : { run }),
  })
  if (flags.json) {
    for (const state of states) io.stdout.write(`${JSON.stringify({ schema: 'goap/gate@1', ...state })}\n`) // prettier-ignore
    return
  }
  print(io, states, await fitOf(io.stdout))
}

function print(io: Io, states: readonly GateState[], fit: Fit): void {
  const style = styleFor(io.stdout, io.environment)
  if (states.length === 0) io.stdout.write('There are no gates.\n')
  for (const [document, all] of Map.groupBy(states, (one) => one.document)) {
    io.stdout.write(`${style('bold', visibleLine(document))}\n`)
    for (const line of all.flatMap((state) => gateStateLines(state, style, fit))) io.stdout.write(`${line}\n`) // prettier-ignore
  }
}

async function plansOf(journal: Journal | null, run: string): Promise<readonly Plan[]> {
  if (!journal) return []
  const { frozen } = await import('../../engine/index.ts')
  return (await frozen(journal, run, await journal.events(run))).plans
}

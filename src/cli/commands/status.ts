import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { DocumentStatus, Journal, Report } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { discreet } from '../discreet.ts'
import { defaultPaths, openDocuments } from '../documents.ts'
import { styleFor, type Io } from '../io.ts'
import { findJournal, shownStatus, workspaceOf } from '../journal.ts'
import { reportJson, summaryLines } from '../report/summary.ts'
import { table } from '../table.ts'
import { visibleLine } from '../visible.ts'

export interface StatusFlags {
  readonly state?: string
  readonly json?: boolean
  readonly write?: string
}

/** `goap status`: how far documents or runs are. */
export async function statusCommand(
  io: Io,
  names: readonly string[],
  flags: StatusFlags,
): Promise<Exit> {
  await using journal = await findJournal(await workspaceOf(io, flags))
  const runs = new Set(((await journal?.runs()) ?? []).map(({ run }) => run))
  const asked = names.filter((name) => runs.has(name) && !existsSync(resolve(io.folder, name)))
  const paths = names.filter((name) => !asked.includes(name))
  const style = styleFor(io.stdout, io.environment)
  const clean = await discreet(io)
  for (const run of asked) {
    const report = journal ? await reportOf(journal, run) : null
    if (!report) continue
    if (flags.json) io.stdout.write(`${JSON.stringify(reportJson(clean.all(report)))}\n`)
    else
      io.stdout.write(
        `${summaryLines(report, style, { all: true, clean: clean.text }).join('\n')}\n`,
      )
  }
  if (paths.length === 0 && asked.length > 0) return exits.done
  const { plans, workspace } = await openDocuments(
    io,
    paths.length > 0 ? paths : await defaultPaths(io),
    {
      quiet: flags.json === true,
    },
  )
  const { statusOf, writeStatusTable } = await import('../../workspace/index.ts')
  const statuses = await statusOf(
    plans.map(({ document }) => document.plan),
    journal,
  )
  if (flags.write !== undefined) {
    const file = resolve(io.folder, flags.write)
    const isNew = writeStatusTable(file, statuses, workspace.root)
    io.stderr.write(`${visibleLine(flags.write)} ${isNew ? 'was written' : 'says it already'}\n`)
    return exits.done
  }
  if (flags.json) {
    for (const one of statuses)
      io.stdout.write(
        `${JSON.stringify({ schema: 'goap/status@1', ...one, run: one.run?.run ?? null })}\n`,
      )
    return exits.done
  }
  io.stdout.write(
    statuses.length === 0
      ? 'No plan was found.\n'
      : `${await table([head, ...(await Promise.all(statuses.map(row)))], style)}\n`,
  )
  return exits.done
}

const head = [
  'document',
  'tasks',
  'done',
  'claimed',
  'proven',
  'blocked',
  'failed',
  'pending',
  'gates',
  'last run',
]

async function row(one: DocumentStatus): Promise<string[]> {
  const { document, tasks, done, claimed, proven, blocked, failed, pending, gates, run } = one
  const figures = [tasks, done, claimed, proven, blocked, failed, pending, gates].map(String)
  const last = run ? `${await shownStatus(run)} ${run.run}` : '–'
  return [visibleLine(document), ...figures, last]
}

async function reportOf(journal: Journal, run: string): Promise<Report | null> {
  const [{ frozen }, { reporter }] = await Promise.all([
    import('../../engine/index.ts'),
    import('../../observe/index.ts'),
  ])
  const events = await journal.events(run)
  const fold = reporter(run, await frozen(journal, run, events))
  for (const event of events) fold.take(event)
  return fold.report()
}

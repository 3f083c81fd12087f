import type { NextEntry } from '../../index.ts'
import { defaultPaths, openDocuments } from '../documents.ts'
import { exits, type Exit } from '../exit.ts'
import { fitOf } from '../fit.ts'
import { styleFor, type Io } from '../io.ts'
import { findJournal } from '../journal.ts'
import { nextLines } from '../report/next.ts'
import { visibleLine } from '../visible.ts'

export interface NextFlags {
  readonly state?: string
  readonly limit: number
  readonly json?: boolean
}

/** `goap next`: what can be started now. */
export async function nextCommand(
  io: Io,
  names: readonly string[],
  flags: NextFlags,
): Promise<Exit> {
  const paths = names.length > 0 ? names : await defaultPaths(io)
  const { plans, workspace } = await openDocuments(io, paths, { ...flags, quiet: true })
  await using journal = await findJournal(workspace)
  const { nextOf } = await import('../../workspace/index.ts')
  const next = await nextOf(
    plans.map(({ document }) => document.plan),
    journal,
  )
  for (const { run, changed } of next.unfinished)
    for (const document of changed) io.stderr.write(`${visibleLine(document)} has changed since run ${run} began with it: goap resume ${run} --on-edit replan\n`) // prettier-ignore
  if (flags.json) {
    for (const [state, all] of [
      ['ready', next.ready.slice(0, flags.limit)],
      ['running', next.running],
      ['asked', next.asked],
      ['stuck', next.stuck],
    ] as const)
      for (const one of all) io.stdout.write(`${JSON.stringify(nextJson(one, state))}\n`)
    return exits.done
  }
  const style = styleFor(io.stdout, io.environment)
  const { formatDuration } = await import('../../base/index.ts')
  for (const line of nextLines(next, plans.length, flags.limit, style, formatDuration, await fitOf(io.stdout))) io.stdout.write(`${line}\n`) // prettier-ignore
  return exits.done
}

function nextJson(entry: NextEntry, state: string): unknown {
  const { key, task, gate, unlocks, ahead, run, reason, asked } = entry
  return {
    schema: 'goap/next@1',
    key,
    kind: gate ? 'gate' : 'task',
    state,
    id: task?.id ?? null,
    title: task?.title ?? gate?.title ?? '',
    agent: task?.agent ?? null,
    priority: task?.priority ?? null,
    command: task?.command ?? null,
    line: (task ?? gate)?.place?.line ?? null,
    unlocks,
    ahead,
    run,
    reason,
    asked: asked && { kind: asked.kind, text: asked.text, command: asked.command, pattern: asked.pattern }, // prettier-ignore
  }
}

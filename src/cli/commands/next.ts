import type { NextTask } from '../../index.ts'
import { defaultPaths, openDocuments } from '../documents.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'
import { findJournal } from '../journal.ts'
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
  if (flags.json) {
    for (const [state, all] of [
      ['ready', next.ready.slice(0, flags.limit)],
      ['running', next.running],
      ['stuck', next.stuck],
    ] as const)
      for (const one of all) io.stdout.write(`${JSON.stringify(nextJson(one, state))}\n`)
    return exits.done
  }
  const { formatDuration } = await import('../../base/index.ts')
  const style = styleFor(io.stdout, io.environment)
  const line = (one: NextTask): string => {
    const { task, plan, unlocks } = one
    const facts = [
      task.priority ?? '',
      task.agent === null ? '' : `@${task.agent}`,
      task.effort ? formatDuration((task.effort.minimum + task.effort.maximum) * 30_000) : '',
      unlocks > 0 ? `unlocks ${unlocks}` : '',
    ].filter(Boolean)
    const where = `${plan.document}${task.place ? `:${task.place.line}` : ''}`
    const name = task.id === null ? task.title : `${task.id} ${task.title}`
    return `${visibleLine(name)}  ${style('cyan', visibleLine(facts.join(' · ')))}  ${style('dim', visibleLine(where))}` // prettier-ignore
  }
  const shown = next.ready.slice(0, flags.limit)
  for (const one of shown) io.stdout.write(`  ${line(one)}\n`)
  const more = next.ready.length - shown.length
  if (more > 0) io.stdout.write(`  and ${more} more that could start now\n`)
  if (next.ready.length === 0) io.stdout.write(`${nothing(next, plans.length)}\n`)
  for (const [title, all] of [
    ['under way', next.running],
    ['held up', next.stuck],
  ] as const) {
    if (all.length === 0) continue
    io.stdout.write(`\n${style('bold', title)}\n`)
    for (const one of all) io.stdout.write(`  ${line(one)}\n`)
  }
  return exits.done
}

function nothing(
  { running, stuck, waiting }: { readonly running: readonly unknown[]; readonly stuck: readonly unknown[]; readonly waiting: number }, // prettier-ignore
  documents: number,
): string {
  if (documents === 0) return 'No plan was found.'
  if (running.length + stuck.length + waiting === 0) return 'Everything is done.'
  return waiting === 0
    ? 'Nothing else can start now.'
    : `Nothing can start now: ${waiting} ${waiting === 1 ? 'task waits' : 'tasks wait'} for others.`
}

function nextJson({ key, task, unlocks, ahead }: NextTask, state: string): unknown {
  return {
    schema: 'goap/next@1',
    key,
    state,
    id: task.id,
    title: task.title,
    agent: task.agent,
    priority: task.priority,
    command: task.command,
    line: task.place?.line ?? null,
    unlocks,
    ahead,
  }
}

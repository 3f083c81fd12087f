import type { Again, Plan, SimulateOptions } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { namesOf, seconds } from '../report/plain.ts'

export interface DryRunOptions {
  readonly strict: boolean
  readonly concurrency: number
  readonly again: Again | null
  readonly json: boolean
  /** How many users of a resource there may be at once, by the configuration. */
  readonly resources: NonNullable<SimulateOptions['resources']>
  /** Tasks that need not run, beside what the documents say. */
  readonly standings: NonNullable<SimulateOptions['standings']>
}

/** Simulates a run with the estimates of the documents, and says so. Nothing is executed or kept. */
export async function dryRun(
  io: Io,
  plans: readonly Plan[],
  { strict, concurrency, again, json, standings, resources }: DryRunOptions,
): Promise<Exit> {
  const [{ formatDuration }, { simulate }] = await Promise.all([
    import('../../base/index.ts'),
    import('../../engine/index.ts'),
  ])
  const simulated = simulate(plans, {
    strict,
    concurrency,
    standings,
    resources,
    ...(again === null ? {} : { again }),
  })
  const { events, length, order, unestimated, assumed } = simulated
  if (json) {
    for (const event of events)
      io.stdout.write(`${JSON.stringify({ schema: 'goap/event@1', ...event })}\n`)
    return exits.done
  }
  const names = namesOf(plans)
  io.stdout.write('Simulated with the estimates; nothing is executed.\n')
  for (const event of events)
    if (event.type === 'task.started')
      io.stdout.write(`  at ${seconds(event.at).padStart(12)}  ${names(event.task)}\n`)
  const tasks = `${order.length} ${order.length === 1 ? 'task' : 'tasks'}`
  const missing =
    unestimated > 0 ? ` (${unestimated} have no estimate and count ${formatDuration(assumed)})` : ''
  io.stdout.write(`${tasks} in ${seconds(length)}${missing}\n`)
  return exits.done
}

import { GoapError, runId, type Json } from '../base/index.ts'
import { isAlive } from '../commands/index.ts'
import { graph } from '../graph/index.ts'
import type { Holder } from '../journal/index.ts'
import { taskKey, type Happening, type Plan } from '../model/index.ts'
import type { Report } from '../observe/index.ts'
import { embedded } from './embedded.ts'
import { nextGeneration } from './generation.ts'
import { restored } from './frozen.ts'
import { hashAsWritten, hashOf } from './hash.ts'
import { settings, type ExecuteOptions, type RunOptions, type Settings } from './options.ts'
import type { Run, Trouble } from './run.ts'
import { freeze } from './spec.ts'
import { refuseCycles, standingsOf } from './standings.ts'
import { initialState, isUnfinished, type RunState } from './state.ts'

/**
 * Executes plans as one run. Returns at once; the run goes on until it is finished, waits for a person, or is interrupted.
 * `report` rejects with `graph/cycle` when tasks wait for each other, and with what the journal rejects.
 *
 * @example
 * await using run = execute(read(text, 'plan.md').plan, { permissions: { allow: [], deny: [], all: 'my script' } })
 * for await (const event of run) console.log(event.type)
 * console.log((await run.report).outcome)
 */
export function execute(plans: Plan | readonly Plan[], options: ExecuteOptions = {}): Run {
  const used = settings(options)
  const id = options.id ?? runId(used.clock, used.random)
  return deferred(id, begin(id, 'tasks' in plans ? [plans] : plans, options, used))
}

async function begin(
  id: string,
  plans: readonly Plan[],
  options: ExecuteOptions,
  used: Settings,
): Promise<Run> {
  const strict = options.strict ?? false
  const keys = plans.flatMap(({ document, tasks }) =>
    tasks.map(({ key }) => taskKey(document, key)),
  )
  const standings = standingsOf(plans, await used.journal.results(keys), {
    strict,
    again: options.again ?? null,
    given: options.standings ?? {},
  })
  const spec = freeze(plans, standings, {
    strict,
    policy: options.policy,
    contingencies: options.contingencies,
    replans: options.replanner && plans.some(({ goal }) => goal) ? (options.replans ?? 5) : 0,
  })
  const built = graph(plans)
  refuseCycles(built, standings)
  const hash = hashAsWritten(spec)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a spec is plain data
  await used.journal.keep(hash, spec as unknown as Json)
  const documents = plans.map(({ document }) => document)
  const lease = await used.journal.create(id, documents, used.holder)
  const first: Happening = {
    type: 'run.started',
    spec: hash,
    generation: 0,
    documents,
    permissions: hashOf(used.permissions),
    tasks: keys.length,
    gates: plans.reduce((sum, { gates }) => sum + gates.length, 0),
  }
  return embedded({
    state: initialState(id, spec, built),
    lease,
    settings: used,
    first,
    unsaid: [],
  })
}

export interface ResumeOptions extends RunOptions {
  /** The plans as they are now: the run goes on with them, in its next generation. Default: as they were when it began. */
  readonly plans?: readonly Plan[]
}

/**
 * Goes on with a run whose engine stopped, in whatever way. Rejects `journal/unknown-run`, `journal/held` while another process
 * executes it, and `run/finished`, unless a signal opens the run again or a listener that had begun was not told its end.
 */
export async function resume(run: string, options: ResumeOptions): Promise<Run> {
  const used = settings(options)
  const lease = await used.journal.claim(run, used.holder, isDead)
  try {
    const events = await used.journal.events(run)
    const { state, unsaid } = await restored(used.journal, run, events)
    if (!isUnfinished(state) && !(await mayReopen(used, state)) && !(await isUntold(used, state)))
      throw new GoapError('run/finished', `Run ${run} has finished: ${state.life}.`)
    const by = `${used.holder.host}/${used.holder.pid}`
    const first = { type: 'run.resumed', by } as const
    if (!options.plans) return embedded({ state, lease, settings: used, first, unsaid })
    const next = await nextGeneration(state, options.plans, used)
    return embedded({ ...next, lease, settings: used, first, unsaid })
  } catch (cause) {
    await used.journal.release(lease)
    throw cause
  }
}

/** Whether somebody asked for something that opens an ended run again. */
async function mayReopen({ journal }: Settings, { run, life }: RunState): Promise<boolean> {
  if (life === 'cancelled') return false
  return (await journal.pending(run)).some(({ kind }) => kind === 'retry' || kind === 'waive')
}

/** Whether a listener has not been told the end yet: the process before us died of a sudden. */
async function isUntold(
  { journal, listeners }: Settings,
  { run, seq }: RunState,
): Promise<boolean> {
  for (const { name } of listeners) {
    const told = await journal.cursor(run, name)
    if (told > 0 && told < seq) return true
  }
  return false
}

function isDead(holder: Holder): boolean {
  return isAlive(holder) === false
}

/** A run that is still being made. */
function deferred(id: string, making: Promise<Run>): Run {
  let made: Run | null = null
  const report = making.then((run) => {
    made = run
    return run.report
  })
  report.catch(() => {})
  const none: readonly Trouble[] = []
  return {
    id,
    begins: 0,
    report: report satisfies Promise<Report>,
    get troubles() {
      return made?.troubles ?? none
    },
    cancel: async (reason) => (await making).cancel(reason),
    interrupt: async () => (await making).interrupt(),
    answer: async (subject, value, by) => (await making).answer(subject, value, by),
    async *[Symbol.asyncIterator]() {
      yield* await making
    },
    async [Symbol.asyncDispose]() {
      await making.then((run) => run[Symbol.asyncDispose]()).catch(() => {})
    },
  }
}

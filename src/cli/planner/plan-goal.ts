import { resolve } from 'node:path'
import type { LoadedGoal, PlannedGoal, Problem } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'
import { put, spareDocuments } from '../output.ts'
import { visible, visibleLine } from '../visible.ts'
import { confiningOf } from '../confining.ts'
import { elapsed } from '../elapsed.ts'
import { explaining, textOf } from './explaining.ts'
import { searchOptions, type PlanFlags } from './flags.ts'
import { goalTold } from './goal-told.ts'
import { interruptible, type Interruptible } from './interruptible.ts'
import { showFound, showPlaced } from './placed.ts'
import { median, repeated } from './repeated.ts'
import { tellWorld } from './tell-world.ts'

/** `goap plan goals/x.md`. */
export async function planGoals(io: Io, names: readonly string[], flags: PlanFlags): Promise<Exit> {
  const { GoapError } = await import('../../base/index.ts')
  const [name, ...more] = names
  if (name === undefined || more.length > 0)
    throw new GoapError('cli/bad-option', 'A plan is made for one goal document at a time.', {
      hint: 'With --pddl two files are planned: a domain and a problem.',
    })
  const format = await formatOf(flags)
  const options = await searchOptions(flags)
  await spareDocuments(io.folder, flags.output, [resolve(io.folder, name)])
  const began = elapsed()
  const { findWorkspace, openGoal } = await import('../../workspace/index.ts')
  const workspace = findWorkspace(io.folder, { environment: io.environment })
  const goal = openGoal(name, workspace, io.folder)
  const parse = elapsed() - began
  if (await showFindings(io, goal)) return exits.documents
  const { planning } = await import('../../planner/index.ts')
  const { workers } = flags
  const seen = await interruptible(io, async (signal, listen) => {
    listen()
    return observed(io, goal.document.problem, flags, signal)
  })
  if (seen.exit !== null) return seen.exit
  const problem = seen.found
  let all: Interruptible<readonly PlannedGoal[]>
  try {
    all = await interruptible(io, (signal, listen) =>
      repeated(flags.repeat, signal, () => {
        const limits = { signal, ...(workers === undefined ? {} : { workers }) }
        const search = planning(problem, { anytime: improving, ...options, ...limits })
        listen()
        return search.result()
      }),
    )
  } catch (error) {
    return showPlaced(io, { file: goal.file.name, text: goal.document.source.text }, error)
  }
  const [planned] = all.found
  const interrupted = all.exit ?? exits.interrupted
  if (!planned) return interrupted
  const spent = { began, parse, search: all.found.map(({ result }) => result.time) }
  const explained = await explaining({ ...planned, problem }, flags)
  if (explained !== null) io.stdout.write(textOf(explained, flags))
  else if (flags.json)
    await put(io, `${JSON.stringify(await goalTold(problem, planned, spent))}\n`, flags.output, { fresh: !flags.force }) // prettier-ignore
  else {
    if (planned.plan) await give(io, await drawn(planned, format), flags)
    for (const line of await summary(io, problem, planned, spent.search))
      io.stderr.write(`${line}\n`)
  }
  if (planned.result.limit === 'aborted') return interrupted
  return planned.plan ? exits.done : exits.failed
}

/** How long the first plan of a goal document is improved unless the flags say otherwise, milliseconds. */
const improving = 1000

const formats = ['md', 'mermaid', 'svg', 'pddl'] as const
type Format = (typeof formats)[number]

async function formatOf({ format = 'md' }: PlanFlags): Promise<Format> {
  const found = formats.find((one) => one === format)
  if (found !== undefined) return found
  const { GoapError } = await import('../../base/index.ts')
  throw new GoapError('cli/bad-option', `There is no format "${format}".`, {
    hint: `Formats are ${formats.join(', ')}.`,
  })
}

/** Shows what is wrong on the standard error. True when there is an error, so that nothing can be planned. */
async function showFindings(io: Io, { document, diagnostics, file }: LoadedGoal): Promise<boolean> {
  if (diagnostics.length === 0) return false
  const text = { file: file.name, text: document.source.text }
  await showFound(io, text, diagnostics.filter(({ severity }) => severity !== 'info')) // prettier-ignore
  return diagnostics.some(({ severity }) => severity === 'error')
}

/** The problem as the world stands. Says what was observed, and what was not and why. */
async function observed(
  io: Io,
  problem: Problem,
  flags: PlanFlags,
  signal: AbortSignal,
): Promise<Problem> {
  if (!flags.observe || problem.probes.length === 0) return problem
  const { findWorkspace, loadPermissions, observeProblem, readConfiguration } =
    await import('../../workspace/index.ts')
  const workspace = findWorkspace(io.folder, { environment: io.environment })
  const configuration = await readConfiguration(workspace.configuration)
  const { permissions, note } = await loadPermissions(workspace, configuration, {
    allow: [],
    yes: flags.yes ?? false,
  })
  const tell = (text: string): void => void io.stderr.write(`${visibleLine(text)}\n`)
  if (note !== null) tell(note)
  const confining = await confiningOf(workspace, configuration, flags, { note: tell })
  const place = { workspace, configuration, permissions, signal, ...confining }
  const { problem: now, world } = await observeProblem(problem, place)
  tellWorld(io, world)
  return now
}

async function give(io: Io, text: string, { output, force }: PlanFlags): Promise<void> {
  await put(io, output === undefined ? visible(text) : text, output, { fresh: !force })
}

async function drawn({ plan, lifted, schedule }: PlannedGoal, format: Format): Promise<string> {
  if (plan === null || schedule === null) return ''
  if (format === 'md') {
    const { print } = await import('../../documents/index.ts')
    return print(plan)
  }
  if (format === 'pddl') {
    const { printPddl } = await import('../../planner/index.ts')
    const { domain, problem } = printPddl(lifted)
    return `${domain}\n${problem}`
  }
  const { graph, mermaid, svg } = await import('../../graph/index.ts')
  const built = graph(plan)
  return `${format === 'svg' ? svg(built, schedule) : mermaid(built, schedule)}\n`
}

/** What planning came to, in a few lines. */
async function summary(
  io: Io,
  problem: Problem,
  planned: PlannedGoal,
  times: readonly number[],
): Promise<readonly string[]> {
  const [{ formatDuration }, { whyNoPlan }] = await Promise.all([
    import('../../base/index.ts'),
    import('../../planner/index.ts'),
  ])
  const style = styleFor(io.stderr, io.environment)
  const { result, plan, makespan } = planned
  const { status, cost, bound, expanded, by } = result
  const spent = style(
    'dim',
    `${expanded} states expanded by ${by} in ${Math.round(median(times))} ms${times.length > 1 ? ` (median of ${times.length})` : ''}`,
  )
  if (!plan)
    return [style('red', status), ...whyNoPlan({ ...planned, problem }).map(visible), spent]
  const gap = status === 'satisficing' ? `, no plan costs less than ${bound}` : ''
  const count = plan.tasks.length
  const tasks = `${count} ${count === 1 ? 'task' : 'tasks'}`
  const claimed = plan.gates.at(-1)?.criteria.filter(({ check }) => check === null) ?? []
  return [
    `${style('green', status)}  ${tasks}, cost ${cost ?? 0}${gap}, ${formatDuration(makespan)} with all that can run at once`,
    ...claimed.map(({ text }) => `${style('yellow', 'note')}  "${visibleLine(text)}" has no probe: whether it is reached can only be claimed`), // prettier-ignore
    spent,
  ]
}

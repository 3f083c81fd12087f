import { availableParallelism } from 'node:os'
import type { LiftedTask, Solution } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'
import { put } from '../output.ts'
import { visible } from '../visible.ts'
import { elapsed } from '../elapsed.ts'
import { explaining, textOf } from './explaining.ts'
import { solvedBeside } from './beside.ts'
import { mayHaveTwoThreads, searchOptions, type PlanFlags } from './flags.ts'
import type { Times, Told } from './goal-told.ts'
import { interruptible, type Interruptible } from './interruptible.ts'
import { readTask } from './pddl-files.ts'
import { showPlaced } from './placed.ts'
import { median, repeated } from './repeated.ts'

/** `goap plan --pddl DOMAIN PROBLEM`. */
export async function planPddl(io: Io, names: readonly string[], flags: PlanFlags): Promise<Exit> {
  const [domain, problem, ...more] = names
  const { GoapError } = await import('../../base/index.ts')
  if (domain === undefined || problem === undefined || more.length > 0)
    throw new GoapError('cli/bad-option', '--pddl takes two files.', {
      hint: 'goap plan --pddl domain.pddl problem.pddl',
    })
  const options = await searchOptions(flags)
  const began = elapsed()
  const { task, milliseconds, code, domain: text } = await readTask(io, { domain, problem })
  if (task === null) return code
  const { solving } = await import('../../planner/index.ts')
  const isTwo = mayHaveTwoThreads(flags) && (flags.threads ?? (availableParallelism() > 1 ? '2' : '1')) === '2' // prettier-ignore
  let all: Interruptible<readonly Solution[]>
  try {
    all = await interruptible(io, (signal, listen) =>
      repeated(flags.repeat, signal, () => {
        if (isTwo) return solvedBeside(task, { ...options, signal }, listen)
        const search = solving(task, { ...options, signal })
        listen()
        return search.solution()
      }),
    )
  } catch (error) {
    return showPlaced(io, text, error)
  }
  const [solution] = all.found
  const interrupted = all.exit ?? exits.interrupted
  if (!solution) return interrupted
  const times = all.found.map(({ result }) => result.time)
  const told = await toldOf(task, solution, flags, {
    parse: milliseconds,
    ground: solution.grounding,
    search: median(times),
    first: solution.result.time,
    began,
  })
  const explained = await explaining({ lifted: task, ...solution }, flags)
  if (explained !== null) io.stdout.write(textOf(explained, flags))
  else if (flags.json)
    await put(io, `${JSON.stringify(told)}\n`, flags.output, { fresh: !flags.force })
  else await show(io, told, flags)
  if (solution.result.limit === 'aborted') return interrupted
  return solution.result.steps ? exits.done : exits.failed
}

async function toldOf(
  lifted: LiftedTask,
  { task, result }: Solution,
  { workers }: PlanFlags,
  { began, ...time }: Omit<Times, 'total'> & { readonly began: number },
): Promise<Told> {
  const { status, cost, bound, steps, expanded, evaluated, generated, by } = result
  const { deorder, schedulePlan, whyNoPlan } = await import('../../planner/index.ts')
  const from = elapsed()
  const laid = steps
    ? schedulePlan(task, deorder(task, steps), workers === undefined ? {} : { workers })
    : null
  const reason = steps ? null : whyNoPlan({ task, lifted, result }).join('\n')
  const told = elapsed()
  const name = (step: number): string => task.actions[step]?.name ?? ''
  // What the grounding made to end an alternative goal is no action of the domain.
  const isReal = (step: number): boolean => task.actions[step]?.origin !== undefined
  return {
    schema: 'goap/planned@1',
    status,
    cost,
    bound: Number.isFinite(bound) ? bound : null,
    plan: steps?.filter(isReal).map(name) ?? null,
    parallel:
      laid && steps
        ? steps
            .flatMap((step, index) =>
              isReal(step) ? [{ action: name(step), start: laid.steps[index]?.start ?? 0 }] : [],
            )
            .toSorted((a, b) => a.start - b.start)
        : null,
    makespan: laid?.makespan ?? null,
    expanded,
    evaluated,
    generated,
    by,
    reason,
    time: { ...time, [steps ? 'deorder' : 'explain']: told - from, total: told - began },
  }
}

async function show(io: Io, told: Told, flags: PlanFlags): Promise<void> {
  const style = styleFor(io.stderr, io.environment)
  const { status, cost, bound, plan, makespan, reason, time, expanded, by } = told
  if (plan) await put(io, `${[...plan, `; cost = ${cost ?? 0}`].join('\n')}\n`, flags.output, { fresh: !flags.force }) // prettier-ignore
  const gap = status === 'satisficing' && bound !== null ? `, at least ${bound}` : ''
  const head = plan
    ? `${style('green', status)}  cost ${cost ?? 0}${gap}, ${plan.length} steps, makespan ${makespan ?? 0}`
    : [style('red', status), ...(reason ?? '').split('\n').map(visible)].join('\n')
  const explained = time.explain === undefined ? '' : `, explain ${ms(time.explain)}`
  const spent = `parse ${ms(time.parse)}, ground ${ms(time.ground)}, search ${ms(time.search)}${explained}, ${expanded} expanded by ${by}`
  io.stderr.write(`${head}\n${style('dim', spent)}\n`)
}

function ms(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`
}

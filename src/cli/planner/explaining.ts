import type { GroundTask, LiftedTask, Problem, SearchResult } from '../../index.ts'
import { visible } from '../visible.ts'
import { elapsed } from '../elapsed.ts'
import type { PlanFlags } from './flags.ts'

/** What is explained. */
export interface Explained {
  readonly task: GroundTask
  readonly lifted: LiftedTask
  readonly result: SearchResult
  /** The goal document; absent for a task in PDDL. */
  readonly problem?: Problem
}

/** How long a search for an explanation may take, milliseconds. */
const patience = 10_000

/** What `--json` prints beside `--why`, `--why-not` and `--alternatives`, see docs/schemas/plan-explained.json. */
export interface Explanation {
  readonly schema: 'goap/plan-explained@1'
  readonly status: string
  readonly cost: number | null
  /** What is said without `--json`. */
  readonly lines: readonly string[]
  readonly why?: {
    readonly action: string
    /** Whether a goal relies on it. */
    readonly serves: boolean
    /** Whether the rest of the plan reaches the goal too. */
    readonly spare: boolean
    readonly instead: Found | null
  }
  readonly whyNot?: { readonly action: string } & Found
  readonly alternatives?: {
    readonly plans: readonly {
      readonly cost: number
      readonly without: readonly string[]
      readonly besides: readonly string[]
    }[]
    readonly end: 'count' | 'none' | 'limit'
  }
}

/** What a search for another plan came to. */
interface Found {
  readonly status: string
  readonly cost: number | null
}

/** An explanation as it is printed. */
export function textOf(explanation: Explanation, { json }: PlanFlags): string {
  return json
    ? `${JSON.stringify(explanation)}\n`
    : visible(explanation.lines.map((line) => `${line}\n`).join(''))
}

/** What `--why`, `--why-not` and `--alternatives` ask for; null when none of them was given. Throws `cli/bad-option`. */
export async function explaining(
  { task, lifted, result, problem }: Explained,
  { why, whyNot: not, alternatives: count }: PlanFlags,
): Promise<Explanation | null> {
  if (why === undefined && not === undefined && count === undefined) return null
  const planner = await import('../../planner/index.ts')
  const words = problem ? planner.wordsOf(problem) : (text: string): string => text
  const search = (other: GroundTask): SearchResult =>
    planner.search(other, { optimal: true, timeLimit: patience }, elapsed)
  const none = (): readonly string[] => planner.whyNoPlan({ task, lifted, result, search, ...(problem ? { problem } : {}) }) // prettier-ignore
  const { status, steps, cost } = result
  const told = { schema: 'goap/plan-explained@1', status, cost } as const
  if (!steps || cost === null) return { ...told, lines: none() }
  const nameOf = (action: number): string => words(task.actions[action]?.name ?? '')
  const lines: string[] = []
  let parts: Pick<Explanation, 'why' | 'whyNot' | 'alternatives'> = {}
  if (why !== undefined) {
    const step = steps.findIndex((one) => isNamed(task.actions[one]?.name ?? '', why, words))
    if (step < 0) throw await unknown(why, [...new Set(steps.map(nameOf))])
    const found = planner.whyAction(task, steps, step, search)
    const { action, chain, without, instead } = found
    lines.push(...planner.whyActionText(task, steps, found).map(words))
    parts = { why: { action: nameOf(action), serves: chain !== null, spare: without === null, instead: instead && foundOf(instead) } } // prettier-ignore
  }
  if (not === true)
    lines.push(`There is a plan, and it costs ${cost}. --why-not ACTION says why it does without an action.`) // prettier-ignore
  else if (not !== undefined) {
    const step = await stepNamed(not, lifted, words)
    const action = words(planner.stepText(step))
    const found = planner.whyNot(lifted, step, cost, search)
    lines.push(...planner.whyNotText(action, found).map(words))
    const came = found.kind === 'impossible' ? { status: 'unsolvable', cost: null } : foundOf(found.result) // prettier-ignore
    parts = { ...parts, whyNot: { action, ...came } }
  }
  if (count !== undefined) {
    const found = planner.alternatives(task, steps, count, search)
    lines.push(...planner.alternativesText(task, found).map(words))
    const plans = found.plans.map((one) => ({ cost: one.cost, without: one.without.map(nameOf), besides: one.besides.map(nameOf) })) // prettier-ignore
    parts = { ...parts, alternatives: { plans, end: found.end } }
  }
  return { ...told, lines, ...parts }
}

function foundOf({ status, cost }: SearchResult): Found {
  return { status, cost }
}

function plainly(text: string): string {
  return text.toLowerCase().replaceAll(/[()"]/g, '').replaceAll(/\s+/g, ' ').trim()
}

/** Whether a word of the command line means a ground action: as PDDL writes it, or as the goal document does. */
function isNamed(action: string, wanted: string, words: (text: string) => string): boolean {
  return plainly(action) === plainly(wanted) || plainly(words(action)) === plainly(wanted)
}

/** The action with its objects that is meant. Throws `cli/bad-option`. */
async function stepNamed(
  wanted: string,
  { actions, objects }: LiftedTask,
  words: (text: string) => string,
): Promise<{ readonly name: string; readonly objects: readonly string[] }> {
  const [name = '', ...given] = plainly(wanted).split(' ')
  const exact = actions.find((one) => one.name.toLowerCase() === name && one.parameters.length === given.length) // prettier-ignore
  const real = (object: string): string => objects.find((one) => one.name.toLowerCase() === object)?.name ?? object // prettier-ignore
  if (exact) return { name: exact.name, objects: given.map(real) }
  // As the document calls it: only names that fit are tried, with every object for the parameters.
  for (const { name: own, parameters } of actions)
    for (const chosen of choices(parameters.length, objects.map((one) => one.name)))
      if (isNamed(`(${[own, ...chosen].join(' ')})`, wanted, words)) return { name: own, objects: chosen } // prettier-ignore
  throw await unknown(
    wanted,
    actions.map((one) => one.name),
  )
}

/** Every choice of so many objects, at most some ten thousand. */
function* choices(count: number, objects: readonly string[]): Generator<readonly string[]> {
  if (count === 0) return yield []
  if (objects.length ** count > 10_000) return
  for (const rest of choices(count - 1, objects)) for (const one of objects) yield [...rest, one]
}

async function unknown(wanted: string, known: readonly string[]): Promise<Error> {
  const { GoapError, nearest } = await import('../../base/index.ts')
  const near = nearest(wanted, known)
  const hint = near === undefined ? `There are ${known.slice(0, 12).join(', ')}.` : `Did you mean ${near}?` // prettier-ignore
  return new GoapError('cli/bad-option', `There is no action "${wanted}" here.`, { hint })
}

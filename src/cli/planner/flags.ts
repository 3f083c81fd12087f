import type { SolveOptions } from '../../index.ts'
import type { ConfineOptions } from '../flags.ts'
import { elapsed } from '../elapsed.ts'

/** The options of `goap plan`. */
export interface PlanFlags extends ConfineOptions {
  readonly pddl?: boolean
  readonly output?: string
  readonly force?: boolean
  readonly format?: string
  readonly json?: boolean
  readonly optimal?: boolean
  readonly anytime?: string
  readonly workers?: number
  readonly observe: boolean
  readonly yes?: boolean
  readonly why?: string
  readonly whyNot?: true | string
  readonly alternatives?: number
  readonly algorithm?: string
  readonly heuristic?: string
  readonly timeLimit?: string
  readonly memoryLimit?: string
  readonly maxExpansions?: number
  readonly repeat?: number
  readonly threads?: string
}

/** Whether a second thread would help: it looks for a first plan, and what was asked for may not depend on who is faster. */
export function mayHaveTwoThreads(flags: PlanFlags): boolean {
  const { algorithm = 'portfolio', heuristic, optimal, anytime, maxExpansions, repeat } = flags
  return algorithm === 'portfolio' && ![heuristic, optimal, anytime, maxExpansions, repeat].some((one) => one !== undefined) // prettier-ignore
}

const algorithms = ['eager', 'lazy', 'astar', 'portfolio'] as const
const heuristics = ['blind', 'goalcount', 'hmax', 'hadd', 'ff', 'lmcut'] as const

/** What the flags say of the search. Throws `cli/bad-option`, also for flags that would say nothing beside the others. */
export async function searchOptions(flags: PlanFlags): Promise<SolveOptions> {
  const idle = idleAmong(flags)
  if (idle !== null) throw await bad(...idle)
  const { parseDuration } = await import('../../base/index.ts')
  const algorithm = await one('--algorithm', flags.algorithm, algorithms)
  const heuristic = await one('--heuristic', flags.heuristic, heuristics)
  await one('--threads', flags.threads, ['1', '2'])
  const time = async (name: string, text: string | undefined): Promise<number | undefined> => {
    const found = text === undefined ? undefined : parseDuration(text)
    if (text !== undefined && found === undefined)
      throw await bad(`${name} ${text} is no time.`, 'Write a time with its unit, such as 10s or 2 min.') // prettier-ignore
    return found
  }
  const anytime = await time('--anytime', flags.anytime)
  const timeLimit = await time('--time-limit', flags.timeLimit)
  const memoryLimit = await size('--memory-limit', flags.memoryLimit)
  return {
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(heuristic === undefined ? {} : { heuristic }),
    ...(flags.optimal ? { optimal: true } : {}),
    ...(anytime === undefined ? {} : { anytime }),
    ...(timeLimit === undefined ? {} : { timeLimit }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
    ...(flags.maxExpansions === undefined ? {} : { maxExpansions: flags.maxExpansions }),
    now: elapsed,
  }
}

/** Two flags of which one would do nothing, and what to do; null when there are none. */
function idleAmong(flags: PlanFlags): readonly [string, string] | null {
  const { why, whyNot, alternatives, heuristic, algorithm } = flags
  const explained = Object.entries({ '--why': why, '--why-not': whyNot, '--alternatives': alternatives }).find(([, value]) => value !== undefined)?.[0] // prettier-ignore
  const beside = (name: string): string => `${name} does nothing beside ${String(explained)}.`
  if (explained !== undefined && flags.output !== undefined)
    return [beside('-o'), 'Explanations go to the standard output: goap plan … > why.txt.']
  if (explained !== undefined && flags.format !== undefined)
    return [beside('--format'), 'Explanations are lines, or JSON with --json.']
  if (flags.json === true && flags.format !== undefined)
    return ['--format does nothing beside --json.', 'Leave one of them out.']
  if (flags.pddl === true && flags.format !== undefined)
    return ['--format does nothing beside --pddl.', 'A plan in PDDL is lines, or JSON with --json.']
  if (flags.force === true && flags.output === undefined)
    return ['--force does nothing without -o.', 'Name the file that may be written over: -o FILE --force.'] // prettier-ignore
  if (flags.threads !== undefined && flags.pddl !== true)
    return ['--threads does nothing without --pddl.', 'Goal documents are planned in one thread.']
  if (flags.threads === '2' && !mayHaveTwoThreads(flags))
    return ['--threads 2 does nothing beside --algorithm, --heuristic, --optimal, --anytime, --max-expansions and --repeat.', 'The second thread looks for a first plan, beside the portfolio.'] // prettier-ignore
  if (heuristic !== undefined && algorithm === 'portfolio')
    return ['--heuristic does nothing beside --algorithm portfolio.', 'The portfolio chooses by itself: take --algorithm eager, lazy or astar.'] // prettier-ignore
  return null
}

async function one<T extends string>(
  name: string,
  value: string | undefined,
  known: readonly T[],
): Promise<T | undefined> {
  if (value === undefined) return undefined
  const found = known.find((each) => each === value)
  if (found === undefined)
    throw await bad(`There is no ${name.slice(2)} "${value}".`, `There are ${known.join(', ')}.`)
  return found
}

const units: Readonly<Record<string, number>> = {
  b: 1, kb: 1e3, mb: 1e6, gb: 1e9, k: 1024, m: 1024 ** 2, g: 1024 ** 3, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3,
} // prettier-ignore

async function size(name: string, text: string | undefined): Promise<number | undefined> {
  if (text === undefined) return undefined
  const [, number = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text) ?? []
  const factor = units[unit.toLowerCase()]
  if (factor === undefined)
    throw await bad(`${name} ${text} is no size.`, 'Write a size with its unit, such as 500MB or 2GiB.') // prettier-ignore
  return Number(number) * factor
}

async function bad(message: string, hint: string): Promise<Error> {
  const { GoapError } = await import('../../base/index.ts')
  return new GoapError('cli/bad-option', message, { hint })
}

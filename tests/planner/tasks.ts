import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  readPddl,
  type GroundTask,
  type LiftedTask,
  type PddlOptions,
  type PddlReading,
} from '../../src/planner/index.ts'

/** Reads two texts of PDDL; fails with the findings when there is no task. */
export function taskOf(domain: string, problem: string): LiftedTask {
  const { task, findings } = reading(domain, problem)
  if (!task) throw new Error(findings.map(({ message }) => message).join('\n'))
  return task
}

export function reading(domain: string, problem: string, options?: PddlOptions): PddlReading {
  return readPddl(
    {
      domain: { file: 'domain.pddl', text: domain },
      problem: { file: 'problem.pddl', text: problem },
    },
    options,
  )
}

export interface GivenTask {
  /** `blocks/task10`. */
  readonly name: string
  readonly domain: string
  readonly problem: string
}

/** The given planning tasks, in the folder that GOAP_SHARED names; none when it is not set. */
export function givenTasks(): readonly GivenTask[] {
  const shared = process.env['GOAP_SHARED']
  if (shared === undefined) return []
  const root = join(shared, 'pddl')
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('domain.pddl'))
    .toSorted()
    .map((path) => {
      const folder = join(root, path, '..')
      const text = (file: string): string => readFileSync(join(folder, file), 'utf8')
      const name = path.split(/[\\/]/).slice(0, -1).join('/')
      return { name, domain: text('domain.pddl'), problem: text('problem.pddl') }
    })
}

/** What two other planners did with a given task: of `baseline.json`, what tests and benches use. */
export interface Baseline {
  readonly id: string
  readonly optimal_cost: number | null
  readonly lower_bound: number | null
  readonly fd: Readonly<Record<'eager_ff' | 'lazy_ff_pref' | 'lama_first' | 'astar_lmcut', { readonly search_s: number | null; readonly evaluated: number | null } | null>> // prettier-ignore
}

/** By the name of the task; empty where there are no given tasks. */
export function baselines(): ReadonlyMap<string, Baseline> {
  const shared = process.env['GOAP_SHARED']
  if (shared === undefined) return new Map()
  const { tasks } = JSON.parse(readFileSync(join(shared, 'pddl/baseline.json'), 'utf8')) as { tasks: Baseline[] } // prettier-ignore
  return new Map(tasks.map((task) => [task.id, task]))
}

/** Independent works, and one that needs them all. */
export function independentWorks(works: number): GroundTask {
  const numbers = Array.from({ length: works }, (_, i) => i)
  return {
    facts: [...numbers.map((i) => `done${i}`), 'released'],
    variables: [],
    actions: [
      ...numbers.map((i) => ({ name: `(work ${i})`, pre: [], add: [i], delete: [], cost: 1 })),
      { name: '(release)', pre: numbers, add: [works], delete: [], cost: 1 },
    ],
    init: [],
    goal: [works],
    numericGoal: [],
  }
}

/** A binary counter, a puzzle that takes a while: `size` switches, each of which turns the lower ones off. */
export function counter(size: number): GroundTask {
  const numbers = Array.from({ length: size }, (_, i) => i)
  return {
    facts: numbers.map((i) => `on${i}`),
    variables: [],
    actions: numbers.map((i) => ({ name: `(switch ${i})`, pre: numbers.slice(0, i), add: [i], delete: numbers.slice(0, i), cost: 1 })), // prettier-ignore
    init: [],
    goal: numbers,
    numericGoal: [],
  }
}

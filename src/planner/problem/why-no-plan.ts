import type { Problem } from '../../model/index.ts'
import { explainNoPlan, noPlanText, type SearchTask } from '../explain/index.ts'
import type { GroundTask } from '../ground-task.ts'
import type { LiftedTask } from '../lifted.ts'
import type { SearchResult } from '../outcome.ts'
import { placesNamed, wordsOf } from './words.ts'

/** What a search came to that found no plan. */
export interface NoPlanFound {
  readonly task: GroundTask
  readonly lifted: LiftedTask
  readonly result: SearchResult
  /** The goal document that the task comes from: its words are used, and its places told. Default: PDDL's. */
  readonly problem?: Problem
  /** Finds goals that only together are too many. Default: that is not looked for. */
  readonly search?: SearchTask
}

/** Why there is no plan, in lines for people; the first says what, those below it with two blanks before them why. */
export function whyNoPlan({
  task,
  lifted,
  result,
  problem,
  search,
}: NoPlanFound): readonly string[] {
  const words = problem ? wordsOf(problem) : (text: string) => text
  const isLimited = result.status === 'limit'
  const ended = isLimited ? [limitText(result.limit), ...stoppedText(result)] : []
  // What is not known to be impossible is explained only where somebody asks for it.
  if (isLimited && !search) return ended
  const why = explainNoPlan(task, { lifted, ...(search ? { search } : {}) })
  if (why === null || (isLimited && why.kind === 'unknown'))
    return isLimited ? ended : ['Every way was looked at, and none leads to the goal.']
  const lines = noPlanText(why).map(words)
  return [...ended, ...lines, ...(problem ? placesNamed(problem, lines.join('\n')) : [])]
}

function stoppedText({ stopped }: SearchResult): readonly string[] {
  if (stopped === undefined) return []
  const { message, place } = stopped
  return [`  ${message}${place ? ` It stands at line ${place.line}.` : ''}`]
}

function limitText(limit: SearchResult['limit']): string {
  switch (limit) {
    case 'time':
      return 'No plan was found in the time that there was; that does not mean that there is none.'
    case 'memory':
      return 'No plan was found in the memory that there was; that does not mean that there is none.'
    case 'expansions':
      return 'No plan was found in so many steps; that does not mean that there is none.'
    default:
      return 'The search was ended before it found a plan.'
  }
}

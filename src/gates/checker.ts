import type { Clock } from '../base/index.ts'
import type { Commands } from '../commands/index.ts'
import type { Criterion, CriterionResult, Evidence, FactValue } from '../model/index.ts'
import type { Files } from './files.ts'

/** What a checker may use. */
export interface CheckContext {
  readonly commands: Commands
  readonly signal: AbortSignal
  /** Facts observed in this run. */
  readonly facts: ReadonlyMap<string, FactValue>
  /** What a fact's value rests on. Default: not known. */
  readonly evidenceOf?: (fact: string) => readonly Evidence[]
  /** The files of the workspace. */
  readonly files: Files
  /** Tells the state of what commands work on, see `gitTree`. Default: it is not known. */
  readonly tree?: () => Promise<string | null>
  /** Measures durations. Default: the system's. */
  readonly clock?: Clock
}

/** Evaluates the checks of one kind. Resolves with the result, failed ones too; rejects only on a defect. */
export interface Checker {
  readonly kind: NonNullable<Criterion['check']>['kind']
  check(criterion: Criterion, context: CheckContext): Promise<CriterionResult>
}

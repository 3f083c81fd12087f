import type { FactValue, Criterion, CriterionResult } from '../model/index.ts'
import type { Commands } from '../commands/index.ts'

/** What a checker may use. */
export interface CheckContext {
  readonly commands: Commands
  readonly signal: AbortSignal
  /** Facts observed in this run. */
  readonly facts: ReadonlyMap<string, FactValue>
}

/** Evaluates the checks of one kind. Resolves with the result, failed ones too; rejects only on a defect. */
export interface Checker {
  readonly kind: NonNullable<Criterion['check']>['kind']
  check(criterion: Criterion, context: CheckContext): Promise<CriterionResult>
}

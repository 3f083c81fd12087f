import type { Clock, Json } from '../base/index.ts'
import type { Commands } from '../commands/index.ts'
import type {
  Criterion,
  CriterionResult,
  Evidence,
  FactValue,
  Metric,
  TaskKey,
} from '../model/index.ts'
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
  /** What the run knows beside facts, for scripts. Default: nothing. */
  readonly run?: RunView
  /** Of the criteria before it in its gate. */
  readonly results?: readonly CriterionResult[]
  /** Measures durations. Default: the system's. */
  readonly clock?: Clock
}

/** What a script may know of a run. */
export interface RunView {
  /** The title of the plan. */
  readonly plan: string
  readonly document: string
  /** What the tasks that are done told. */
  readonly outputs: Readonly<Record<TaskKey, Readonly<Record<string, Json>>>>
  /** The plan's targets, as the document words them. */
  readonly metrics: readonly Metric[]
}

/** Evaluates the checks of one kind. Resolves with the result, failed ones too; rejects only on a defect. */
export interface Checker {
  readonly kind: NonNullable<Criterion['check']>['kind']
  check(criterion: Criterion, context: CheckContext): Promise<CriterionResult>
}

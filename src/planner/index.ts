export { groundTask, type GroundOptions } from './ground/index.ts'
export type {
  GroundAction,
  GroundTask,
  NumericChange,
  NumericCondition,
  NumericVariable,
} from './ground-task.ts'
export type {
  Atom,
  Condition,
  LiftedAction,
  LiftedEffect,
  LiftedObject,
  LiftedTask,
  LiftedType,
  NumberTerm,
  Parameter,
  Signature,
  Term,
} from './lifted.ts'
export type {
  AlgorithmName,
  HeuristicName,
  PlanStatus,
  SearchOptions,
  SearchResult,
} from './outcome.ts'
export {
  maximumPddlCharacters,
  pddlCatalogue,
  readPddl,
  type PddlCode,
  type PddlFile,
  type PddlFinding,
  type PddlOptions,
  type PddlReading,
} from './pddl/index.ts'
export { search, startSearch, type Search } from './search/search.ts'
export {
  deorder,
  schedulePlan,
  type DeorderOptions,
  type PartialOrder,
  type PlanSchedule,
  type PlanScheduleOptions,
  type ScheduledStep,
} from './parallel/index.ts'
export {
  printPlanFile,
  readPlanFile,
  stepText,
  validateGroundPlan,
  validatePlan,
  type GroundFailure,
  type GroundValidation,
  type PlanFailure,
  type PlanFile,
  type PlanFileStep,
  type PlanStep,
  type PlanValidation,
  type TracedStep,
} from './validate/index.ts'

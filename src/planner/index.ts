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

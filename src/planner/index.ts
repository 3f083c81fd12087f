export { groundTask, type GroundOptions } from './ground/index.ts'
export type {
  ConditionalEffect,
  DerivedFacts,
  GroundAction,
  GroundTask,
  NumericChange,
  NumericCondition,
  NumericVariable,
  Rule,
  Unvalued,
} from './ground-task.ts'
export type {
  Atom,
  Condition,
  LiftedAction,
  LiftedEffect,
  LiftedObject,
  LiftedRule,
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
  PortfolioLead,
  SearchOptions,
  SearchResult,
} from './outcome.ts'
export {
  maximumPddlCharacters,
  pddlCatalogue,
  printPddl,
  readPddl,
  type PddlCode,
  type PddlFile,
  type PddlFinding,
  type PddlOptions,
  type PddlReading,
} from './pddl/index.ts'
export { search, startSearch, type Search } from './search/search.ts'
export { problemNow, type Experience } from './problem/again.ts'
export { lift } from './problem/lift.ts'
export { problemOf } from './problem/of-plan.ts'
export { planning, type PlanGoalOptions, type PlannedGoal, type Planning } from './problem/plan.ts'
export { planOf, type PlannedStep, type PlanOfOptions } from './problem/plan-of.ts'
export { withAuthored } from './problem/authored.ts'
export { planAgain, type AnotherWay, type Course } from './problem/replan.ts'
export { whyNoPlan, type NoPlanFound } from './problem/why-no-plan.ts'
export { wordsOf, type Words } from './problem/words.ts'
export { solving, type Solution, type SolveOptions, type Solving } from './solving.ts'
export {
  alternatives,
  alternativesText,
  causalLinks,
  explainNoPlan,
  noPlanText,
  suggestion,
  whyAction,
  whyActionText,
  whyNot,
  whyNotText,
  type Alternative,
  type Alternatives,
  type CausalLink,
  type Conflict,
  type Maker,
  type Missing,
  type NoPlan,
  type NoPlanOptions,
  type SearchTask,
  type WhyAction,
  type WhyNot,
} from './explain/index.ts'
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

export {
  commandOf,
  type Check,
  type Comparison,
  type CoverageFigure,
  type Expectation,
  type MetricSource,
  type ReportFigure,
  type Take,
  type TestFigure,
} from './check.ts'
export { agentKey, agentKeys } from './agent-name.ts'
export type { Diagnostic, Related, Severity } from './diagnostic.ts'
export type { Figure, Mark, Owner, PlanDocument, Source, TaskGroup } from './document.ts'
export type { EventType, Happening, RunEvent } from './events.ts'
export {
  calculated,
  expressionOf,
  factsJudged,
  factsOf,
  factsRead,
  numberExpression,
  valueWanted,
  worth,
  type NumberExpression,
} from './number-expression.ts'
export { parseExpectation } from './expectation.ts'
export type { Effect, Fact, FactValue, Goal, Probe, WorldState } from './goal.ts'
export {
  bound,
  changed,
  effectText,
  factName,
  factNamed,
  factText,
  probeOf,
  type FactName,
} from './facts.ts'
export { judgeFile, type Find, type Found, type Seen } from './judge-file.ts'
export { compares, judge, type Judgement, type Measured } from './judge.ts'
export { jsonPath } from './json-path.ts'
export {
  gateKey,
  idempotencyKey,
  needKey,
  phaseKey,
  splitKey,
  taskKey,
  type GateKey,
  type PhaseKey,
  type TaskKey,
} from './keys.ts'
export { judgeMetric, measure, unitOf, type Measurement } from './measure.ts'
export { inUnit, unitPattern } from './units.ts'
export type { CriterionResult, Evidence, Inputs, Outcome, Usage, Verdict } from './outcome.ts'
export { decidePermission, isDangerous, type PermissionDecision } from './permission/decide.ts'
export { fieldsToldIn, missingFields, outputKey } from './report-fields.ts'
export {
  permissionsFor,
  type PermissionPattern,
  type Permissions,
  type PermissionScope,
} from './permission/permissions.ts'
export { glob } from './permission/glob.ts'
export { simpleCommands, type ShellScript, type SimpleCommand } from './permission/shell.ts'
export type { Place, Provenance } from './place.ts'
export { scriptLanguage, type ScriptBlock } from './script-block.ts'
export type {
  Contingency,
  Criterion,
  Effort,
  External,
  Gate,
  Metric,
  Mode,
  Phase,
  Plan,
  Priority,
  Retry,
  Risk,
  Slug,
  Status,
  Task,
} from './plan.ts'
export type { Action, FactDeclaration, GoalDocument, Problem } from './problem.ts'

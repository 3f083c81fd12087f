export {
  catalogue,
  check,
  checkGoal,
  checkJson,
  fullCode,
  gathered,
  githubCommands,
  knownFindings,
  newFindings,
  othersTold,
  sarif,
  unmarked,
  withSeverities,
  type CheckOptions,
  type ChosenSeverity,
  type DiagnosticCode,
  type Findings,
  type KnownFinding,
} from './check/index.ts'
export {
  exportPlan,
  importPlan,
  type ExchangeFormat,
  type Imported,
  type ImportOptions,
} from './exchange/index.ts'
export { explain, type Note } from './explain.ts'
export { fix, isFixable, type FixResult, type Repair } from './fix.ts'
export { frame, type FrameOptions, type Paint } from './frame.ts'
export { goalJson, isGoalDocument, printGoal, proseOfGoal, readGoal } from './goals/index.ts'
export { planJson } from './json.ts'
export { proseOf, type ProseLine } from './prose.ts'
export { print, samePlan } from './print/index.ts'
export { read } from './read/index.ts'
export { maximumDocumentBytes, sourceOf, type SourceOptions } from './source.ts'
export {
  measuresOf,
  ownerKey,
  progressOf,
  rewrite,
  write,
  writeBack,
  type Edit,
  type Measures,
  type Progress,
  type RefusedEdit,
  type WantedStatus,
  type Rewritten,
  type WriteResult,
} from './write/index.ts'

/**
 * goap executes Markdown goal and plan documents.
 *
 * `read` → `graph` → `schedule` → `execute` → events → `report`, `write`.
 *
 * @module
 */
export {
  functionAgent,
  manual,
  shell,
  type Agent,
  type Answer,
  type Attempt,
  type Question,
  type Readiness,
  type ShellOptions,
  type TaskPacket,
} from './agents/index.ts'
export {
  formatDuration,
  GoapError,
  parseDuration,
  type Clock,
  type ErrorCode,
  type Json,
  type Milliseconds,
  type Random,
  type Timestamp,
} from './base/index.ts'
export {
  plain,
  redact,
  type Command,
  type CommandResult,
  type Commands,
  type PlainOptions,
} from './commands/index.ts'
export {
  check,
  checkJson,
  explain,
  frame,
  planJson,
  progressOf,
  read,
  rewrite,
  sourceOf,
  write,
  writeBack,
  type FrameOptions,
  type Note,
  type Progress,
  type WriteResult,
} from './documents/index.ts'
export {
  execute,
  resume,
  simulate,
  type Again,
  type Asker,
  type ExecuteOptions,
  type OpenRequest,
  type Run,
  type RunOptions,
  type SimulateOptions,
  type Simulation,
  type Standing,
} from './engine/index.ts'
export { commandChecker, factChecker, type Checker, type CheckContext } from './gates/index.ts'
export {
  findTask,
  formatWhy,
  graph,
  graphJson,
  mermaid,
  schedule,
  tree,
  why,
  type Explanation,
  type GraphEdge,
  type GraphNode,
  type Schedule,
  type ScheduleOptions,
  type TaskGraph,
} from './graph/index.ts'
export {
  memoryJournal,
  sqliteJournal,
  type Journal,
  type RunRecord,
  type SqliteJournalOptions,
} from './journal/index.ts'
export {
  decidePermission,
  parseExpectation,
  taskKey,
  type Check,
  type Criterion,
  type Diagnostic,
  type Evidence,
  type Expectation,
  type Gate,
  type Mode,
  type Outcome,
  type PermissionDecision,
  type Permissions,
  type Phase,
  type Place,
  type Plan,
  type PlanDocument,
  type RunEvent,
  type Status,
  type Task,
  type TaskKey,
} from './model/index.ts'
export { reporter, type Listener, type Report, type ReportedTask } from './observe/index.ts'
export {
  cancelRun,
  executeDocuments,
  findDocuments,
  findWorkspace,
  loadDocuments,
  loadPermissions,
  readConfiguration,
  resumeRun,
  statusOf,
  type Configuration,
  type DocumentOptions,
  type DocumentStatus,
  type Invocation,
  type LoadedDocument,
  type Started,
  type Workspace,
} from './workspace/index.ts'

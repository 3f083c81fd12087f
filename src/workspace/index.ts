export { answersAsker, parseAnswers, type Answers } from './answers.ts'
export {
  defaultConfiguration,
  parseConfiguration,
  readConfiguration,
  type Configuration,
} from './configuration.ts'
export { readBaseline, writeBaseline } from './baseline-file.ts'
export {
  cancelRun,
  executeDocuments,
  leftOut,
  newestResumable,
  resumeRun,
  type DocumentOptions,
  type Invocation,
  type OnEdit,
  type Started,
} from './execute-documents.ts'
export { findAgents, type FoundAgents } from './find-agents.ts'
export { documentName, findDocuments, type DocumentFile } from './find-documents.ts'
export {
  findWorkspace,
  journalFile,
  prepareState,
  type Workspace,
  type WorkspaceOptions,
} from './find-workspace.ts'
export {
  loadDocument,
  loadDocuments,
  type LoadedDocument,
  type LoadedDocuments,
} from './load-documents.ts'
export { loadPermissions, type LoadedPermissions, type PermissionFlags } from './permissions.ts'
export { nextOf, type Next, type NextTask } from './next.ts'
export {
  progressWriter,
  type ProgressWriter,
  type ProgressWriterOptions,
} from './progress-writer.ts'
export { tasksForPersons } from './run-agents.ts'
export { knownAgents, rosterOf, type RosterEntry } from './roster.ts'
export { saveDocument } from './save-document.ts'
export { sendSignal, type SentSignal } from './send-signal.ts'
export { statusOf, type DocumentStatus } from './status.ts'
export { statusMarkers, statusTable, writeStatusTable } from './status-table.ts'
export {
  allowAlways,
  alwaysAllowed,
  revokeTrust,
  trust,
  trustOf,
  type TrustDecision,
} from './trust.ts'

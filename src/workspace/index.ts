export { answersAsker, parseAnswers, type Answers } from './answers.ts'
export {
  defaultConfiguration,
  parseConfiguration,
  readConfiguration,
  type Configuration,
} from './configuration.ts'
export {
  loadConfinement,
  type Confinement,
  type ConfinementFlags,
  type LoadedConfinement,
} from './confinement.ts'
export { readBaseline, writeBaseline } from './baseline-file.ts'
export { examine, type Condition, type Surroundings, type Subject } from './examine.ts'
export { fileView, type FileViewOptions } from './file-view.ts'
export { fileSystemOf } from './file-system.ts'
export {
  cancelRun,
  executeDocuments,
  leftOut,
  newestResumable,
  resumeRun,
  type DocumentOptions,
} from './execute-documents.ts'
export type { Started } from './go-on.ts'
export type { Invocation, OnEdit } from './run-options.ts'
export { findAgents, type FoundAgents } from './find-agents.ts'
export { documentName, findDocuments, type DocumentFile } from './find-documents.ts'
export {
  findWorkspace,
  journalFile,
  prepareState,
  type Workspace,
  type WorkspaceOptions,
} from './find-workspace.ts'
export { journalFormat, lookAtJournal, type JournalLook, type SeenRun } from './journal-look.ts'
export {
  loadDocument,
  loadDocuments,
  loadGoal,
  type LoadedDocument,
  type LoadedDocuments,
  type LoadedGoal,
} from './load-documents.ts'
export { loadPermissions, type LoadedPermissions, type PermissionFlags } from './permissions.ts'
export {
  gateStates,
  type CriterionState,
  type Freshness,
  type GateState,
  type GateStatesOptions,
} from './gate-states.ts'
export { gitState } from './git-state.ts'
export { type GateStanding, type GateVerdict } from './gate-records.ts'
export { nextOf, type Next, type NextEntry, type UnfinishedRun } from './next.ts'
export {
  progressWriter,
  type ProgressWriter,
  type ProgressWriterOptions,
} from './progress-writer.ts'
export { tasksForPersons } from './run-agents.ts'
export { knownAgents, rosterOf, type RosterEntry } from './roster.ts'
export {
  loadSandboxOptions,
  type LoadedSandboxOptions,
  type SandboxFlags,
} from './sandbox-options.ts'
export { saveDocument } from './save-document.ts'
export { selectGates, type SelectedGate } from './select-gates.ts'
export { concealer, workspaceSecrets } from './secrets.ts'
export { sendSignal, type SentSignal } from './send-signal.ts'
export {
  makeStarter,
  starterOf,
  type Project,
  type Starter,
  type StarterFile,
} from './starter/index.ts'
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
export {
  verify,
  type Truth,
  type VerifiedCriterion,
  type VerifiedDocument,
  type VerifiedGate,
  type VerifiedTask,
  type VerifyOptions,
} from './verify.ts'
export { writeVerified, type WrittenDocument } from './write-verified.ts'
export { openGoal } from './open-goal.ts'
export { readBytes, type ReadBytesOptions } from './read-bytes.ts'
export { observeProblem, replannerFor, type GoalPlace, type ObservedProblem } from './plan-goal.ts'

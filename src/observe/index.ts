export {
  account,
  type Account,
  type AccountedCriterion,
  type AccountedGate,
  type AccountedTask,
} from './account.ts'
export type {
  RecordedAttempt,
  RecordedEvaluation,
  RecordedRequest,
  RecordedStretch,
} from './history.ts'
export type { Listener } from './listener.ts'
export { permissionAudit, type PermissionEntry } from './permission-audit.ts'
export { remark, type Remark } from './remark.ts'
export {
  reporter,
  type Report,
  type ReportBasis,
  type ReportedGate,
  type ReportedStatus,
  type ReportedTask,
  type Reporter,
  type Waiting,
} from './report.ts'
export type { PathStep } from './taken-path.ts'

export type { Listener } from './listener.ts'
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

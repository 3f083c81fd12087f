export type {
  Holder,
  Journal,
  Lease,
  ProcessRecord,
  ResultRecord,
  RunRecord,
  RunStatus,
  Signal,
} from './journal.ts'

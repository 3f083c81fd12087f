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
export {
  memoryJournal,
  memoryStore,
  type MemoryJournalOptions,
  type MemoryStore,
} from './memory.ts'
export { sqliteJournal, type SqliteJournalOptions } from './sqlite.ts'

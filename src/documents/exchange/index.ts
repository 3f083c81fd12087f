export type { Imported } from './task-master.ts'
export { exportPlan, importPlan, type ExchangeFormat, type ImportOptions } from './exchange.ts'

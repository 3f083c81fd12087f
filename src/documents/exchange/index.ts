export type { Imported } from './imported.ts'
export { exportPlan, importPlan, type ExchangeFormat, type ImportOptions } from './exchange.ts'

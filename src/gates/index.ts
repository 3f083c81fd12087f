export type { CheckContext, Checker } from './checker.ts'
export { commandChecker, type CommandCheckOptions } from './command.ts'
export { evaluate, verdictOf, type GateResult } from './evaluate.ts'
export { factChecker } from './fact.ts'

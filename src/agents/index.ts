export type { Agent, Answer, Attempt, Question, Readiness, TaskPacket } from './agent.ts'
export { functionAgent, isSuspension, Suspension, type FunctionResult } from './function.ts'
export { manual } from './manual.ts'
export { commandEvidence, howItEnded, shell, type ShellOptions } from './shell.ts'

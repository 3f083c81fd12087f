export type { Agent, Answer, Attempt, Question, Readiness, TaskPacket } from './agent.ts'
export { builtInAgents, type BuiltInOptions } from './built-in.ts'
export { asksPerson, boundsOf, candidates, nearestAgent } from './candidates.ts'
export { brokenAgent, definedAgent, readinessOf, type DefinedOptions } from './defined.ts'
export {
  executors,
  type AgentBudget,
  type AgentDefinition,
  type AgentLimits,
  type AgentPermissions,
  type ExecutorName,
} from './definition.ts'
export { functionAgent, isSuspension, Suspension, type FunctionResult } from './function.ts'
export { manual, type ManualOptions } from './manual.ts'
export {
  parseDefinition,
  type BrokenDefinition,
  type ParsedDefinition,
} from './parse-definition.ts'
export { scriptAgent, type ScriptOptions } from './script.ts'
export { howScriptEnded, scriptEvidence } from './script-evidence.ts'
export { commandEvidence, howItEnded, withLack, shell, type ShellOptions } from './shell.ts'

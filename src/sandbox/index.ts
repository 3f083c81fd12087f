export type { Abilities, Backend, BoundScript } from './backend.ts'
export { checkScript } from './check-script.ts'
export { limitsOf, presets, type PresetName } from './limits.ts'
export type {
  BackendName,
  ErrorReason,
  SandboxResult,
  ScriptError,
  Spent,
  TimeoutReason,
  ViolationReason,
} from './result.ts'
export type { Sandbox } from './sandbox.ts'
export type { Limits, Script, ScriptLanguage } from './script.ts'
export type { JsonSchema, Tool } from './tool.ts'

export type { Abilities, Backend, BoundScript } from './backend.ts'
export { bench, type BenchOptions, type Measurement, type Speed } from './bench/bench.ts'
export type { BreakerOptions, BackendState } from './backend.machine.ts'
export type { CanaryResult } from './canaries.ts'
export { compileSource } from './compile-source.ts'
export { checkScript } from './check-script.ts'
export {
  backendNames,
  backendVariable,
  chosenBackend,
  type BackendChoice,
  type BackendSources,
} from './chosen.ts'
export type { BackendHealth } from './health.ts'
export { backendsHere, type BackendHere } from './here.ts'
export { quantile, type Histogram } from './histogram.ts'
export { strengthOf } from './isolation.ts'
export { lazily } from './lazily.ts'
export type { MeteredOptions } from './metered/backend.ts'
export { meteredBackend } from './metered/open.ts'
export { limitsOf, presets, type PresetName } from './limits.ts'
export type { BackendMetrics, SandboxMetrics } from './metrics.ts'
export { openSandbox, type Decision, type OpenSandbox } from './open.ts'
export type { SandboxOptions } from './options.ts'
export type { PoolOptions } from './pool.ts'
export type { RetryOptions } from './retry.ts'
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
export { checked } from './tools/checked.ts'
export { declarations } from './tools/declarations.ts'

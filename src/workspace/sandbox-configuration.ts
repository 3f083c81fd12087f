import type { SandboxOptions } from '../sandbox/index.ts'

/** What a configuration says of the sandbox. */
export type SandboxConfiguration = Pick<
  SandboxOptions,
  | 'backend'
  | 'preset'
  | 'limits'
  | 'wasmRatio'
  | 'fallback'
  | 'allowWeaker'
  | 'pool'
  | 'retry'
  | 'breaker'
>

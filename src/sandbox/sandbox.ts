import type { SandboxResult } from './result.ts'
import type { Script } from './script.ts'

/** Runs untrusted code. */
export interface Sandbox extends AsyncDisposable {
  /**
   * Runs a script in a fresh world and resolves with what became of it, failed ones too. Rejects only with a GoapError of the sandbox:
   * `sandbox/no-backend` if none of the allowed ones works here, `sandbox/backend-failed` if one failed beyond its retries,
   * `sandbox/closed`, or `sandbox/bad-script` for wrong use.
   */
  execute(script: Script, options?: { readonly signal?: AbortSignal }): Promise<SandboxResult>
}

import type { Backend } from '../../src/sandbox/index.ts'
import { errorsContract } from './sandbox/errors.ts'
import { freshContract } from './sandbox/fresh.ts'
import { limitsContract } from './sandbox/limits.ts'
import { subject } from './sandbox/subject.ts'
import { toolsContract } from './sandbox/tools.ts'
import { valuesContract } from './sandbox/values.ts'

/**
 * What every backend of the sandbox must do, as far as its abilities promise it. One backend is opened for all tests, so that each also
 * shows that the ones before left nothing behind; tests of what it does not promise are skipped with the reason.
 */
export function sandboxContract(name: string, open: () => Promise<Backend>): void {
  const backend = subject(name, open)
  valuesContract(backend)
  errorsContract(backend)
  limitsContract(backend)
  toolsContract(backend)
  freshContract(backend)
}

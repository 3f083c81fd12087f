import { GoapError, nearest } from '../base/index.ts'
import type { BackendName } from './result.ts'

/** A backend, or the choice among them for each script. */
export type BackendChoice = BackendName | 'hybrid'

/** All backends, in the order in which one would take them. */
export const backendNames: readonly BackendName[] = ['wasm', 'quickjs', 'process', 'isolated-vm']

const choices: readonly BackendChoice[] = [...backendNames, 'hybrid']

/** Names a backend where no option does. */
export const backendVariable = 'MCP_SANDBOX_BACKEND'

/** Where a backend may be named, first what counts most. */
export interface BackendSources {
  /** By an option: its value, and how it is called in messages. */
  readonly option?: string | undefined
  readonly optionName?: string
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly configured?: string | undefined
}

/** The backend to use, and what chose it. Throws `sandbox/unknown-backend` with the place of a name that is none. */
export function chosenBackend(sources: BackendSources): {
  readonly backend: BackendChoice
  readonly by: string
} {
  const { option, optionName = 'backend', environment = {}, configured } = sources
  // An empty variable is not set.
  const variable = environment[backendVariable] || undefined
  if (option !== undefined)
    return { backend: checked(option, optionName), by: `chosen by ${optionName}` }
  if (variable !== undefined)
    return { backend: checked(variable, backendVariable), by: `chosen by ${backendVariable}` }
  if (configured !== undefined)
    return { backend: checked(configured, 'sandbox.backend of the configuration'), by: 'chosen by the configuration' } // prettier-ignore
  return { backend: 'wasm', by: 'the default' }
}

function checked(name: string, place: string): BackendChoice {
  const known = choices.find((choice) => choice === name)
  if (known !== undefined) return known
  const near = nearest(name, choices)
  throw new GoapError('sandbox/unknown-backend', `${place} is "${name}", which is no backend.`, {
    hint: `There are ${choices.join(', ')}.${near === undefined ? '' : ` Did you mean "${near}"?`}`,
  })
}

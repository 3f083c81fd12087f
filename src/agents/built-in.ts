import type { Milliseconds } from '../base/index.ts'
import type { Sandbox, Tool } from '../sandbox/index.ts'
import type { Agent } from './agent.ts'
import { manual } from './manual.ts'
import { scriptAgent } from './script.ts'
import { shell } from './shell.ts'

export interface BuiltInOptions {
  /** Time given to one command. Default: 10 minutes. */
  readonly timeout?: Milliseconds
  /** Where scripts run. Default null: nowhere. */
  readonly sandbox?: Sandbox | null
  /** What scripts of the agent `script` may look at. Default: nothing. */
  readonly view?: readonly Tool[]
}

/** The agents that there are without anybody defining them: `shell`, `manual` and `script`. */
export function builtInAgents(options: BuiltInOptions = {}): readonly Agent[] {
  const { timeout, sandbox = null, view = [] } = options
  const time = timeout === undefined ? {} : { timeout }
  return [shell(time), manual(), scriptAgent({ sandbox, tools: view })]
}

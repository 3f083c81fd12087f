import { createContext, Script as Program } from 'node:vm'
import { isObject, type Json } from '../../src/base/index.ts'
import type { ErrorReason, Sandbox, SandboxResult, Script, Tool } from '../../src/sandbox/index.ts'

export interface StandIn extends Sandbox {
  /** The scripts that it got, in their order. */
  readonly scripts: Script[]
  readonly isClosed: () => boolean
}

/**
 * Runs the scripts of tests as a sandbox would, without holding anything in: for tests of what uses a sandbox. Its fuel is the length
 * of the code, and a script that loops for ever ends as one that has used its fuel.
 */
export function standIn(): StandIn {
  const scripts: Script[] = []
  let closed = false
  return {
    scripts,
    isClosed: () => closed,
    async execute(script, { signal } = {}) {
      scripts.push(script)
      if (signal?.aborted) return { ...spent(script, ''), status: 'timeout', reason: 'cancelled' }
      let stdout = ''
      const say = (...words: unknown[]): void => void (stdout += `${words.map(String).join(' ')}\n`)
      const world = { ...toolsOf(script.tools ?? []), input: script.input, console: { log: say } }
      const code = typeof script.code === 'string' ? script.code : ''
      try {
        const value: unknown = await new Program(code).runInContext(createContext(world), { timeout: 200 }) // prettier-ignore
        const json = value === undefined ? undefined : JSON.stringify(value)
        const told: { readonly value?: Json } = json === undefined ? {} : { value: JSON.parse(json) as Json } // prettier-ignore
        return { ...spent(script, stdout), status: 'success', ...told }
      } catch (error) {
        return failed(error, spent(script, stdout))
      }
    },
    async [Symbol.asyncDispose]() {
      closed = true
    },
  }
}

type Spent = Pick<SandboxResult, 'stdout' | 'stderr' | 'fuel' | 'memory' | 'backend' | 'why' | 'ms'>

function spent({ code }: Script, stdout: string): Spent {
  return { stdout, stderr: '', fuel: code.length, memory: null, backend: 'wasm', why: 'a stand-in', ms: 1 } // prettier-ignore
}

function failed(error: unknown, rest: Spent): SandboxResult {
  const { name, message, code, stack = '' } = error as Error & { readonly code?: string }
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { ...rest, status: 'timeout', reason: 'fuel' }
  const reason: ErrorReason = name === 'SyntaxError' ? 'syntax' : 'thrown'
  const line =
    /evalmachine\.<anonymous>:(\d+):(\d+)/.exec(stack) ??
    /evalmachine\.<anonymous>:(\d+)/.exec(stack)
  const at = { line: line ? Number(line[1]) : null, column: line?.[2] === undefined ? null : Number(line[2]) } // prettier-ignore
  return { ...rest, status: 'error', reason, error: { name, message, stack: '', ...at } }
}

/** Tools as globals; dots make objects. */
function toolsOf(tools: readonly Tool[]): Record<string, unknown> {
  const world: Record<string, unknown> = {}
  const { signal } = new AbortController()
  for (const { name, call } of tools) {
    const path = name.split('.')
    const last = path.pop() ?? ''
    let at = world
    for (const step of path) at = (at[step] ??= {}) as Record<string, unknown>
    at[last] = (argument?: Json) =>
      call(isObject(argument) ? { ...argument } : argument, { signal })
  }
  return world
}

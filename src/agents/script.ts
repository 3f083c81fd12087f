import { GoapError, isObject, type Json, type Milliseconds } from '../base/index.ts'
import type { Outcome, ScriptBlock, Task } from '../model/index.ts'
import type { Limits, Sandbox, SandboxResult, Tool } from '../sandbox/index.ts'
import type { Agent, Attempt, TaskPacket } from './agent.ts'
import { manual } from './manual.ts'
import { howScriptEnded, scriptEvidence } from './script-evidence.ts'

export interface ScriptOptions {
  /** What tasks call the agent. Default `script`. */
  readonly name?: string
  /** Where its scripts run. Null: nowhere, so that a person is asked. */
  readonly sandbox: Sandbox | null
  /** What performs a task without a script of its own. Default: nothing does, and a person is asked. */
  readonly script?: ScriptBlock | null
  /** The file that holds that script, for errors. Default: the agent's name. */
  readonly file?: string
  /** Host functions that its scripts may call, and no others. Default: none. */
  readonly tools?: readonly Tool[]
  /** Bounds that differ from the sandbox's own. */
  readonly limits?: Partial<Limits>
}

/**
 * An agent that performs a task by running its script in the sandbox. The script finds what is known of the task as `input`; the
 * object that it gives becomes the outputs of the task, any other value the output `value`.
 */
export function scriptAgent(options: ScriptOptions): Agent {
  const { name = 'script', sandbox, script = null, file = name, limits } = options
  const tools = options.tools ?? []
  const codeOf = (task: Task): ScriptBlock | null => task.script ?? script
  return {
    name,
    capabilities: ['script'],
    script: () => null,
    code: codeOf,
    standIn(task) {
      if (codeOf(task) === null) return person(`agent ${name} only runs scripts, and there is none`)
      return sandbox === null ? person(noSandbox) : null
    },
    ready: async () => (sandbox === null ? { ready: false, reason: noSandbox } : { ready: true }),
    async perform(packet, attempt) {
      const { task, document } = packet
      const block = codeOf(task)
      if (block === null || sandbox === null) throw new Error(`agent "${name}" has nothing to run`)
      const from = { ...block, file: task.script ? document : file }
      try {
        const result = await sandbox.execute(
          { code: from.code, language: from.language, file: from.file, input: inputOf(packet, attempt), tools, ...(limits ? { limits } : {}) },
          { signal: attempt.signal },
        ) // prettier-ignore
        return outcomeOf(from, result)
      } catch (error) {
        if (attempt.signal.aborted) return { kind: 'cancelled', reason: 'cancelled', evidence: [] }
        if (!(error instanceof GoapError) || !error.code.startsWith('sandbox/')) throw error
        // Nothing ran: a person decides, as for other agents that cannot work here.
        if (error.code === 'sandbox/no-backend') return person(`no sandbox works here: ${without(error.message)}`).perform(packet, attempt) // prettier-ignore
        return failed(without(error.message), 0, { transient: faults.has(error.code) })
      }
    },
  }
}

function person(reason: string): Agent {
  return manual({ reason })
}

/** What may be gone at the next attempt. */
const faults: ReadonlySet<string> = new Set(['sandbox/backend-failed', 'sandbox/busy'])

const noSandbox = 'there is no sandbox here to run its scripts'

function without(sentence: string): string {
  return sentence.replace(/\.$/, '')
}

/** What a script gets to know of its task: keys of its own document are without the document's name. */
function inputOf(
  { key, task, document, plan, inputs, facts = {}, notes }: TaskPacket,
  { number }: Attempt,
): Json {
  const own = `${document}#`
  return {
    task: {
      key, id: task.id, title: task.title, prompt: task.prompt, agent: task.agent, priority: task.priority,
      outputs: task.outputs, report: task.report ?? [], attempt: number, notes,
    },
    plan: { title: plan, document },
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, said]) => [name.startsWith(own) ? name.slice(own.length) : name, said] as const),
    ),
    facts,
  } // prettier-ignore
}

function outcomeOf(from: ScriptBlock & { readonly file: string }, result: SandboxResult): Outcome {
  const evidence = [scriptEvidence(from, result)]
  if (result.status === 'success') {
    const { value } = result
    const outputs = value === undefined ? {} : isObject(value) ? defined(value) : { value }
    return { kind: 'succeeded', outputs, evidence, usage: { duration: result.ms } }
  }
  if (result.reason === 'cancelled') return { kind: 'cancelled', reason: 'cancelled', evidence }
  return failed(howScriptEnded(result, from), result.ms, { evidence })
}

function defined(value: { readonly [name: string]: Json | undefined }): Record<string, Json> {
  const found = Object.entries(value).flatMap(([name, one]) => one === undefined ? [] : [[name, one] as const]) // prettier-ignore
  return Object.fromEntries(found)
}

function failed(
  reason: string,
  duration: Milliseconds,
  { transient = false, evidence = [] }: { readonly transient?: boolean; readonly evidence?: Outcome['evidence'] }, // prettier-ignore
): Outcome {
  return { kind: 'failed', reason, transient, evidence, usage: { duration } }
}

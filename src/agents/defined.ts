import { presentExecutors, type AgentDefinition } from './definition.ts'
import type { Agent, Readiness, TaskPacket } from './agent.ts'
import type { Sandbox, Tool } from '../sandbox/index.ts'
import { manual } from './manual.ts'
import type { BrokenDefinition } from './parse-definition.ts'
import { scriptAgent } from './script.ts'
import { outcomeOfRun, shell, type ShellOptions } from './shell.ts'

export interface DefinedOptions extends ShellOptions {
  /** Where scripts run. Default null: nowhere, so that a person is asked. */
  readonly sandbox?: Sandbox | null
  /** Host functions; an agent gets those that its definition names, `files` meaning `files.read` too. Default: none. */
  readonly tools?: readonly Tool[]
  /** The tools that show the files of these patterns. Default: there are none. */
  readonly view?: (patterns: readonly string[]) => readonly Tool[]
}

/**
 * The agent of a definition. What no executor does here is put to a person, and the question says why; a task's own command is run
 * by the shell, unless the definition names another executor.
 */
export function definedAgent(definition: AgentDefinition, options: DefinedOptions = {}): Agent {
  if (definition.executor === 'script') return runsScripts(definition, options)
  const { name, capabilities, permissions, limits, executor, command, directory } = definition
  const timeout = limits.timeout ?? options.timeout
  const time = timeout === undefined ? {} : { timeout }
  const where = directory === null ? {} : { directory }
  const runs = executor === null || executor === 'shell'
  const ownCommand = shell({ ...time, ...where })
  const person = manual(reasonFor(definition))
  return {
    name,
    capabilities,
    permissions,
    script: (task) => (runs ? (task.command ?? command) : null),
    standIn(task) {
      if (runs && task.command !== null) return ownCommand
      return command === null ? person : null
    },
    ready: async () => readinessOf(definition),
    async perform(packet, { commands, signal }) {
      if (command === null) throw new Error(`agent "${name}" performs nothing itself`)
      const environment = packetEnvironment(packet, definition)
      const tooLong = Object.entries(environment).find(
        ([, value]) => Buffer.byteLength(value) > maximumVariable,
      )
      if (tooLong) return refused(`${tooLong[0]} is longer than an environment variable may be`)
      const whole = { script: command, environment, origin: 'agent', ...where, ...time } as const
      return outcomeOfRun(commands, whole, signal, packet.task.report)
    },
  }
}

/** Its own timeout bounds one script, as it bounds one command. */
function runsScripts(
  { name, capabilities, permissions, limits, script, file, files = [], tools }: AgentDefinition,
  { sandbox = null, tools: all = [], view }: DefinedOptions,
): Agent {
  const { timeout, fuel, memory } = limits
  const named = all.filter((tool) => tools?.some((one) => tool.name === one || tool.name.startsWith(`${one}.`))) // prettier-ignore
  const agent = scriptAgent({
    name,
    sandbox,
    file,
    script: script ?? null,
    tools: [...named, ...(files.length > 0 ? (view?.(files) ?? []) : [])],
    limits: {
      ...(timeout === null ? {} : { wall: timeout }),
      ...(fuel === undefined ? {} : { fuel }),
      ...(memory === undefined ? {} : { memory }),
    },
  })
  return { ...agent, capabilities, permissions }
}

/** Stands for a definition that cannot be read: a person is asked for all its tasks, since what it forbids is not known. */
export function brokenAgent({ name, error }: BrokenDefinition): Agent {
  const reason = `its definition is broken: ${error.message.replace(/\.$/, '')}`
  const person = manual({ reason })
  return {
    name,
    capabilities: [],
    standIn: () => person,
    ready: async () => ({ ready: false, reason }),
    perform: (packet, attempt) => person.perform(packet, attempt),
  }
}

/** Whether something other than a person does what the agent is meant for. */
export function readinessOf({ executor, command, script }: AgentDefinition): Readiness {
  if (executor === null)
    return { ready: false, reason: 'no executor is named: commands of tasks are run, a person does the rest' } // prettier-ignore
  if (!presentExecutors.has(executor))
    return { ready: false, reason: `goap has no executor ${executor} yet: a person does its tasks` }
  if (executor === 'shell' && command === null)
    return { ready: true, note: 'runs the commands of tasks; a person does those without one' }
  if (executor === 'script' && !script)
    return { ready: true, note: 'runs the scripts of tasks; a person does those without one' }
  return { ready: true }
}

function reasonFor({ executor, name }: AgentDefinition): { readonly reason?: string } {
  if (executor === 'shell') return { reason: `agent ${name} only runs commands, and there is none` }
  if (executor === null) return { reason: 'its definition names no executor' }
  if (presentExecutors.has(executor)) return {}
  return { reason: `goap has no executor ${executor} yet` }
}

/** Linux takes at most 32 pages for one variable, with its name. */
const maximumVariable = 120_000

/** What a script gets to know of its task. Texts of documents come as variables only: in the script they would be commands. */
function packetEnvironment(
  { key, task, document, inputs, notes }: TaskPacket,
  { name, instructions }: AgentDefinition,
): Readonly<Record<string, string>> {
  const variables = {
    GOAP_TASK: key,
    GOAP_TITLE: task.title,
    GOAP_PROMPT: task.prompt ?? '',
    GOAP_NOTES: notes.join('\n'),
    GOAP_REPORT: (task.report ?? []).join('\n'),
    GOAP_INPUTS: JSON.stringify(inputs),
    GOAP_DOCUMENT: document,
    GOAP_AGENT: name,
    GOAP_INSTRUCTIONS: instructions,
  }
  // A variable cannot hold the character that ends it.
  return Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [key, value.replaceAll('\0', '\uFFFD')]),
  )
}

function refused(reason: string): Awaited<ReturnType<Agent['perform']>> {
  return { kind: 'failed', reason, transient: false, evidence: [], usage: { duration: 0 } }
}

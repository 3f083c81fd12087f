import { GoapError, type Milliseconds } from '../base/index.ts'
import {
  lackOf,
  redact,
  type Command,
  type CommandResult,
  type Commands,
} from '../commands/index.ts'
import { fieldsToldIn, type Evidence, type Outcome } from '../model/index.ts'
import type { Agent } from './agent.ts'

export interface ShellOptions {
  /** Time given to one command, counted from its start. Default: 10 minutes. */
  readonly timeout?: Milliseconds
  /** The folder that commands run in, within the workspace. Default: the workspace. */
  readonly directory?: string
}

/** An agent that performs a task by running its command in a shell. It succeeds when the exit code is 0. */
export function shell({ timeout, directory }: ShellOptions = {}): Agent {
  const where = directory === undefined ? {} : { directory }
  const time = timeout === undefined ? {} : { timeout }
  return {
    name: 'shell',
    capabilities: ['command'],
    script: ({ command }) => command,
    ready: async () => ({ ready: true }),
    async perform({ task }, { commands, signal }) {
      if (task.command === null) return failed(`Task "${task.title}" has no command.`, [], 0)
      const { command: script, report } = task
      return outcomeOfRun(commands, { script, ...where, ...time }, signal, report)
    },
  }
}

/** Runs a command for a task. Where it cannot be run as it must, as in a folder outside of the workspace, nothing runs and the task fails. */
export async function outcomeOfRun(
  commands: Commands,
  command: Command,
  signal: AbortSignal,
  report: readonly string[] = [],
): Promise<Outcome> {
  try {
    return outcomeOf(command.script, await commands.run(command, signal), report)
  } catch (error) {
    if (!(error instanceof GoapError) || !refusals.has(error.code)) throw error
    return failed(whyRefused(error), [], 0)
  }
}

const refusals: ReadonlySet<string> = new Set([
  'commands/outside-workspace',
  'commands/no-directory',
  'commands/not-confined',
])

/** What to do about missing confinement is not to be guessed. */
function whyRefused({ code, message, hint }: GoapError): string {
  const reason = message.replace(/\.$/, '')
  return code === 'commands/not-confined' ? `${reason}. ${hint.replace(/\.$/, '')}` : reason
}

/** What a command's end means for the task that it performs; lines `Name: value` of its output tell what is to be reported. */
function outcomeOf(
  command: string,
  result: CommandResult,
  report: readonly string[] = [],
): Outcome {
  const evidence = commandEvidence(command, result)
  if (result.ended === 'cancelled')
    return { kind: 'cancelled', reason: 'cancelled', evidence: [evidence] }
  if (result.ended === 'exited' && result.exit === 0)
    return {
      kind: 'succeeded',
      outputs: fieldsToldIn(report, result.tail),
      evidence: [evidence],
      usage: { duration: result.duration },
    }
  return failed(howItEnded(result), [evidence], result.duration)
}

function failed(reason: string, evidence: readonly Evidence[], duration: Milliseconds): Outcome {
  // 75 is EX_TEMPFAIL of sysexits.h: the command itself says that trying again may help.
  const transient = evidence.some((one) => one.kind === 'command' && one.exit === 75)
  return { kind: 'failed', reason, transient, evidence, usage: { duration } }
}

/** What a command did, as evidence. Secrets in the command itself are redacted. */
export function commandEvidence(command: string, result: CommandResult): Evidence {
  return {
    kind: 'command',
    command: redact(command, { environment: process.env }),
    exit: result.exit,
    signal: result.signal,
    duration: result.duration,
    tail: result.tail,
    hash: result.hash,
    bytes: result.bytes,
    truncated: result.truncated,
    confinement: result.confinement,
  }
}

/**
 * How a command ended, in words: `exit code 2`, `ended by SIGKILL`, `timed out`. Where it seems to have failed for what confinement kept
 * from it, that is told: `exit code 6: it had no network, which --network gives`.
 */
export function howItEnded(result: CommandResult): string {
  return withLack(ending(result), result)
}

/** A reason for which a command did not do, with what confinement seems to have kept from it. */
export function withLack(reason: string, result: CommandResult): string {
  const lack = lackOf(result)
  return lack === null ? reason : `${reason}: ${lacks[lack]}`
}

const lacks = {
  network: 'it had no network, which --network gives',
  writing: 'it was confined, so that only the workspace can be written',
} as const

function ending(result: CommandResult): string {
  switch (result.ended) {
    case 'exited':
      return `exit code ${result.exit}`
    case 'signalled':
      return `ended by ${result.signal}`
    case 'timeout':
      return 'timed out'
    case 'cancelled':
      return 'cancelled'
    case 'lost':
      return 'could not be started'
  }
}

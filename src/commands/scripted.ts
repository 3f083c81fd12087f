import type { Command, CommandResult, Commands } from './commands.ts'
import { sha256 } from './sha256.ts'

/** What a scripted command answers: an exit code and output, more of a result, or `hang` until it is cancelled. */
export type ScriptedAnswer = Partial<CommandResult> | 'hang'

/** Answers by script; a script without an answer fails as a shell would (127). */
export type ScriptedAnswers =
  | Readonly<Record<string, ScriptedAnswer>>
  | ((command: Command) => ScriptedAnswer | undefined)

/** Commands for tests: starts nothing, and tells what it was asked. */
export interface ScriptedCommands extends Commands {
  /** The commands that ran, in the order of their release. */
  readonly calls: readonly Command[]
}

/** Commands that answer from a table, at once, after the same held start as real ones. */
export function scripted(answers: ScriptedAnswers = {}): ScriptedCommands {
  const calls: Command[] = []
  return {
    calls,
    async run(command, signal, { held, output } = {}) {
      if (signal.aborted) return resultOf({ ended: 'cancelled' })
      await held?.({ pgid: 2_000_000_000 + calls.length, started: null, boot: null })
      if (signal.aborted) return resultOf({ ended: 'cancelled' })
      calls.push(command)
      const answer = answerTo(answers, command)
      if (answer === 'hang') {
        await aborted(signal)
        return resultOf({ ended: 'cancelled', signal: 'SIGTERM' })
      }
      const result = resultOf(answer)
      if (result.tail !== '') output?.(result.tail)
      return result
    },
  }
}

function answerTo(answers: ScriptedAnswers, command: Command): ScriptedAnswer {
  const answer = typeof answers === 'function' ? answers(command) : answers[command.script]
  return answer ?? { exit: 127, tail: `${command.script}: command not found\n` }
}

function resultOf(answer: Partial<CommandResult>): CommandResult {
  const tail = answer.tail ?? ''
  const ended = answer.ended ?? 'exited'
  return {
    exit: ended === 'exited' ? 0 : null,
    signal: null,
    ended,
    tail,
    hash: sha256().update(tail).digest('hex'),
    bytes: Buffer.byteLength(tail),
    truncated: false,
    duration: 0,
    confinement: 'plain',
    ...answer,
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  )
}

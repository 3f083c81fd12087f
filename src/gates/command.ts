import { commandEvidence, howItEnded, withLack } from '../agents/index.ts'
import type { Milliseconds } from '../base/index.ts'
import { judge } from '../model/index.ts'
import type { Checker } from './checker.ts'

export interface CommandCheckOptions {
  /** Time given to one command. Default: 10 minutes. */
  readonly timeout?: Milliseconds
}

/** Checks a criterion by running its command and judging exit code, output and duration by what the criterion expects. */
export function commandChecker(options: CommandCheckOptions = {}): Checker {
  return {
    kind: 'command',
    async check(criterion, { commands, signal }) {
      const { key, text, check, expectations } = criterion
      if (check?.kind !== 'command' || !check.runnable)
        return {
          key,
          text,
          verdict: 'insufficient-evidence',
          reason: 'the command is incomplete, so it was not run',
          evidence: [],
        }
      const result = await commands.run(
        {
          script: check.command,
          ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
        },
        signal,
      )
      const { verdict, reason, measured } = judge(expectations, {
        exit: result.exit,
        output: result.tail,
        duration: result.duration,
        broken: result.ended === 'exited' ? null : howItEnded(result),
      })
      const evidence = [commandEvidence(check.command, result)]
      return {
        key,
        text,
        verdict,
        reason:
          verdict === 'passed' || result.ended !== 'exited' ? reason : withLack(reason, result),
        ...(measured === undefined ? {} : { measured }),
        evidence,
      }
    },
  }
}

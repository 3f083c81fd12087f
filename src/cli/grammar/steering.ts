import type { Command } from 'commander'
import type { Exit } from '../exit.ts'
import type { StateOption } from '../flags.ts'
import type { Io } from '../io.ts'
import type { Json, RunRecord } from '../../index.ts'
import { collect, stateOption } from './options.ts'

interface RetryFlags extends StateOption {
  readonly downstream?: boolean
  readonly note?: string
}

interface ApproveFlags extends StateOption {
  readonly reject?: boolean
  readonly note?: string
}

const unfinished = ({ status }: RunRecord): boolean => status === 'running' || status === 'paused'
const notCancelled = ({ status }: RunRecord): boolean => status !== 'cancelled'

/** The commands that tell a run what to do, from any process: `pause`, `retry`, `approve`, `answer`, `waive`. */
export function steering(root: Command, io: Io, exit: (code: Exit) => void): void {
  stateOption(
    root
      .command('pause')
      .summary('start nothing new in a run')
      .description('Lets end what runs and starts nothing new; goap resume goes on.')
      .argument('[run]', 'the id of a run (default: the newest that is not finished)'),
  ).action(async (run: string | undefined, flags: StateOption) => {
    const { steerRun } = await import('../commands/steer.ts')
    const wish = {
      kind: 'pause',
      payload: () => ({}),
      taken: 'pauses',
      isMeant: unfinished,
    } as const
    exit(await steerRun(io, run, wish, flags))
  })
  subjectCommand(root, 'retry', 'run a task or gate of a run again')
    .description(
      'Runs a task or gate again, and what was skipped because of it. A run that has ended goes on at goap resume.',
    )
    .option('--downstream', 'run everything that rests on it again too')
    .option('--note <text>', 'what the next attempt is told')
    .action(async (first: string, second: string | undefined, flags: RetryFlags) => {
      const { steer } = await import('../commands/steer.ts')
      const payload = (subject: string): Json => ({
        subject,
        downstream: flags.downstream === true,
        ...noted(flags.note),
      })
      const wish = { kind: 'retry', payload, taken: 'runs again', isMeant: notCancelled } as const
      exit(await steer(io, words(first, second), wish, flags))
    })
  subjectCommand(root, 'approve', 'say yes, or no, to what a gate or task waits for')
    .description(
      'Approves what a gate or task of a run waits for: a gate, a command, a blocked task, work that is done by hand.',
    )
    .option('--reject', 'say no; with --note the work goes back to be done again')
    .option('--note <text>', 'why')
    .action(async (first: string, second: string | undefined, flags: ApproveFlags) => {
      const { steer } = await import('../commands/steer.ts')
      const reject = flags.reject === true
      const payload = (subject: string): Json => ({ subject, reject, ...noted(flags.note) })
      const taken = reject ? 'is rejected' : 'is approved'
      const wish = { kind: 'approve', payload, taken, isMeant: unfinished } as const
      exit(await steer(io, words(first, second), wish, flags))
    })
  stateOption(
    root
      .command('answer')
      .summary('answer what a task or gate asks')
      .description('Answers the open question of a task or gate: [run] <task> <answer>.')
      .argument('<words...>', 'run (default: the newest that is not finished), task, answer')
      .option(
        '--report <text>',
        'what is to be told beside, as NAME=TEXT; may be given several times',
        collect,
        [],
      ),
  ).action(async (all: string[], flags: StateOption & { report: readonly string[] }) => {
    const { answerCommand } = await import('../commands/answer.ts')
    exit(await answerCommand(io, all, flags))
  })
  subjectCommand(root, 'waive', 'let what follows a gate go on, whatever its verdict')
    .description('Waives a gate: what follows goes on, and the report says who waived it and why.')
    .requiredOption('--why <text>', 'the reason')
    .action(
      async (
        first: string,
        second: string | undefined,
        flags: StateOption & { readonly why: string },
      ) => {
        const { steer } = await import('../commands/steer.ts')
        const payload = (subject: string): Json => ({ subject, why: flags.why })
        const wish = { kind: 'waive', payload, taken: 'is waived', isMeant: notCancelled } as const
        exit(await steer(io, words(first, second), wish, flags))
      },
    )
}

function subjectCommand(root: Command, name: string, summary: string): Command {
  return stateOption(
    root
      .command(name)
      .summary(summary)
      .argument('<run|subject>', 'the id of a run, or the task or gate of the newest run')
      .argument('[subject]', 'a task or gate: its id, key or title'),
  )
}

function words(first: string, second: string | undefined): readonly string[] {
  return second === undefined ? [first] : [first, second]
}

function noted(note: string | undefined): { readonly note?: string } {
  return note === undefined ? {} : { note }
}

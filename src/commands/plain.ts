import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { GoapError, systemClock, type Clock, type Milliseconds } from '../base/index.ts'
import type { Command, CommandResult, Commands } from './commands.ts'
import { allowedEnvironment, type Environment } from './environment.ts'
import { defaultGrace, signalGroup, terminate } from './group.ts'
import { hold, shellStart, type Exit, type Held } from './holder.ts'
import { follow, type Output } from './output.ts'
import { isWithin } from './paths.ts'
import { secretFinder } from './redact.ts'
import type { Start } from './start.ts'

export interface PlainOptions {
  /** The folder that commands run in and may not leave as their working folder. Absolute. */
  readonly workspace: string
  /** Where the allowed variables and the values to hide come from. Default: the environment of this process. */
  readonly environment?: Environment
  /** Names of further variables that commands may see. Default: none. */
  readonly allowEnvironment?: readonly string[]
  /** Bytes of output kept, of its end. Default 64 KiB. */
  readonly maximumOutput?: number
  /** Time between SIGTERM and SIGKILL. Default 1 s. */
  readonly grace?: Milliseconds
  /** Texts to hide in the output besides the secret variables and the known shapes. Default: none. */
  readonly secrets?: readonly string[]
  /** The POSIX shell that holds a command until its release, and runs it where there is no bash. Default /bin/sh. */
  readonly shell?: string
  /** Measures timeouts and durations. Default: the system's. */
  readonly clock?: Clock
}

/** Something around a process that keeps it in. */
export interface Enclosure {
  /** What stands in results. */
  readonly level: string
  /** The start of the same process within it. */
  around(start: Start): Start
  /** What the end of the outermost process means for the script's own. Default: the same. */
  readonly meaning?: (life: Ended, tail: string) => Ended
}

export type Ended = Pick<CommandResult, 'ended' | 'exit' | 'signal'>

const none: Enclosure = { level: 'plain', around: (start) => start }

// Commands as processes of this machine.
//
//   C1. Nothing of a script runs before `held` has resolved; if it rejects, or this process dies before, nothing ever runs.
//   C2. When `run` settles, no process of the group lives.
//   C3. What is shown or kept of the output holds no secret that is known, also not one that came in pieces.

/** The pipes of a leader that has ended may still hold output; children in the background keep them open for ever. */
const patience: Milliseconds = 200
const defaultTimeout: Milliseconds = 600_000

/** Runs commands as plain processes, each in a process group of its own. */
export function plain(options: PlainOptions): Commands {
  return enclosed(options, async () => none)
}

/** Runs commands as processes in what `enclosing` chooses for each; if it rejects, nothing runs. */
export function enclosed(
  options: PlainOptions,
  enclosing: (command: Command, directory: string) => Promise<Enclosure>,
): Commands {
  const clock = options.clock ?? systemClock
  const source = options.environment ?? process.env

  return {
    async run(command, signal, { held: announce, output: shown } = {}) {
      const directory = workingFolder(options.workspace, command.directory)
      const enclosure = await enclosing(command, directory)
      const output = follow(
        secretFinder({
          environment: { ...source, ...command.environment },
          secrets: options.secrets ?? [],
        }),
        options.maximumOutput ?? 64 * 1024,
        shown,
      )
      if (signal.aborted) return result(output, { ended: 'cancelled' }, enclosure)
      const environment = allowedEnvironment(source, options.allowEnvironment, command.environment)
      const holder = options.shell ?? '/bin/sh'
      const inner = shellStart(
        command.script.replace(/\r\n/g, '\n'),
        directory,
        environment,
        holder,
      )
      const held = await start(enclosure.around(inner), holder)
      if (!('group' in held))
        return result(output, { ended: 'lost', note: held.message }, enclosure)
      try {
        await announce?.(held.group)
      } catch (error) {
        await discard(held)
        throw error
      }
      const life = await live(held, output, {
        clock,
        signal,
        grace: options.grace ?? defaultGrace,
        timeout: command.timeout ?? defaultTimeout,
      })
      return result(output, life, enclosure)
    },
  }
}

/** The folder with its symbolic links resolved, so that none leads out of the workspace. */
function workingFolder(workspace: string, directory = '.'): string {
  const root = real(workspace)
  const folder = real(resolve(root, directory))
  if (!isWithin(root, folder))
    throw new GoapError(
      'commands/outside-workspace',
      `The working folder "${directory}" leads to ${folder}, outside the workspace ${root}.`,
    )
  return folder
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch (cause) {
    throw new GoapError('commands/no-directory', `The folder ${path} does not exist.`, { cause })
  }
}

/** An error means that the system refused to start the process: a script too long or with a zero byte, or no more processes. */
async function start(inner: Start, holder: string): Promise<Held | Error> {
  try {
    return await hold(inner, holder)
  } catch (error) {
    if (!(error instanceof Error) || error instanceof GoapError) throw error
    return error
  }
}

async function discard(held: Held): Promise<void> {
  held.output.resume()
  signalGroup(held.group.pgid, 'SIGKILL')
  await held.exited
}

interface Limits {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly grace: Milliseconds
  readonly timeout: Milliseconds
}

interface Life {
  readonly ended: CommandResult['ended']
  readonly exit?: Exit
  readonly duration?: Milliseconds
  readonly note?: string
}

/** Lets the script run and follows it until its whole group has ended. */
async function live(held: Held, output: Output, limits: Limits): Promise<Life> {
  const { clock, signal, grace, timeout } = limits
  const { pgid } = held.group
  let ended: CommandResult['ended'] | undefined
  let ending: Promise<void> | undefined

  function end(because: 'timeout' | 'cancelled'): void {
    ended ??= because
    ending ??= terminate(pgid, grace)
  }

  const closed = new Promise<void>((done) => held.output.once('close', done))
  held.output.on('data', (bytes: Buffer) => output.push(bytes))
  const cancel = (): void => end('cancelled')
  const since = clock.elapsed()
  if (signal.aborted) cancel()
  else held.release()
  signal.addEventListener('abort', cancel, { once: true })
  const stop = clock.timer(timeout, () => end('timeout'))

  const exit = await held.exited
  stop()
  signal.removeEventListener('abort', cancel)
  ended ??= exit.code === null ? 'signalled' : 'exited'
  const duration = clock.elapsed() - since
  await Promise.race([closed, after(patience)])
  await (ending ?? terminate(pgid, grace))
  // A process that made a session of its own may still hold the pipe; what it writes is not followed.
  await Promise.race([closed, after(patience)])
  held.output.destroy()
  return { ended, exit, duration }
}

/** Real time even under a simulated clock: the system's pipes do not wait for it. */
async function after(span: Milliseconds): Promise<void> {
  await new Promise<void>((done) => void systemClock.timer(span, done))
}

function result(output: Output, life: Life, { level, meaning }: Enclosure): CommandResult {
  if (life.note !== undefined)
    output.push(new TextEncoder().encode(`The command could not be started: ${life.note}\n`))
  const told = output.finish()
  const ended = { ended: life.ended, exit: life.exit?.code ?? null, signal: life.exit?.signal ?? null } // prettier-ignore
  return {
    ...told,
    ...(meaning?.(ended, told.tail) ?? ended),
    duration: life.duration ?? 0,
    confinement: level,
  }
}

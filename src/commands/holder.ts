import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { GoapError } from '../base/index.ts'
import type { ProcessGroup } from './commands.ts'
import { groupOf } from './identity.ts'
import { instead } from './inherited.ts'
import { childProcess } from './late.ts'
import { canRun, programFolders } from './paths.ts'
import { closeWrite, pipe } from './pipe.ts'
import type { Start } from './start.ts'

/** A process that waits, with nothing of its script run yet. */
export interface Held {
  readonly group: ProcessGroup
  /** stdout and stderr in one stream, in the order they were written. */
  readonly output: Readable
  /** When the leader has ended. */
  readonly exited: Promise<Exit>
  /** Lets the script run. */
  release(): void
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

// The holder waits for one line on its third pipe. If the engine dies before it wrote the line, the pipe ends and so does
// the holder. It gives its process to the script's shell (`exec`), so the number and the start time stay.
const wait = 'exec 2>&1; read -r go <&3 && [ "$go" = go ] || exit 125; exec 3<&- "$0" "$@"'

/** The start of a shell that runs the script, and stops at its first line that fails. Throws `commands/no-shell`. */
export function shellStart(
  script: string,
  directory: string,
  environment: Readonly<Record<string, string>>,
  holder: string,
): Start {
  const [file = holder, ...options] = shellOf(environment, holder)
  return { file, arguments: [...options, '-ec', '--', script, 'goap'], directory, environment }
}

/** Starts a shell that holds what is to be started, as the leader of a session and a process group of its own. Rejects when it cannot be started. */
export async function hold(start: Start, holder: string): Promise<Held> {
  const output = await pipe()
  try {
    const child = childProcess().spawn(holder, ['-c', wait, start.file, ...start.arguments], {
      cwd: start.directory,
      env: start.environment,
      detached: true,
      stdio: ['ignore', output?.write ?? 'pipe', 'ignore', 'pipe', ...instead(4)],
    })
    const exited = new Promise<Exit>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }))
    })
    await started(child)
    return heldBy(child, output?.read ?? child.stdout, exited)
  } catch (error) {
    output?.read.destroy()
    throw error
  } finally {
    closeWrite(output)
  }
}

function heldBy(child: ChildProcess, output: Readable | null, exited: Promise<Exit>): Held {
  const line = child.stdio[3]
  if (child.pid === undefined || !output || !line || !('write' in line))
    throw new Error('A started process has no number or no pipes.')
  // Writing to a holder that was killed meanwhile is no error: its exit tells.
  line.on('error', () => {})
  // So too reading from one that was killed: its pipe closes.
  output.on('error', () => {})
  return { group: groupOf(child.pid), output, exited, release: () => void line.end('go\n') }
}

async function started(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
}

/** bash where the usual places or the command's own PATH have it, since documents are written for it; else the holder. Start-up files are not read. */
function shellOf(environment: Readonly<Record<string, string>>, holder: string): string[] {
  if (!canRun(holder))
    throw new GoapError('commands/no-shell', `${holder} is not there or cannot be run.`)
  const bash = ['/bin', '/usr/bin', ...programFolders(environment['PATH'])]
    .map((folder) => join(folder, 'bash'))
    .find((path) => canRun(path))
  return bash === undefined ? [holder] : [bash, '--norc', '--noprofile']
}

import { closeSync, constants, openSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { childProcess, net } from './late.ts'

/** Both ends of a pipe. */
export interface Pipe {
  readonly read: Readable
  /** The descriptor to give to a process; to be closed here once it has it. */
  readonly write: number
}

/**
 * A true pipe of the system. What Node gives a child is a socket, and then `echo x > /dev/stderr` fails in a script,
 * because a socket cannot be opened by name. Undefined where no named pipe can be made.
 */
export async function pipe(): Promise<Pipe | undefined> {
  const path = join(tmpdir(), `goap-${crypto.randomUUID()}.pipe`)
  try {
    await promisify(childProcess().execFile)('mkfifo', ['-m', '600', path], {
      env: { PATH: systemFolders },
    })
    return opened(path)
  } catch {
    return undefined
  }
}

/** Not the PATH of this process: it may have folders of the workspace, where a command could have left a `mkfifo` of its own. */
const systemFolders = '/usr/bin:/bin:/run/current-system/sw/bin:/usr/local/bin:/opt/homebrew/bin'

/** Opens both ends and takes the name away at once, so that a killed engine leaves nothing behind. */
function opened(path: string): Pipe {
  try {
    const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    const write = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW)
    return { read: new (net().Socket)({ fd: read, readable: true, writable: false }), write }
  } finally {
    unlinkSync(path)
  }
}

/** Closes the end that the process has now. */
export function closeWrite(of: Pipe | undefined): void {
  if (of) closeSync(of.write)
}

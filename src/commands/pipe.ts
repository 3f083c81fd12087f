import { execFile } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'

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
  let folder: string | undefined
  try {
    folder = await mkdtemp(join(tmpdir(), 'goap-'))
    const path = join(folder, 'output')
    await promisify(execFile)('mkfifo', ['-m', '600', path])
    const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const write = openSync(path, constants.O_WRONLY)
    return { read: new Socket({ fd: read, readable: true, writable: false }), write }
  } catch {
    return undefined
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }
}

/** Closes the end that the process has now. */
export function closeWrite(of: Pipe | undefined): void {
  if (of) closeSync(of.write)
}

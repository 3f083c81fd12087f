import type { Readable, Writable } from 'node:stream'
import { instead } from './inherited.ts'
import { childProcess, net } from './late.ts'
import type { Start } from './start.ts'
import { signalGroup } from './group.ts'

/** A program that runs beside and talks over its standard streams. */
export interface Peer {
  /** What it reads. Writing to a peer that has ended is no error: `ended` tells. */
  readonly input: Writable
  /** What it writes to standard output, byte for byte. */
  readonly output: Readable
  /** The end of what it wrote to standard error, at most 4 KiB, as it came. */
  readonly complaint: () => string
  /** When it has ended, and its streams with it. */
  readonly ended: Promise<PeerEnd>
  /** Ends it and its whole process group at once (SIGKILL); resolves when it has ended. */
  end(): Promise<void>
  /** Whether this process waits for it before it ends itself. At first it does. */
  hold(isHeld: boolean): void
}

export interface PeerEnd {
  /** Null if a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface PeerLimits {
  /** Bytes of private memory that may be written to, also by what the program is made of (RLIMIT_DATA). */
  readonly data?: number
  /** Seconds of processor time, after which the system ends it whoever else is still there to do so (RLIMIT_CPU). */
  readonly cpu?: number
}

const longestComplaint = 4096

/** The same start with bounds that the system holds it to, and without a core file when it crashes. */
export function boundedStart({ file, ...start }: Start, { data, cpu }: PeerLimits): Start {
  const bounds = [
    'ulimit -c 0',
    ...(data === undefined ? [] : [`ulimit -d ${Math.ceil(data / 1024)}`]),
    ...(cpu === undefined ? [] : [`ulimit -t ${Math.ceil(cpu)}`]),
  ]
  const script = [...bounds, 'exec "$0" "$@"'].join(' && ')
  return { ...start, file: '/bin/sh', arguments: ['-c', script, file, ...start.arguments] }
}

/** Starts a program as the leader of a session and a process group of its own. Rejects with the error of the system if it cannot be started. */
export async function startPeer(start: Start): Promise<Peer> {
  const child = childProcess().spawn(start.file, start.arguments, {
    cwd: start.directory,
    env: start.environment,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', ...instead(3)],
  })
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw new Error('A started process has no pipes.')
  let complaint = Buffer.alloc(0)
  stderr.on('data', (bytes: Buffer) => {
    complaint = Buffer.concat([complaint, bytes]).subarray(-longestComplaint)
  })
  for (const stream of [stdin, stdout, stderr]) stream.on('error', () => {})
  const ended = new Promise<PeerEnd>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })

  return {
    input: stdin,
    output: stdout,
    complaint: () => complaint.toString(),
    ended,
    async end() {
      hold(true)
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL')
      await ended
    },
    hold,
  }

  function hold(isHeld: boolean): void {
    const how = isHeld ? 'ref' : 'unref'
    child[how]()
    for (const stream of [stdin, stdout, stderr]) if (stream instanceof net().Socket) stream[how]()
  }
}

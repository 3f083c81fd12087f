import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { ProcessGroup } from './commands.ts'

/** A process as it can be told from every other. */
export interface ProcessIdentity {
  /** The host's name, and where Linux tells it the process-id namespace: two containers never share an identity. */
  readonly host: string
  readonly boot: string | null
  readonly pid: number
  readonly started: number | null
}

/** Who a process is (default: this one). `started` is null when it is gone, or the system does not tell. */
export function processIdentity(pid: number = process.pid): ProcessIdentity {
  return { host: host(), boot: bootId(), pid, started: processState(pid)?.started ?? null }
}

/** Whether that process still runs; null when it cannot be known from here, as on another host. */
export function isAlive(identity: ProcessIdentity): boolean | null {
  if (identity.host !== host()) return null
  const boot = bootId()
  if (identity.boot !== null && boot !== null && identity.boot !== boot) return false
  const state = processState(identity.pid)
  if (state) {
    const same = identity.started === null || identity.started === state.started
    return same && !state.ended
  }
  if (!exists(identity.pid)) return false
  // Linux may hide the processes of other users: then the number lives, but whose it is cannot be seen.
  return boot === null ? true : null
}

/** The group that a process leads. */
export function groupOf(pgid: number): ProcessGroup {
  return { pgid, started: processState(pgid)?.started ?? null, boot: bootId() }
}

/** What Linux tells of a process; undefined when there is none, or elsewhere. */
export interface ProcessState {
  readonly pid: number
  /** The file name of its program, its first 15 characters. */
  readonly name: string
  readonly group: number
  readonly session: number
  /** Clock ticks since the boot. */
  readonly started: number
  /** A zombie: it has ended, and nobody has asked for its exit code yet. */
  readonly ended: boolean
}

export function processState(pid: number | string): ProcessState | undefined {
  const line = text(`/proc/${pid}/stat`)
  if (line === undefined) return undefined
  // The second field is the program's name in parentheses and may itself hold blanks and parentheses.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  return {
    pid: Number.parseInt(line, 10),
    name: line.slice(line.indexOf('(') + 1, line.lastIndexOf(')')),
    group: Number(fields[2]),
    session: Number(fields[3]),
    started: Number(fields[19]),
    ended: fields[0] === 'Z' || fields[0] === 'X',
  }
}

/** Names the boot of this machine; null where the system does not tell. */
export function bootId(): string | null {
  return text('/proc/sys/kernel/random/boot_id')?.trim() ?? null
}

/** Whether a signal could be sent. `target` is a process, or minus a group. */
export function exists(target: number): boolean {
  try {
    process.kill(target, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function host(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

function text(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

import { readdirSync } from 'node:fs'
import { systemClock, type Milliseconds } from '../base/index.ts'
import type { ProcessGroup } from './commands.ts'
import { bootId, exists, processState, type ProcessState } from './identity.ts'

/** Time between SIGTERM and SIGKILL. */
export const defaultGrace: Milliseconds = 1000

/**
 * Ends what a crashed engine left behind: SIGTERM, then SIGKILL after `grace` (default 1 s), if the group is the same
 * one, by boot and start time. False when it is gone, is another, or the system cannot tell.
 */
export async function endGroup(
  group: ProcessGroup,
  grace: Milliseconds = defaultGrace,
): Promise<boolean> {
  if (!isSame(group)) return false
  await terminate(group.pgid, grace)
  return true
}

/**
 * Sends SIGTERM to the whole group, and SIGKILL to what is left after `grace`; resolves when none of it lives. Bubblewrap gets only
 * the SIGKILL: with it everything that it holds dies at once, and could not clean up.
 */
export async function terminate(pgid: number, grace: Milliseconds): Promise<void> {
  if (!lives(pgid)) return
  const asked = new Set<number>()
  const ask = (): void => {
    if (processState(pgid)?.name !== 'bwrap') {
      if (!asked.has(pgid)) signalGroup(pgid, 'SIGTERM')
      asked.add(pgid)
      return
    }
    // Those that begin meanwhile are asked too, when they are seen.
    for (const { pid } of membersOf(pgid) ?? []) {
      if (pid !== pgid && !asked.has(pid)) signal(pid, 'SIGTERM')
      asked.add(pid)
    }
  }
  ask()
  // A stopped process takes no SIGTERM before it goes on.
  signalGroup(pgid, 'SIGCONT')
  if (await gone(pgid, grace, ask)) return
  signalGroup(pgid, 'SIGKILL')
  await gone(pgid, grace + 1000)
}

/** Sends a signal to each process of the group; a group that is gone is left alone. */
export function signalGroup(pgid: number, name: NodeJS.Signals): void {
  signal(-pgid, name)
}

function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name)
  } catch (error) {
    if (
      !(
        error instanceof Error &&
        'code' in error &&
        (error.code === 'ESRCH' || error.code === 'EPERM')
      )
    )
      throw error
  }
}

/** Whether a process of the group still runs; zombies do not count. */
export function lives(pgid: number): boolean {
  if (!exists(-pgid)) return false
  const members = membersOf(pgid)
  return members === undefined || members.some((member) => !member.ended)
}

/**
 * The leader still has its start time; or it has ended while its children live on in its session, and then its
 * number cannot have been given to another since the boot.
 */
function isSame(group: ProcessGroup): boolean {
  if (group.started === null || group.boot === null || group.boot !== bootId()) return false
  const leader = processState(group.pgid)
  if (leader) return leader.started === group.started && lives(group.pgid)
  const members = membersOf(group.pgid) ?? []
  return members.some((member) => !member.ended && member.session === group.pgid)
}

/** The processes of a group, zombies too; undefined where the system does not list them. */
function membersOf(pgid: number): readonly ProcessState[] | undefined {
  return processes()
    ?.map(processState)
    .filter((state) => state !== undefined)
    .filter((state) => state.group === pgid)
}

function processes(): readonly string[] | undefined {
  try {
    const names = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    return names.length > 0 ? names : undefined
  } catch {
    return undefined
  }
}

/** Looks every 10 ms: the system does not tell when a group has ended. */
async function gone(
  pgid: number,
  within: Milliseconds,
  meanwhile: () => void = () => {},
): Promise<boolean> {
  const until = systemClock.now() + within
  while (lives(pgid)) {
    if (systemClock.now() >= until) return false
    await new Promise<void>((resolve) => void systemClock.timer(10, resolve))
    meanwhile()
  }
  return true
}

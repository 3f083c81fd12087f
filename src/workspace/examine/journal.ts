import { existsSync, readFileSync, statSync } from 'node:fs'
import { GoapError } from '../../base/index.ts'
import { isAlive } from '../../commands/index.ts'
import { journalFile, type Workspace } from '../find-workspace.ts'
import { journalFormat, lookAtJournal, type JournalLook, type SeenRun } from '../journal-look.ts'
import { note, ok, wrong, type Condition } from './finding.ts'

/** Whether the journal is sound, who has it open, and which runs wait for somebody to go on. */
export async function journalState(workspace: Workspace): Promise<readonly Condition[]> {
  const file = journalFile(workspace)
  if (!existsSync(file)) return [ok('journal', 'none yet: nothing was executed here')]
  try {
    using look = await lookAtJournal(file)
    const sound = soundness(look, file)
    return sound.level === 'error' ? [sound] : [sound, ...runStates(look.runs(1000))]
  } catch (error) {
    if (!(error instanceof GoapError)) throw error
    return [wrong('journal', 'error', error.message, error.hint)]
  }
}

function soundness(look: JournalLook, file: string): Condition {
  if (!look.isOurs)
    return wrong('journal', 'error', `${file} is a database of another program`, 'choose another folder with `--state` or GOAP_STATE') // prettier-ignore
  if (look.version > journalFormat.version)
    return wrong('journal', 'error', `${file} has version ${look.version}; this goap knows ${journalFormat.version}`, 'update goap, or choose another folder with `--state`') // prettier-ignore
  const damage = look.damage()
  if (damage.length > 0)
    return wrong('journal', 'error', `${file} is damaged: ${damage[0] ?? ''}`, 'move it away and execute again; keep it for a report') // prettier-ignore
  const size = sizeOf(file) + sizeOf(`${file}-wal`)
  const users = openedBy(file)
  const open = users.length === 0 ? 'open nowhere' : `open in process ${users.join(', ')}`
  return ok('journal', `version ${look.version}, sound, ${amount(size)}, ${open}`)
}

function runStates(runs: readonly SeenRun[]): Condition[] {
  const open = runs.filter(({ status }) => status === 'running' || status === 'paused')
  const states = open.map(runState)
  const done = runs.length - open.length
  return [ok('runs', `${runs.length} recorded, ${done} of them finished`), ...states]
}

function runState({ run, status, documents, holder }: SeenRun): Condition {
  const of = `${run} of ${documents.join(' ')}`
  const alive = holder === null ? false : isAlive(holder)
  if (holder !== null && alive === null)
    return note('runs', `${of} is held by process ${holder.pid} of another machine (${holder.host})`, '`goap resume` takes it over when it has missed three heartbeats') // prettier-ignore
  if (holder !== null && alive === true)
    return note('runs', `${of} is being executed by process ${holder.pid}`, '`goap log` shows how far it is') // prettier-ignore
  return status === 'paused'
    ? note('runs', `${of} waits`, `\`goap status ${run}\` says for what, \`goap resume ${run}\` goes on`) // prettier-ignore
    : wrong('runs', 'warning', `${of} was stopped: its process is gone`, `\`goap resume ${run}\` goes on, \`goap cancel ${run}\` ends it`, 'waiting') // prettier-ignore
}

/** Processes that hold a lock of the file's shared memory: everybody who has the journal open. Linux only; elsewhere nobody is seen. */
function openedBy(file: string): string[] {
  try {
    const { ino } = statSync(`${file}-shm`)
    const locks = readFileSync('/proc/locks', 'utf8').split('\n')
    const own = String(process.pid)
    const users = locks
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[5]?.endsWith(`:${ino}`) === true && fields[4] !== own)
    return [...new Set(users.map((fields) => fields[4] ?? ''))]
  } catch {
    return []
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function amount(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.ceil(bytes / 1024)} KiB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}

import { statSync } from 'node:fs'
import { constants, homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { GoapError } from '../base/index.ts'
import { bubblewrapHere, type Bubblewrap, type NoBubblewrap } from './bubblewrap-here.ts'
import { confinedStart } from './bubblewrap.ts'
import type { Command, CommandOrigin, Commands } from './commands.ts'
import { callsGit, gitView } from './git-view.ts'
import { isWithin, realPath } from './paths.ts'
import { enclosed, type Ended, type Enclosure, type PlainOptions } from './plain.ts'
import { levelOf, type Reach } from './reach.ts'

/** Whether commands run in bubblewrap: `require`: or not at all; `prefer`: where that can be done; `off`: they do not. */
export type Confine = 'require' | 'prefer' | 'off'

export interface ConfinedOptions extends PlainOptions {
  /** Default: by the origin of each command, `require` but for those of documents, which are `prefer`. */
  readonly confine?: Confine
  /** What a command may reach beside the workspace and its repository, asked before each. Default: nothing. */
  readonly reach?: (command: Command) => Reach
  /** Told once, when the first command that should rather be confined runs without. */
  readonly unconfined?: (why: NoBubblewrap) => void
  /** How bubblewrap is found. Default: looked for on this machine, outside of the workspace. */
  readonly bubblewrap?: () => Promise<Bubblewrap | NoBubblewrap>
}

// Commands as processes in bubblewrap. C1–C3 of plain commands hold, and
//
//   C4. What must be confined never runs without: then nothing runs, and the reason is told.
//   C5. When `run` settles, nothing that the script started lives, also what has left its group or session.

/** Runs commands as processes that reach only the workspace and what they were given. */
export function confined(options: ConfinedOptions): Commands {
  const { workspace, unconfined } = options
  const path = (options.environment ?? process.env)['PATH']
  const here = options.bubblewrap ?? (() => confinementIn(workspace, path))
  const root = realPath(workspace) ?? workspace
  let told = false

  return enclosed(options, async (command) => {
    const confine = options.confine ?? defaultConfine(command.origin)
    if (confine === 'off') return free
    const state = await here()
    if (state.works) return within(state, reachOf(command, root, options))
    if (confine === 'require') throw notConfined(state)
    if (!told) unconfined?.(state)
    told = true
    return free
  })
}

/** What holds where nothing was chosen: a person has read a document's command and allowed it; nobody has, what a machine wrote. */
export function defaultConfine(origin: CommandOrigin = 'document'): Confine {
  return origin === 'document' ? 'prefer' : 'require'
}

/** Whether commands can be confined in a workspace, and why not. */
export async function confinementIn(
  workspace: string,
  path: string | undefined = process.env['PATH'],
): Promise<Bubblewrap | NoBubblewrap> {
  const root = realPath(workspace) ?? workspace
  return obstacle(root) ?? (await bubblewrapHere({ path, writable: [root] }))
}

/** The error of a command that must be confined and cannot be. */
export function notConfined({ reason, hint }: NoBubblewrap): GoapError {
  return new GoapError('commands/not-confined', `The command may run only confined, and ${reason}.`, { hint: `${hint} \`--confine off\` runs commands without.` }) // prettier-ignore
}

/** The workspace with its repository, and what was added. */
function reachOf(
  command: Command,
  root: string,
  { reach, environment = process.env }: ConfinedOptions,
): Reach {
  // prettier-ignore
  const { readable = [], writable = [], guarded = [], ...rest } = reach?.(command) ?? {}
  const isOfDocument = (command.origin ?? 'document') === 'document'
  const mayWrite = (isOfDocument && callsGit(command.script)) || writable.includes(join(root, '.git')) // prettier-ignore
  const git = gitView(root, mayWrite, realPath(environment['HOME'] ?? homedir()))
  return {
    ...rest,
    readable: [...git.readable, ...readable],
    writable: [root, ...git.writable, ...writable],
    guarded: [...git.guarded, ...guarded],
  }
}

const free: Enclosure = { level: 'plain', around: (start) => start }

function within(bubblewrap: Bubblewrap, reach: Reach): Enclosure {
  return {
    level: levelOf(reach),
    // The holder of a command leads a session already, and without a terminal.
    around: (start) => confinedStart(start, reach, bubblewrap, { session: false }),
    meaning,
  }
}

const signals = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]))

/** Bubblewrap tells a signal as a shell does, by 128 and its number; and it tells what keeps it from starting by a line of its own. */
function meaning({ ended, exit, signal }: Ended, tail: string): Ended {
  const by = exit === null || exit <= 128 ? undefined : signals.get(exit - 128)
  if ((ended === 'timeout' || ended === 'cancelled') && by !== undefined)
    return { ended, exit: null, signal: by }
  if (ended === 'exited' && exit === 1 && /^bwrap: [^\n]*\n?$/.test(tail))
    return { ended: 'lost', exit: null, signal: null }
  return { ended, exit, signal }
}

/** Why a workspace cannot be written while the rest stays hidden; undefined: it can. */
function obstacle(root: string): NoBubblewrap | undefined {
  const move = 'Move the project into a folder of its own.'
  if (homes().includes(root))
    return { works: false, reason: `the workspace ${root} is a home folder`, hint: move }
  if (isWithin(root, '/usr'))
    return { works: false, reason: `the workspace ${root} holds the system`, hint: move }
  // Confined, root has no rights over what is another's (user_namespaces(7)).
  const owner = process.getuid?.() === 0 ? statSync(root, { throwIfNoEntry: false })?.uid : 0
  return owner === undefined || owner === 0
    ? undefined
    : { works: false, reason: `the workspace ${root} belongs to user ${owner}, and root could not write it`, hint: 'Run goap as that user.' } // prettier-ignore
}

function homes(): readonly (string | undefined)[] {
  const known = [homedir()]
  try {
    known.push(userInfo().homedir)
  } catch {
    // A user without a name has no home.
  }
  return known.map(realPath)
}

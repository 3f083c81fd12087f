import type { ProcessGroup, Commands } from '../commands/index.ts'
import type { Lease } from '../journal/index.ts'
import type { TaskKey } from '../model/index.ts'
import type { Settings } from './options.ts'
import type { Recorder } from './recorder.ts'

/** What the parts of a running engine share. */
export interface Engine {
  readonly settings: Settings
  readonly lease: Lease
  readonly recorder: Recorder
  /** Aborts when the engine stops, whatever the reason. */
  readonly stopping: AbortSignal
  /** Abort what tasks and gates do: all of them, when the engine stops or the run is to end. */
  readonly running: AbortController[]
  /** Tasks that have parts. */
  readonly parents: ReadonlySet<TaskKey>
}

/** Commands that remember each process group before it is released, so that a later engine can end it. */
export function remembered({ settings, lease }: Engine, subject: string): Commands {
  const { commands, journal } = settings
  return {
    async run(command, signal, options = {}) {
      let group: ProcessGroup | null = null
      const result = await commands.run(command, signal, {
        ...options,
        async held(held) {
          group = held
          await journal.processStarted(lease, { ...held, subject })
          await options.held?.(held)
        },
      })
      if (group !== null) await journal.processEnded(lease, { ...(group as ProcessGroup), subject })
      return result
    },
  }
}

/** A signal for one piece of work, aborted with the engine or by `running`. Calls the work and forgets the signal afterwards. */
export async function underSignal<T>(
  { running, stopping }: Engine,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  // Not `AbortSignal.any`, nor a set: what they leave behind keeps alive what comes after it until all garbage is collected.
  const controller = new AbortController()
  if (stopping.aborted) controller.abort()
  running.push(controller)
  try {
    return await work(controller.signal)
  } finally {
    running.splice(running.indexOf(controller), 1)
  }
}

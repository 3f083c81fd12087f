import type { Clock } from '../base/index.ts'
import type { Journal, Lease } from '../journal/index.ts'
import type { Happening, RunEvent } from '../model/index.ts'
import { concealed, type Conceal } from './conceal.ts'
import type { EngineCommand } from './command.ts'
import { decide } from './decide.ts'
import type { Generations, RunState } from './state.ts'

// Turns happenings into committed events, and only then hands on what they lead to.
//
//   R1. Commit first, then act: commands of a batch are carried out after its events are in the journal.
//   R2. What happens while a commit is under way waits for the next batch, so one commit serves many.
//   R3. A happening that has been overtaken (`unless` no longer holds when its turn comes) is dropped, and its promise says so.
//   R4. What is recorded holds no secret that is known, also in memory: a run that is restored is the same.
//   R5. After a failed commit nothing is recorded any more: memory and journal may not part.

export interface Recorder {
  /** Where the run stands, with all that is queued for the current commit. */
  state(): RunState
  /** Records a happening. Resolves after the commit: true, or false when `holds` did not hold any more. Rejects when the journal does. */
  record(happening: Happening, holds?: (state: RunState) => boolean): Promise<boolean>
  /** Makes plans of later generations known, which the next event will speak of. */
  know(later: Generations): void
  /** Resolves when nothing is queued and no commit is under way. */
  settled(): Promise<void>
}

interface Queued {
  readonly happening: Happening
  readonly holds: (state: RunState) => boolean
  readonly resolve: (recorded: boolean) => void
  readonly reject: (cause: unknown) => void
}

export interface RecorderPorts {
  readonly journal: Journal
  readonly lease: Lease
  readonly clock: Clock
  readonly conceal: Conceal
  /** Gets what each commit led to. */
  readonly committed: (events: readonly RunEvent[], commands: readonly EngineCommand[]) => void
  /** The journal rejected; the run cannot go on here. */
  readonly failed: (cause: unknown) => void
}

/** Makes the recorder of a run that stands at `start`. */
export function recorder(start: RunState, ports: RecorderPorts): Recorder {
  let state = start
  let queue: Queued[] = []
  let draining: Promise<void> | null = null
  let broken: unknown = null

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue
      queue = []
      await commit(batch)
    }
    draining = null
  }

  async function commit(batch: readonly Queued[]): Promise<void> {
    const events: RunEvent[] = []
    const commands: EngineCommand[] = []
    const recorded: boolean[] = []
    try {
      if (broken !== null) throw broken
      for (const { happening, holds } of batch) {
        const wanted = holds(state)
        recorded.push(wanted)
        if (wanted) apply(happening, events, commands)
      }
      if (events.length > 0) await ports.journal.append(ports.lease, events)
    } catch (cause) {
      if (broken === null) {
        broken = cause
        ports.failed(cause)
      }
      for (const { reject } of batch) reject(cause)
      return
    }
    for (const [position, { resolve }] of batch.entries()) resolve(recorded[position] ?? false)
    ports.committed(events, commands)
  }

  function apply(first: Happening, events: RunEvent[], commands: EngineCommand[]): void {
    const happenings = [concealed(first, ports.conceal)]
    for (const happening of happenings) {
      const event: RunEvent = {
        run: state.run,
        seq: state.seq,
        at: ports.clock.now(),
        ...happening,
      }
      const decision = decide(state, event)
      state = decision.state
      events.push(event)
      for (const command of decision.commands) {
        if (command.type === 'emit') happenings.push(command.happening)
        else commands.push(command)
      }
    }
  }

  return {
    state: () => state,
    record(happening, holds = () => true) {
      if (broken !== null)
        return Promise.reject(
          broken instanceof Error ? broken : new Error('the journal failed', { cause: broken }),
        )
      return new Promise<boolean>((resolve, reject) => {
        queue.push({ happening, holds, resolve, reject })
        // The batch is closed at the end of the current task of the event loop, so that what happens together commits together.
        draining ??= Promise.resolve().then(drain)
      })
    },
    know(later) {
      state = { ...state, later }
    },
    async settled() {
      while (draining) await draining
    },
  }
}

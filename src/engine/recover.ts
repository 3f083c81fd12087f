import { at } from '../base/index.ts'
import { endGroup } from '../commands/index.ts'
import type { Lease } from '../journal/index.ts'
import type { EngineCommand } from './command.ts'
import { positionOf } from './draft.ts'
import type { Engine } from './engine.ts'
import type { Settings } from './options.ts'
import type { Outstanding } from './restore.ts'
import { isUnfinished, type RunState, type TaskState } from './state.ts'

/** Carries out what an earlier engine left: open commands, and attempts that were cut off. */
export async function goOn(
  engine: Engine,
  { commands, interrupted }: Outstanding,
  carryOut: (commands: readonly EngineCommand[]) => void,
): Promise<void> {
  const { recorder, settings } = engine
  if (recorder.state().life === 'cancelling') return cancelRest(engine, { commands, interrupted })
  carryOut(commands)
  const reason = 'the engine stopped during the attempt'
  for (const key of interrupted) {
    const { round } = taskStateOf(recorder.state(), key)
    const due = settings.clock.now()
    await recorder.record({ type: 'task.retried', task: key, round, reason, due }, isUnfinished)
  }
}

/** Nothing of a cancelled run goes on: what was cut off is over. */
async function cancelRest(
  { recorder }: Engine,
  { commands, interrupted }: Outstanding,
): Promise<void> {
  const outcome = { kind: 'cancelled', reason: 'cancelled', evidence: [] } as const
  for (const task of interrupted) {
    const { round, attempt } = taskStateOf(recorder.state(), task)
    const happening = {
      type: 'task.finished',
      task,
      round,
      attempt,
      outcome,
      definition: '',
    } as const
    await recorder.record(happening, isUnfinished)
  }
  for (const command of commands) {
    if (command.type !== 'evaluate') continue
    const { gate } = command
    await recorder.record({ type: 'gate.skipped', gate, reason: 'cancelled' }, isEvaluated(gate))
  }
}

const isEvaluated = (gate: string) => (state: RunState) => {
  const node = at(state.nodes, positionOf(state, gate))
  return isUnfinished(state) && node.kind === 'gate' && node.life === 'running'
}

function taskStateOf(state: RunState, task: string): TaskState {
  const node = at(state.nodes, positionOf(state, task))
  if (node.kind !== 'task') throw new Error(`"${task}" is not a task`)
  return node
}

/** Ends processes that an engine before us left behind, before anything of this run starts again. */
export async function endSurvivors({ journal }: Settings, lease: Lease): Promise<void> {
  for (const process of await journal.processes(lease.run)) {
    await endGroup(process)
    await journal.processEnded(lease, process)
  }
}

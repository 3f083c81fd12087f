import { at } from '../base/index.ts'
import { endGroup } from '../commands/index.ts'
import type { Lease } from '../journal/index.ts'
import type { EngineCommand } from './command.ts'
import { positionOf } from './draft.ts'
import type { Happening, TaskKey } from '../model/index.ts'
import type { Engine } from './engine.ts'
import type { Settings } from './options.ts'
import type { Outstanding } from './restore.ts'
import { isUnfinished, reconcile, type RunState, type TaskState } from './state.ts'

/** Carries out what an earlier engine left: open commands, and attempts that were cut off. */
export async function goOn(
  engine: Engine,
  { commands, interrupted }: Outstanding,
  carryOut: (commands: readonly EngineCommand[]) => void,
): Promise<void> {
  const { life } = engine.recorder.state()
  if (life === 'cancelling' || life === 'stopping' || life === 'undoing')
    return cancelRest(engine, { commands, interrupted }, carryOut)
  carryOut(commands)
  for (const key of interrupted) await engine.recorder.record(again(engine, key), isUnfinished)
}

/** What becomes of an attempt that was cut off: another one, unless what it does may happen only once; then a person decides. */
function again({ recorder, settings }: Engine, task: TaskKey): Happening {
  const state = recorder.state()
  const { round } = taskStateOf(state, task)
  if (state.graph.nodes[positionOf(state, task)]?.task?.repeat === 'once')
    return {
      type: 'question.asked',
      subject: task,
      question: reconcile,
      text: 'The engine stopped while this was under way, and it must not happen twice. Was it done?',
      choices: ['done', 'failed', 'again'],
    }
  const reason = 'the engine stopped during the attempt'
  return {
    type: 'task.retried',
    task,
    round,
    cause: 'interrupted',
    reason,
    due: settings.clock.now(),
  }
}

/** Nothing of a cancelled run goes on: what was cut off is over. */
async function cancelRest(
  { recorder }: Engine,
  { commands, interrupted }: Outstanding,
  carryOut: (commands: readonly EngineCommand[]) => void,
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
    if (command.type === 'compensate') carryOut([command])
    if (command.type !== 'evaluate') continue
    const { gate } = command
    await recorder.record({ type: 'gate.skipped', gate, reason: 'cancelled' }, isEvaluated(gate))
  }
}

const isEvaluated =
  (gate: string) =>
  (state: RunState): boolean => {
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

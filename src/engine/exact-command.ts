import { commandOf, type Task } from '../model/index.ts'
import { commandDigest } from './conceal.ts'
import { stepsFor } from './decide-remedy.ts'
import type { Settings } from './options.ts'
import { blank } from './remedying.ts'
import type { OpenRequest, RunState } from './state.ts'

/** The command that a request is about, as it would run. Null: it is known by its hash, and nothing here has that. */
export function exactCommand(
  state: RunState,
  settings: Pick<Settings, 'agents'>,
  { subject, command, digest }: Extract<OpenRequest, { kind: 'permission' }>,
): string | null {
  if (digest === undefined) return command
  const all = commandsOf(state, settings, subject)
  return all.find((one) => commandDigest(one) === digest) ?? null
}

/** All commands that could run for a task or gate. */
function commandsOf(
  state: RunState,
  { agents }: Pick<Settings, 'agents'>,
  subject: string,
): readonly string[] {
  const node = state.graph.nodes[state.graph.position.get(subject) ?? -1]
  const scriptsFor = (task: Task): (string | null | undefined)[] =>
    agents.map(({ script }) => script?.(task))
  const own = node?.task ?? { ...blank, key: '', title: '' }
  const steps = state.remedies.has(subject) ? stepsFor(state, subject) : []
  return [
    ...scriptsFor(own),
    // What an agent runs for a contingency.
    ...scriptsFor({ ...own, command: null }),
    node?.task?.compensation,
    ...(node?.gate?.criteria.map(({ check }) => commandOf(check)?.command) ?? []),
    ...steps.map((step) => (step.kind === 'command' ? step.command : null)),
  ].filter((one) => typeof one === 'string')
}

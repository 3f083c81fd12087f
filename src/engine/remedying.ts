import {
  asksPerson,
  candidates,
  commandEvidence,
  howItEnded,
  isSuspension,
  type Agent,
  type TaskPacket,
} from '../agents/index.ts'
import { at } from '../base/index.ts'
import type { Happening, Outcome, Task, TaskKey } from '../model/index.ts'
import { remedyChoices, remedyQuestion, stepsFor } from './decide-remedy.ts'
import { positionOf } from './draft.ts'
import { remembered, underSignal, type Engine } from './engine.ts'
import { decided, permit, request, type Performer } from './permit.ts'
import type { RemedyStep } from './remedy/index.ts'
import type { Remedy, RunState } from './state.ts'

/** Carries out the next step of what the document states for a failure. */
export async function remedy(engine: Engine, subject: string): Promise<void> {
  const { recorder } = engine
  const state = recorder.state()
  const now = state.remedies.get(subject)
  if (!now || !isRemedying(subject)(state)) return
  const step = stepsFor(state, subject)[now.step]
  const record = (happening: Happening): Promise<boolean> =>
    recorder.record(happening, isStep(subject, now))
  if (!step || step.kind === 'again') {
    const reason = step?.text ?? 'all that the document states for it was done'
    await record({ type: 'remedy.finished', subject, decision: 'again', reason, by: 'engine' })
  } else if (step.kind === 'defer')
    await record({ type: 'remedy.finished', subject, decision: 'deferred', reason: step.text, by: 'engine' }) // prettier-ignore
  else if (step.kind === 'rollback')
    await record({ type: 'remedy.finished', subject, decision: 'rolled-back', reason: step.text, by: 'engine' }) // prettier-ignore
  else if (step.kind === 'command') await command(engine, subject, step, now)
  else if (step.kind === 'agent' && agentOf(engine, step)) await hired(engine, subject, step, now)
  else await askPerson(engine, subject, step, now)
}

const isRemedying = (subject: string) => (state: RunState) => {
  const node = at(state.nodes, positionOf(state, subject))
  return (node.kind === 'task' || node.kind === 'gate') && node.life === 'remedying'
}

const isStep = (subject: string, now: Remedy) => (state: RunState) => {
  const { count, step } = state.remedies.get(subject) ?? {}
  return isRemedying(subject)(state) && count === now.count && step === now.step
}

/** The agent that does a step itself; what a person would have to do in its place is asked as such. */
function agentOf({ settings }: Engine, { agent }: AgentStep): Agent | undefined {
  const task = { ...blank, key: '', title: '', agent }
  const [found] = candidates(task, settings.agents, settings.defaultAgent)
  return found && !asksPerson(found, task) && hasWork(found, task) ? found : undefined
}

/** An agent that only runs scripts does nothing without one. */
function hasWork({ script, code }: Agent, task: Task): boolean {
  return script === undefined || script(task) !== null || (code?.(task) ?? null) !== null
}

type AgentStep = Extract<RemedyStep, { kind: 'agent' }>

/** Gives a step to an agent, which is told what failed and why. */
async function hired(engine: Engine, subject: string, step: AgentStep, now: Remedy): Promise<void> {
  const { recorder, settings } = engine
  const agent = agentOf(engine, step)
  const task = { ...blank, key: '', title: '', agent: step.agent }
  const script = agent?.script?.(task) ?? null
  if (
    agent &&
    script !== null &&
    !(await mayStep(engine, subject, script, now, { task, agents: [agent] }))
  )
    return
  const { plan, task: failed } =
    recorder.state().graph.nodes[positionOf(recorder.state(), subject)] ?? {}
  if (!agent || !plan) return
  const packet: TaskPacket = {
    key: subject,
    task: { ...blank, ...failed, key: `${failed?.key ?? 'gate'}-remedy`, title: step.text, command: null, prompt: now.reason }, // prettier-ignore
    document: plan.document,
    plan: plan.title,
    inputs: {},
    notes: [now.reason],
  }
  const outcome = await underSignal(engine, (signal) =>
    agent
      .perform(packet, {
        key: `${subject}/${remedyQuestion(now)}`,
        number: 1,
        signal,
        workspace: settings.workspace,
        commands: remembered(engine, subject),
        progress: () => {},
        save: async () => {},
        ask: () => Promise.reject(new Error('it asks, which a contingency has no place for')),
      })
      .catch((error: unknown) => broken(error, signal)),
  )
  if (outcome === null || (engine.stopping.aborted && outcome.kind !== 'succeeded')) return
  await recorder.record(
    { type: 'remedy.stepped', subject, action: step.text, outcome },
    isStep(subject, now),
  )
}

/** A task that says nothing. */
export const blank: Omit<Task, 'key' | 'title'> = {
  id: null, place: null, status: null, agent: null, phase: null, group: null, parent: null, priority: null, needs: [], externals: [],
  command: null, commandPlace: null, prompt: null, effort: null, due: null, outputs: [], provenance: [],
} // prettier-ignore

function broken(error: unknown, signal: AbortSignal): Outcome | null {
  if (signal.aborted) return null
  const reason = error instanceof Error ? error.message : String(error)
  return { kind: 'failed', reason, transient: false, evidence: [], usage: { duration: 0 } }
}

async function command(
  engine: Engine,
  subject: string,
  step: Extract<RemedyStep, { kind: 'command' }>,
  now: Remedy,
): Promise<void> {
  const { recorder } = engine
  if (!(await mayStep(engine, subject, step.command, now))) return
  const outcome = await runScript(engine, subject, step.command)
  if (outcome === null) return
  await recorder.record(
    { type: 'remedy.stepped', subject, action: step.text, outcome },
    isStep(subject, now),
  )
}

/** Whether a step may run a command; where it may not, that is asked for. */
async function mayStep(
  { recorder, settings }: Engine,
  subject: string,
  script: string,
  now: Remedy,
  performer?: Performer,
): Promise<boolean> {
  const decision = permit(recorder.state(), settings, subject, script, performer)
  const happening = decision.allowed ? decided(subject, script, decision) : request(subject, script, decision) // prettier-ignore
  await recorder.record(happening, isStep(subject, now))
  return decision.allowed
}

/** Runs a script for a subject. Null when the engine stopped meanwhile: the next engine runs it again. */
async function runScript(engine: Engine, subject: string, script: string): Promise<Outcome | null> {
  const result = await underSignal(engine, async (signal) => {
    try {
      return await remembered(engine, subject).run({ script }, signal)
    } catch (error) {
      if (signal.aborted || isSuspension(error)) return null
      throw error
    }
  })
  if (result === null || (engine.stopping.aborted && result.ended !== 'exited')) return null
  const evidence = [commandEvidence(script, result)]
  const usage = { duration: result.duration }
  if (result.ended === 'exited' && result.exit === 0)
    return { kind: 'succeeded', outputs: {}, evidence, usage }
  const reason = result.ended === 'exited' ? `exit code ${result.exit}` : howItEnded(result)
  return { kind: 'failed', reason, transient: false, evidence, usage }
}

async function askPerson(
  { recorder }: Engine,
  subject: string,
  step: RemedyStep,
  now: Remedy,
): Promise<void> {
  const who = step.kind === 'agent' ? ` (for ${step.agent})` : ''
  const text = `It failed: ${now.reason}. The document states${who}: ${step.text}. What now?`
  await recorder.record(
    { type: 'question.asked', subject, question: remedyQuestion(now), text, choices: [...remedyChoices] }, // prettier-ignore
    isStep(subject, now),
  )
}

/** Undoes what a task did, by the script that its document gives for that. */
export async function compensate(engine: Engine, key: TaskKey): Promise<void> {
  const { recorder } = engine
  const state = recorder.state()
  const script = state.graph.nodes[positionOf(state, key)]?.task?.compensation
  if (script === undefined || state.undoing?.[0] !== key) return
  const outcome = (await mayRun(engine, key, script))
    ? await runScript(engine, key, script)
    : refused
  if (outcome === null) return
  await recorder.record(
    { type: 'task.compensated', task: key, outcome },
    (now) => now.life === 'undoing' && now.undoing?.[0] === key,
  )
}

/** A compensation has no state that could wait for a person, so it is asked for at once or not at all. */
async function mayRun(engine: Engine, key: TaskKey, script: string): Promise<boolean> {
  const { settings, recorder, stopping } = engine
  const decision = permit(recorder.state(), settings, key, script)
  const isNext = (now: RunState): boolean => now.life === 'undoing' && now.undoing?.[0] === key
  await recorder.record(decided(key, script, decision), isNext)
  if (decision.allowed) return true
  if (decision.denied || !settings.asker) return false
  const { reason, dangerous, pattern, denied } = decision
  const open = { kind: 'permission', subject: key, command: script, reason, dangerous, pattern, denied } as const // prettier-ignore
  const answer = await settings.asker.permission(open, stopping)
  if (answer === null) return false
  const allowed = answer !== 'never'
  const given = { type: 'permission.decided', subject: key, command: script, allowed, reason: `${settings.asker.by}: ${answer}` } as const // prettier-ignore
  await recorder.record(given, isNext)
  return allowed
}

const refused: Outcome = {
  kind: 'failed',
  reason: 'the command that undoes it is not allowed',
  transient: false,
  evidence: [],
  usage: { duration: 0 },
}

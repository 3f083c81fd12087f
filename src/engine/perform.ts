import {
  isSuspension,
  Suspension,
  type Agent,
  type Attempt,
  type TaskPacket,
} from '../agents/index.ts'
import { at, formatDuration, type Json } from '../base/index.ts'
import {
  idempotencyKey,
  taskKey,
  type Outcome,
  type Plan,
  type Task,
  type TaskKey,
} from '../model/index.ts'
import { positionOf } from './draft.ts'
import { remembered, underSignal, type Engine } from './engine.ts'
import {
  commandsOf,
  observe,
  observedEvents,
  probed,
  probesOf,
  proven,
  unmet,
} from './observing.ts'
import { permit, request } from './permit.ts'
import { delayAfter, policyOf } from './retry.ts'
import { taskDefinition } from './spec.ts'
import { answerKey, reconcile, type GivenAnswer, type RunState, type TaskState } from './state.ts'

/**
 * Performs a task that is ready by the agent chosen for it: asks for permission where it needs one, otherwise runs one attempt and
 * records its outcome. Without an agent the task is done because its parts are.
 */
export async function perform(engine: Engine, key: TaskKey, agent: Agent | null): Promise<void> {
  const { plan, task, state } = taskAt(engine.recorder.state(), key)
  if (state.life !== 'ready') return
  const said = engine.recorder.state().answers.get(answerKey(key, reconcile))
  if (said && said.value !== 'again') return believe(engine, task, key, state, said)
  if (agent === null) return finishParts(engine, plan, task, key)
  const probes = probesOf(engine.recorder.state(), plan, task)
  for (const command of commandsOf([...probes.before, ...probes.behind])) {
    const decision = permit(engine.recorder.state(), engine.settings, key, command)
    if (decision.allowed) continue
    await engine.recorder.record(request(key, command, decision), isReady(key))
    return
  }
  const script = agent.script?.(task) ?? null
  if (script === null) return attempt(engine, agent, key, plan, task, { command: task.command, allowed: null }) // prettier-ignore
  const decision = permit(engine.recorder.state(), engine.settings, key, script)
  if (decision.allowed)
    return attempt(engine, agent, key, plan, task, { command: script, allowed: decision.by })
  await engine.recorder.record(request(key, script, decision), isReady(key))
}

function taskAt(state: RunState, key: TaskKey): { plan: Plan; task: Task; state: TaskState } {
  const position = positionOf(state, key)
  const node = state.graph.nodes[position]
  const found = at(state.nodes, position)
  if (!node?.task || found.kind !== 'task') throw new Error(`"${key}" is not a task`)
  return { plan: node.plan, task: node.task, state: found }
}

const isReady = (key: TaskKey) => (state: RunState) => taskAt(state, key).state.life === 'ready'
const isRunning = (key: TaskKey) => (state: RunState) => taskAt(state, key).state.life === 'running'

/** A task without a command of its own is done when its parts are, which they are once it is ready. */
async function finishParts(engine: Engine, plan: Plan, task: Task, key: TaskKey): Promise<void> {
  const { round } = taskAt(engine.recorder.state(), key).state
  const tasks = plan.tasks
    .filter(({ parent }) => parent === task.key)
    .map((part) => taskKey(plan.document, part.key))
  const outcome: Outcome = {
    kind: 'succeeded',
    outputs: {},
    evidence: [{ kind: 'parts', tasks }],
    usage: { duration: 0 },
  }
  const definition = taskDefinition(task)
  await engine.recorder.record(
    { type: 'task.finished', task: key, round, attempt: 0, outcome, definition },
    isReady(key),
  )
}

/** Takes a person's word for an attempt that was cut off. */
async function believe(
  engine: Engine,
  task: Task,
  key: TaskKey,
  { round, attempt: number }: TaskState,
  { value, by }: GivenAnswer,
): Promise<void> {
  const rest = {
    evidence: [{ kind: 'statement', by, text: value === 'done' ? 'done' : 'not done' } as const],
    usage: { duration: 0 },
  }
  const outcome: Outcome =
    value === 'done'
      ? { kind: 'succeeded', outputs: {}, ...rest }
      : { kind: 'failed', reason: `${by} says that it was not done`, transient: false, ...rest }
  const definition = taskDefinition(task)
  await engine.recorder.record(
    { type: 'task.finished', task: key, round, attempt: number, outcome, definition },
    isReady(key),
  )
}

async function attempt(
  engine: Engine,
  agent: Agent,
  key: TaskKey,
  plan: Plan,
  task: Task,
  { command, allowed }: { readonly command: string | null; readonly allowed: string | null },
): Promise<void> {
  const { recorder } = engine
  if (!(await mayBegin(engine, key, plan, task))) return
  const { round, attempt: before, failures } = taskAt(recorder.state(), key).state
  const number = before + 1
  const idempotency = idempotencyKey(recorder.state().run, recorder.state().generation, key, round)
  const started = await recorder.record(
    {
      type: 'task.started',
      task: key,
      round,
      attempt: number,
      agent: agent.name,
      key: idempotency,
      command,
      allowed,
    },
    (state) => isReady(key)(state) && state.life === 'running',
  )
  if (!started) return
  const outcome = await underSignal(engine, (signal) =>
    withinTime(engine, task, signal, (limited) =>
      outcomeOf(agent, packet(recorder.state(), key, plan, task), {
        key: idempotency,
        number,
        signal: limited,
        ...attemptPorts(engine, key),
      }),
    ).then((found) => withEffects(engine, { key, plan, task }, found, signal)),
  )
  if (outcome === null || isInterrupted(engine, outcome)) return
  const { retry, random, clock } = engine.settings
  const delay = delayAfter(policyOf(task, retry), failures + 1, outcome, random)
  if (delay !== null && outcome.kind === 'failed') {
    const due = clock.now() + delay
    const { reason } = outcome
    await recorder.record(
      { type: 'task.retried', task: key, round, cause: 'failed', reason, due },
      isRunning(key),
    )
    return
  }
  await recorder.record(
    {
      type: 'task.finished',
      task: key,
      round,
      attempt: number,
      outcome,
      definition: taskDefinition(task),
    },
    isRunning(key),
  )
}

/** Looks whether the world is as the task requires it. Where it is not, the task has failed before it began. */
async function mayBegin(engine: Engine, key: TaskKey, plan: Plan, task: Task): Promise<boolean> {
  const { recorder } = engine
  const conditions = task.requires ?? []
  if (conditions.length === 0) return true
  const { before } = probesOf(recorder.state(), plan, task)
  const began = engine.settings.clock.elapsed()
  const seen = await underSignal(engine, (signal) =>
    observe(engine, { subject: key, plan, probes: before }, signal).catch(nothingIf(signal)),
  )
  // Cut off: another engine looks again, or nobody wants to know any more.
  if (seen === null && engine.stopping.aborted) return false
  await Promise.all(observedEvents(seen ?? []).map((one) => recorder.record(one, isReady(key))))
  const reason = unmet(recorder.state(), conditions)
  if (reason === null) return true
  const { round } = taskAt(recorder.state(), key).state
  const evidence = (seen ?? []).flatMap((one) => one.evidence)
  const usage = { duration: engine.settings.clock.elapsed() - began }
  const outcome: Outcome = { kind: 'failed', reason, transient: false, evidence, usage }
  const definition = taskDefinition(task)
  await recorder.record(
    { type: 'task.finished', task: key, round, attempt: 0, outcome, definition },
    isReady(key),
  )
  return false
}

/** An attempt that succeeded, after a look at what it was to change. */
async function withEffects(
  engine: Engine,
  { key, plan, task }: { readonly key: TaskKey; readonly plan: Plan; readonly task: Task },
  outcome: Outcome | null,
  signal: AbortSignal,
): Promise<Outcome | null> {
  if (outcome?.kind !== 'succeeded' || (task.effects ?? []).length === 0) return outcome
  const probes = probed(
    plan,
    (task.effects ?? []).map(({ fact }) => fact),
  )
  const seen = await observe(engine, { subject: key, plan, probes }, signal).catch(
    nothingIf(signal),
  )
  if (seen === null) return { kind: 'cancelled', reason: 'cancelled', evidence: outcome.evidence }
  const { recorder } = engine
  await Promise.all(observedEvents(seen).map((one) => recorder.record(one, isRunning(key))))
  return proven(outcome, task, seen)
}

const nothingIf =
  (signal: AbortSignal) =>
  (cause: unknown): null => {
    if (signal.aborted) return null
    throw cause
  }

/** Stops an attempt that takes longer than its task allows; it has failed then. */
async function withinTime(
  { settings: { clock } }: Engine,
  { timeout }: Task,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Outcome | null>,
): Promise<Outcome | null> {
  if (timeout === undefined) return work(signal)
  const late = new AbortController()
  const cancel = clock.timer(timeout, () => late.abort())
  try {
    const outcome = await work(AbortSignal.any([signal, late.signal]))
    if (!late.signal.aborted || signal.aborted || outcome?.kind === 'succeeded') return outcome
    const reason = `it took longer than ${formatDuration(timeout)}`
    const evidence = outcome?.evidence ?? []
    return { kind: 'failed', reason, transient: false, evidence, usage: { duration: timeout } }
  } finally {
    cancel()
  }
}

/** An attempt that the end of this engine cut off has no outcome: the next engine tries again. */
function isInterrupted({ stopping, recorder }: Engine, outcome: Outcome): boolean {
  const { life } = recorder.state()
  return (
    stopping.aborted && outcome.kind !== 'succeeded' && life !== 'cancelling' && life !== 'stopping'
  )
}

/** The outcome, or null when the attempt waits for an answer. */
async function outcomeOf(
  agent: Agent,
  task: TaskPacket,
  attempt: Attempt,
): Promise<Outcome | null> {
  try {
    return await agent.perform(task, attempt)
  } catch (error) {
    if (isSuspension(error)) return null
    if (attempt.signal.aborted) return { kind: 'cancelled', reason: 'cancelled', evidence: [] }
    // A defect of the agent fails its task, not the run.
    return {
      kind: 'failed',
      reason: `agent "${agent.name}" broke: ${error instanceof Error ? error.message : String(error)}`,
      transient: false,
      evidence: [],
      usage: { duration: 0 },
    }
  }
}

function packet(state: RunState, key: TaskKey, plan: Plan, task: Task): TaskPacket {
  const inputs: Record<TaskKey, Readonly<Record<string, Json>>> = {}
  for (const need of state.graph.needs[positionOf(state, key)] ?? []) {
    const node = at(state.nodes, need)
    const name = state.graph.nodes[need]?.key
    if (node.kind === 'task' && name !== undefined) inputs[name] = node.outputs
  }
  const { notes } = taskAt(state, key).state
  const facts = Object.fromEntries(state.observed)
  return { key, task, document: plan.document, plan: plan.title, inputs, facts, notes }
}

type AttemptPorts = Omit<Attempt, 'key' | 'number' | 'signal'>

function attemptPorts(engine: Engine, key: TaskKey): AttemptPorts {
  const { recorder, settings } = engine
  const { saved } = taskAt(recorder.state(), key).state
  return {
    workspace: settings.workspace,
    commands: remembered(engine, key),
    ...(saved === undefined ? {} : { saved }),
    progress(note) {
      // A note that cannot be kept any more is lost with the run; the run itself has already failed loudly.
      recorder.record({ type: 'task.progressed', task: key, note }, isRunning(key)).catch(() => {})
    },
    async save(value) {
      await recorder.record({ type: 'task.saved', task: key, value }, isRunning(key))
    },
    async ask({ id, text, choices, fields }) {
      const given = recorder.state().answers.get(answerKey(key, id))
      if (given) return given
      await recorder.record(
        {
          type: 'question.asked',
          subject: key,
          question: id,
          text,
          choices,
          ...(fields ? { fields } : {}),
        },
        isRunning(key),
      )
      throw new Suspension(id)
    },
  }
}

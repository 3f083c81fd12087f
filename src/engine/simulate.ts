import { at, type Milliseconds, type Timestamp } from '../base/index.ts'
import { capacitiesOf, capacityOf, graph, type TaskGraph } from '../graph/index.ts'
import type { Happening, Plan, RunEvent, Task, TaskKey } from '../model/index.ts'
import type { EngineCommand } from './command.ts'
import { decide } from './decide.ts'
import { positionOf } from './draft.ts'
import { freeze, type Standing } from './spec.ts'
import { refuseCycles, standingsOf, type Again } from './standings.ts'
import { initialState, type RunState } from './state.ts'

export interface SimulateOptions {
  /** How many tasks run at once. Default 4. */
  readonly concurrency?: number
  readonly strict?: boolean
  readonly again?: Again
  readonly standings?: Readonly<Record<TaskKey, Standing>>
  /** How long a task without an estimate takes. Default 30 minutes. */
  readonly unestimated?: Milliseconds
  /** How many of a resource there are, by its name, whatever the plans say. Default: what they say, else 1. */
  readonly resources?: Readonly<Record<string, number>>
}

/** What a run would come to if every task took its estimate and every gate passed. */
export interface Simulation {
  /** `at` counts from 0. */
  readonly events: readonly RunEvent[]
  readonly length: Milliseconds
  /** Tasks that would run, in the order of their start. */
  readonly order: readonly TaskKey[]
  /** Of them, those that have no estimate. */
  readonly unestimated: number
  /** What each of those counts as. */
  readonly assumed: Milliseconds
}

interface Due {
  readonly at: Timestamp
  readonly happening: Happening
  /** The resources of the task that ends. */
  readonly uses: readonly string[]
}

type Performance = Extract<EngineCommand, { type: 'perform' }>
type Evaluation = Extract<EngineCommand, { type: 'evaluate' }>

/**
 * Runs plans through the same core with a simulated clock: nothing is executed, tasks take their estimates (the middle of what
 * they state), gates pass at once, blocked tasks are left waiting. Throws `graph/cycle`.
 */
export function simulate(plans: readonly Plan[], options: SimulateOptions = {}): Simulation {
  const { strict = false, again = null, concurrency = 4, unestimated = 1_800_000 } = options
  const given = options.standings ?? {}
  const standings = standingsOf(plans, new Map(), { strict, again, given })
  const built = graph(plans)
  refuseCycles(built, standings)
  const events: RunEvent[] = []
  const order: TaskKey[] = []
  const due: Due[] = []
  const waiting: (Performance | Evaluation)[] = []
  const limit = capacityOf({ ...capacitiesOf(plans), ...options.resources })
  let missing = 0
  let now = 0
  let state = initialState('simulated', freeze(plans, standings, { strict }), built)

  function take(first: Happening): void {
    const happenings = [first]
    for (const happening of happenings) {
      const event: RunEvent = { run: state.run, seq: state.seq, at: now, ...happening }
      const decision = decide(state, event)
      state = decision.state
      events.push(event)
      for (const command of decision.commands) {
        if (command.type === 'emit') happenings.push(command.happening)
        if (command.type === 'perform' || command.type === 'evaluate') waiting.push(command)
      }
    }
  }

  function startNext(): void {
    while (due.length < concurrency) {
      const next = waiting.findIndex((command) => command.type === 'evaluate' || isFree(command))
      if (next < 0) return
      const [command] = waiting.splice(next, 1)
      if (command?.type === 'evaluate') assumePassed(command.gate)
      if (command?.type === 'perform') start(command.task)
    }
  }

  /** Whether a task can start now: of all that it uses some is free. */
  function isFree({ task }: Performance): boolean {
    const using = due.flatMap(({ uses }) => uses)
    return usedBy(task).every((one) => using.filter((other) => other === one).length < limit(one))
  }

  function usedBy(task: TaskKey): readonly string[] {
    return [...new Set(taskOf(built, state, task).resources ?? [])]
  }

  function assumePassed(gate: string): void {
    take({ type: 'gate.started', gate, round: 0 })
    const assumed = { verdict: 'passed', criteria: [], blocking: false, duration: 0 } as const
    take({ type: 'gate.finished', gate, round: 0, ...assumed })
  }

  function start(task: TaskKey): void {
    const { estimate, known } = estimateOf(taskOf(built, state, task), unestimated)
    if (!known) missing++
    order.push(task)
    const agent = taskOf(built, state, task).agent ?? 'simulated'
    take({
      type: 'task.started',
      task,
      round: 0,
      attempt: 1,
      agent,
      key: '',
      command: null,
      allowed: null,
    })
    const outcome = {
      kind: 'succeeded',
      outputs: {},
      evidence: [],
      usage: { duration: estimate },
    } as const
    due.push({
      at: now + estimate,
      happening: { type: 'task.finished', task, round: 0, attempt: 1, outcome, definition: '' },
      uses: usedBy(task),
    })
    due.sort((left, right) => left.at - right.at)
  }

  take(started(plans))
  for (startNext(); due.length > 0; startNext()) {
    const next = due.shift()
    if (!next) break
    now = next.at
    take(next.happening)
  }
  return { events, length: now, order, unestimated: missing, assumed: unestimated }
}

function started(plans: readonly Plan[]): Happening {
  return {
    type: 'run.started',
    spec: '',
    generation: 0,
    documents: plans.map(({ document }) => document),
    permissions: '',
    tasks: plans.reduce((sum, { tasks }) => sum + tasks.length, 0),
    gates: plans.reduce((sum, { gates }) => sum + gates.length, 0),
  }
}

function taskOf({ nodes }: TaskGraph, state: RunState, key: TaskKey): Task {
  const position = positionOf(state, key)
  const task = nodes[position]?.task
  if (!task || at(state.nodes, position).kind !== 'task') throw new Error(`"${key}" is not a task`)
  return task
}

function estimateOf(
  { effort }: Task,
  otherwise: Milliseconds,
): { estimate: Milliseconds; known: boolean } {
  return effort
    ? { estimate: ((effort.minimum + effort.maximum) / 2) * 60_000, known: true }
    : { estimate: otherwise, known: false }
}

import { at, type Json, type Timestamp, type Vector, vector } from '../base/index.ts'
import type { NodeKind, TaskGraph } from '../graph/index.ts'
import type { CriterionResult, FactValue, Task, TaskKey, WorldState } from '../model/index.ts'
import { gateLife, type GateLife } from './gate.machine.ts'
import { phaseLife, type PhaseLife } from './phase.machine.ts'
import { runLife, type RunLife } from './run.machine.ts'
import type { RunSpec } from './spec.ts'
import { taskLife, type TaskLife } from './task.machine.ts'

/** What is the same for every kind of node. */
interface Progress {
  /** Needs that are not settled yet. */
  readonly unmet: number
  /** Position of the first need that ended badly; -1: none. */
  readonly because: number
  /** Whether it has ended, and whether what needs it may go on. */
  readonly settled: 'open' | 'good' | 'bad'
}

export interface TaskState extends Progress {
  readonly kind: 'task'
  readonly life: TaskLife
  readonly round: number
  /** Attempts of this round that have started. */
  readonly attempt: number
  /** Attempts of this round that failed by themselves and are tried again. */
  readonly failures: number
  readonly outputs: Readonly<Record<string, Json>>
  readonly saved?: Json
  /** What it waits for, or why it ended badly. */
  readonly reason: string
  /** When the next attempt may start; 0 outside `backing`. */
  readonly due: Timestamp
  /** What attempts of this round are told of the rounds before. */
  readonly notes: readonly string[]
  /** The `seq` of the event that ended it; -1 before. */
  readonly ended: number
  /** Whether its contingency is carried out, even while that waits for a person. */
  readonly remedying: boolean
}

export interface GateState extends Progress {
  readonly kind: 'gate'
  readonly life: GateLife
  readonly round: number
  readonly criteria: readonly CriterionResult[]
  readonly reason: string
  /** What each round before measured, to see whether there is progress. */
  readonly seen: readonly string[]
  /** Whether its contingency is carried out, even while that waits for a person. */
  readonly remedying: boolean
}

export interface PhaseState extends Progress {
  readonly kind: 'phase-start' | 'phase-end'
  readonly life: PhaseLife
}

export type NodeState = TaskState | GateState | PhaseState

/** An answer that somebody gave. */
export interface GivenAnswer {
  readonly value: Json
  readonly by: string
}

/** A question or a request for permission that is open. */
export type OpenRequest =
  | {
      readonly kind: 'question'
      readonly subject: TaskKey
      readonly question: string
      readonly text: string
      readonly choices: readonly string[]
      /** What an answer is to tell beside, see `Question`. */
      readonly fields?: readonly string[]
    }
  | {
      readonly kind: 'permission'
      readonly subject: string
      /** Without its secrets. */
      readonly command: string
      /** SHA-256 of the command, if it is not kept as it is. */
      readonly digest?: string
      readonly reason: string
      readonly dangerous: boolean
      readonly pattern: string
      readonly denied: boolean
    }

/** Where a run stands: the fold of its events. Never changed in place. */
export interface RunState {
  readonly graph: TaskGraph
  readonly spec: RunSpec
  readonly run: string
  readonly generation: number
  readonly life: RunLife
  /** Number of events folded: the next `seq`. */
  readonly seq: number
  /** By position in the graph. */
  readonly nodes: Vector<NodeState>
  /** Nodes that have not ended. */
  readonly open: number
  /** Nodes that are ready, running or between attempts: while there are any, the run goes on by itself. */
  readonly active: number
  /** Attempts and evaluations that have started and not ended. */
  readonly underway: number
  /** Nodes that ended badly. */
  readonly bad: number
  /** What is believed of the world: what the plans state, what tasks were to change, and what was observed. */
  readonly facts: ReadonlyMap<string, FactValue>
  /** Of that, what was observed in this run and holds still, as far as the run itself goes. */
  readonly observed: ReadonlyMap<string, FactValue>
  /** Answers by `subject` and question, see `answerKey`. */
  readonly answers: ReadonlyMap<string, GivenAnswer>
  /** Commands that somebody allowed for a subject in this run, see `commandName`. */
  readonly grants: ReadonlyMap<string, readonly string[]>
  /** By subject. */
  readonly requests: ReadonlyMap<string, OpenRequest>
  /** What is done, or was done, about failures, by subject. */
  readonly remedies: ReadonlyMap<string, Remedy>
  /** What is still to be undone; null when nothing is being undone. */
  readonly undoing: readonly TaskKey[] | null
  /** Tasks that failed, over all generations, by document and title. */
  readonly failures: ReadonlyMap<string, FailedTask>
  /** Tasks that were done, over all generations, and say how they are undone, in the order of their ends. */
  readonly undoable: readonly DoneTask[]
  /** The world as tasks of this generation found it that say how they are undone. */
  readonly found: ReadonlyMap<TaskKey, WorldState>
  /** How often a planner has planned this run again. */
  readonly replans: number
  /** Plans of later generations, by the hash of their spec. */
  readonly later: Generations
}

/** A task that failed. */
export interface Failed {
  readonly task: Task
  readonly reason: string
  /** How often it has failed in this run. */
  readonly count: number
}

/** A task that was done, and the world before it as far as it changed it. */
export interface Done {
  readonly task: Task
  readonly before: WorldState
}

export interface FailedTask extends Failed {
  readonly document: string
}

export interface DoneTask extends Done {
  readonly document: string
}

/**
 * Whether all has come to an end that is not the goal, and a planner may find another way. Not around a gate that failed on the way:
 * only what stands at the end is judged again behind another plan.
 */
export function awaitsReplan(state: RunState): boolean {
  const { life, open, bad, replans, spec, graph, nodes } = state
  return (
    life === 'running' &&
    open === 0 &&
    bad > 0 &&
    replans < (spec.replans ?? 0) &&
    spec.plans.some(({ goal }) => goal !== undefined) &&
    graph.nodes.every(({ gate }, position) => {
      const { settled, life: end } = at(nodes, position)
      return !gate || gate.closing || settled !== 'bad' || end === 'skipped'
    })
  )
}

/** Frozen plans with their graphs, by the hash of the spec. */
export type Generations = ReadonlyMap<string, { readonly spec: RunSpec; readonly graph: TaskGraph }>

/** How far a contingency is carried out for what failed. */
export interface Remedy {
  /** Position among the contingencies of the document. */
  readonly contingency: number
  /** The next step. */
  readonly step: number
  /** How many remedies this subject has had, this one included. */
  readonly count: number
  /** Why the subject failed. */
  readonly reason: string
}

/** The state before the first event. */
export function initialState(
  run: string,
  spec: RunSpec,
  graph: TaskGraph,
  later: Generations = new Map(),
): RunState {
  return {
    graph,
    spec,
    run,
    generation: 0,
    life: runLife.initial,
    seq: 0,
    nodes: vector(initialNodes(graph)),
    open: graph.nodes.length,
    active: 0,
    underway: 0,
    bad: 0,
    facts: new Map(
      spec.plans.flatMap(({ facts }) => facts ?? []).map(({ name, value }) => [name, value]),
    ),
    observed: new Map(),
    answers: new Map(),
    grants: new Map(),
    requests: new Map(),
    remedies: new Map(),
    undoing: null,
    failures: new Map(),
    undoable: [],
    found: new Map(),
    replans: 0,
    later,
  }
}

/** Nodes that are alike begin as one: a state is never changed in place. */
function initialNodes({ nodes, needs }: TaskGraph): readonly NodeState[] {
  const made = new Map<string, NodeState>()
  return nodes.map(({ kind }, position) => {
    const unmet = needs[position]?.length ?? 0
    const like = `${kind} ${unmet}`
    const state = made.get(like) ?? initialNode(kind, unmet)
    made.set(like, state)
    return state
  })
}

function initialNode(kind: NodeKind, unmet: number): NodeState {
  const progress = { unmet, because: -1, settled: 'open' } as const
  switch (kind) {
    case 'task':
      return {
        ...progress,
        kind,
        life: taskLife.initial,
        round: 0,
        attempt: 0,
        failures: 0,
        outputs: {},
        reason: '',
        due: 0,
        notes: [],
        ended: -1,
        remedying: false,
      }
    case 'gate':
      return {
        ...progress,
        kind,
        life: gateLife.initial,
        round: 0,
        criteria: [],
        reason: '',
        seen: [],
        remedying: false,
      }
    default:
      return { ...progress, kind, life: phaseLife.initial }
  }
}

/** The key of an answer. */
export function answerKey(subject: string, question: string): string {
  return `${subject}\n${question}`
}

/** Whether the run may still change. */
export function isUnfinished({ life }: RunState): boolean {
  return life !== 'succeeded' && life !== 'failed' && life !== 'cancelled'
}

/** The question whether a task that may happen only once was done by an attempt that was cut off. */
export const reconcile = 'reconcile'

import type { DirectedGraph } from 'graphology'
import type { Gate, Phase, Plan, Provenance, Task, TaskKey } from '../model/index.ts'

export type NodeKind = 'task' | 'gate' | 'phase-start' | 'phase-end'

/** A task, a gate, or one of the two ends of a phase. Keys: `doc#slug`, `doc#gate/slug`, `doc#phase/slug:start` and `:end`. */
export interface GraphNode {
  readonly key: string
  readonly kind: NodeKind
  readonly document: string
  readonly plan: Plan
  readonly task: Task | null
  readonly gate: Gate | null
  readonly phase: Phase | null
}

/**
 * Why an edge is there. `stated` and `inferred`: a dependency of the document; `part`: a parent waits for its parts; `order`: tasks
 * of a phase that says nothing, in the order of the document; `barrier`: phases; `gate`: what a gate stands behind or before.
 */
export type EdgeOrigin = 'stated' | 'inferred' | 'part' | 'order' | 'barrier' | 'gate'

/** `to` starts when `from` is done. */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly origin: EdgeOrigin
  readonly provenance: Provenance | null
  /** A part has it from its parent: it was not said of the part itself, and yields to what was. */
  readonly inherited?: true
}

/** What waits for what, over one or several documents. */
export interface TaskGraph {
  readonly plans: readonly Plan[]
  /** In a topological order that keeps the order of the documents where it can; nodes on or behind cycles come last. */
  readonly nodes: readonly GraphNode[]
  /** Key → index into `nodes`. */
  readonly position: ReadonlyMap<string, number>
  /** By index: what it needs. */
  readonly needs: readonly (readonly number[])[]
  /** By index: what needs it. */
  readonly dependents: readonly (readonly number[])[]
  readonly edges: readonly GraphEdge[]
  /** Circles, each as the path of keys in which every one needs the next, and the last needs the first. */
  readonly cycles: readonly (readonly string[])[]
  /** Needs that no plan here defines; they have no edge. */
  readonly dangling: readonly { readonly task: TaskKey; readonly need: string }[]
  /** Edges that are left out because dependencies of the document say otherwise. */
  readonly yielded: readonly GraphEdge[]
  /** The same nodes and edges, for graphology's algorithms; edges have an `origin`. */
  readonly digraph: DirectedGraph
}
